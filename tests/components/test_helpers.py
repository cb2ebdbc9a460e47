"""Helpers of another Home Assistant are set from here, by the actions of what they are here."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from .home import act, state
from .mirroring import Mirror

HELPERS: dict[str, dict[str, Any]] = {
    "counter": {"visitors": {"name": "Visitors", "initial": 4}},
    "input_datetime": {
        "birthday": {"name": "Birthday", "has_date": True, "initial": "2026-11-01"},
        "alarm": {"name": "Alarm", "has_time": True, "initial": "07:30"},
        "party": {"name": "Party", "has_date": True, "has_time": True, "initial": "2026-11-01 18:00"},
    },
    "input_text": {"note": {"name": "Note", "initial": "milk", "pattern": "[a-z]+"}},
    "schedule": {"heating": {"name": "Heating", "monday": []}},
    "timer": {"eggs": {"name": "Eggs", "duration": "00:05:00"}},
}


@pytest.fixture(autouse=True)
async def helpers(mirror: Mirror) -> None:
    """Have helpers there, in another time zone, and show them here."""
    await mirror.there.config.async_update(time_zone="America/New_York")
    for kind, config in HELPERS.items():
        assert await async_setup_component(mirror.there, kind, {kind: config})
    await mirror.there.async_block_till_done()
    await mirror.link()


def part(mirror: Mirror, entity_id: str, name: str) -> str:
    """Return what a part of a helper there is called here."""
    key = mirror.remote.entities.entities[entity_id].id
    (found,) = (
        each.entity_id
        for each in er.async_get(mirror.here).entities.values()
        if each.unique_id.endswith(f":{key}:{name}")
    )
    return found


@pytest.mark.parametrize(
    ("entity_id", "action", "field", "value", "there", "here"),
    [
        ("input_text.note", "text.set_value", "value", "bread", "bread", "bread"),
        ("input_datetime.birthday", "date.set_value", "date", "2026-12-24", "2026-12-24", "2026-12-24"),
        ("input_datetime.alarm", "time.set_value", "time", "06:15:00", "06:15:00", "06:15:00"),
        (
            *("input_datetime.party", "datetime.set_value", "datetime", "2026-12-31T23:00:00+00:00"),
            *("2026-12-31 18:00:00", "2026-12-31T23:00:00+00:00"),
        ),
        ("counter.visitors", "number.set_value", "value", 7, "7", "7"),
    ],
)
async def test_what_is_set_here_is_set_there(  # noqa: PLR0917 - a table
    mirror: Mirror, entity_id: str, action: str, field: str, value: object, there: str, here: str
) -> None:
    await act(mirror.here, action, mirror.id(entity_id), **{field: value})
    assert state(mirror.there, entity_id).state == there
    await mirror.until(lambda: state(mirror.here, mirror.id(entity_id)).state, here)


@pytest.mark.parametrize(
    ("entity_id", "name", "called", "there"),
    [
        ("counter.visitors", "increment", "Increment Visitors", "5"),
        ("counter.visitors", "decrement", "Decrement Visitors", "3"),
        ("timer.eggs", "start", "Start Eggs", "active"),
    ],
)
async def test_a_button_here_is_an_action_there(
    mirror: Mirror, entity_id: str, name: str, called: str, there: str
) -> None:
    button = part(mirror, entity_id, name)
    assert state(mirror.here, button).name.endswith(called)
    await act(mirror.here, "button.press", button)
    assert state(mirror.there, entity_id).state == there
    await mirror.until(lambda: state(mirror.here, mirror.id(entity_id)).state, there)


async def test_a_timer_that_runs_there_tells_here_when_it_ends(mirror: Mirror) -> None:
    end = part(mirror, "timer.eggs", "end")
    assert state(mirror.here, end).state == "unknown"
    await mirror.there.services.async_call("timer", "start", {"entity_id": "timer.eggs"}, blocking=True)
    finishes_at = state(mirror.there, "timer.eggs").attributes["finishes_at"]
    await mirror.until(lambda: state(mirror.here, end).state, finishes_at)
    await act(mirror.here, "button.press", part(mirror, "timer.eggs", "cancel"))
    assert state(mirror.there, "timer.eggs").state == "idle"


async def test_a_timer_is_started_for_a_while_and_ends_earlier(mirror: Mirror) -> None:
    timer, end = mirror.id("timer.eggs"), part(mirror, "timer.eggs", "end")
    await act(mirror.here, "latchkey.start_timer", timer, duration="00:04:30")
    assert state(mirror.there, "timer.eggs").attributes["duration"] == "0:04:30"
    before = datetime.fromisoformat(state(mirror.there, "timer.eggs").attributes["finishes_at"])
    await act(mirror.here, "latchkey.change_timer", timer, duration="-00:01:00")
    expected = (before - timedelta(minutes=1)).isoformat()
    await mirror.until(lambda: state(mirror.here, end).state, expected)


async def test_a_timer_that_is_paused_goes_on(mirror: Mirror) -> None:
    timer = mirror.id("timer.eggs")
    await act(mirror.here, "latchkey.start_timer", timer)
    await act(mirror.here, "button.press", part(mirror, "timer.eggs", "pause"))
    await mirror.until(lambda: state(mirror.here, timer).state, "paused")
    await act(mirror.here, "latchkey.start_timer", timer)
    assert state(mirror.there, "timer.eggs").state == "active"


async def test_a_timer_that_does_not_run_cannot_be_changed(mirror: Mirror) -> None:
    with pytest.raises(HomeAssistantError) as caught:
        await act(mirror.here, "latchkey.change_timer", mirror.id("timer.eggs"), duration=60)
    assert caught.value.translation_key == "failed"


@pytest.mark.parametrize("action", ["start_timer", "change_timer"])
async def test_what_is_no_timer_takes_no_time(mirror: Mirror, action: str) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await act(mirror.here, f"latchkey.{action}", part(mirror, "timer.eggs", "end"), duration="00:01:00")
    assert caught.value.translation_key == "not_supported"


@pytest.mark.parametrize("action", ["start_timer", "change_timer"])
async def test_who_may_not_control_a_timer_does_not_start_it(mirror: Mirror, action: str) -> None:
    await mirror.here.auth.async_create_user("Owner")
    reader = await mirror.here.auth.async_create_user("Reader", group_ids=[GROUP_ID_READ_ONLY])
    with pytest.raises(Unauthorized):
        await mirror.here.services.async_call(
            "latchkey",
            action,
            {"entity_id": mirror.id("timer.eggs"), "duration": 60},
            blocking=True,
            context=Context(user_id=reader.id),
        )
    assert state(mirror.there, "timer.eggs").state == "idle"


async def test_a_schedule_is_on_or_off_here(mirror: Mirror) -> None:
    schedule = mirror.id("schedule.heating")
    assert (schedule.partition(".")[0], state(mirror.here, schedule).state) == ("binary_sensor", "off")
