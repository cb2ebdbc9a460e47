"""What was recorded goes on, as one line, in a real database on the disk."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Literal

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder, get_instance, history
from homeassistant.components.recorder.statistics import get_metadata, statistics_during_period
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over

from .world import SIGNAL, World

PERIOD = timedelta(minutes=5)
START = datetime.fromisoformat("2026-11-19T12:55:00+00:00")
EVER = START - timedelta(days=1)
FIRST_ID = "sensor.thing_signal_strength"


@pytest.fixture
def persistent_database() -> bool:
    """Have the database in a file."""
    return True


@pytest.fixture
async def mock_recorder_before_hass(async_test_recorder: Any) -> None:
    """Have the recorder prepared before Home Assistant is."""


@pytest.fixture
async def recorded(recorder_mock: Recorder, world: World, freezer: FrozenDateTimeFactory) -> World:
    """Return an account that was linked when its old integration had been recorded for a while."""
    freezer.move_to(START)
    await world.have_old()
    await async_wait_recording_done(world.hass)
    freezer.move_to(START + PERIOD)
    do_adhoc_statistics(world.hass, start=START)
    await world.link()
    await async_wait_recording_done(world.hass)
    return world


async def states_of(hass: HomeAssistant, entity_id: str) -> list[str]:
    """Return what an entity was, in the order in which it was; where it was gone, it was unavailable.

    From 2026.11 on, the state of an entity whose config entry is disabled is gone for that moment.
    """
    await async_wait_recording_done(hass)
    found = await get_instance(hass).async_add_executor_job(
        history.state_changes_during_period, hass, EVER, None, entity_id
    )
    seen = [state.state or "unavailable" for state in found.get(entity_id, [])]
    return [state for state, _ in groupby(seen)]


async def means_of(
    hass: HomeAssistant, entity_id: str, period: Literal["5minute", "hour"] = "5minute"
) -> list[float | None]:
    """Return the means that were calculated of an entity."""
    await async_wait_recording_done(hass)
    rows = await get_instance(hass).async_add_executor_job(
        statistics_during_period, hass, EVER, None, {entity_id}, period, None, {"mean"}
    )
    return [row["mean"] for row in rows.get(entity_id, [])]


async def unit_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the unit of the statistics of an entity."""
    await async_wait_recording_done(hass)
    found = await get_instance(hass).async_add_executor_job(
        lambda: get_metadata(hass, statistic_ids={entity_id})
    )
    return found[entity_id][1]["unit_of_measurement"]


async def test_history_goes_on_as_one_line(hass: HomeAssistant, recorded: World) -> None:
    await async_take_over(hass, recorded.entry)
    assert await states_of(hass, SIGNAL) == ["-60", "unavailable", "-61"]


async def test_statistics_go_on_as_one_line_in_the_new_unit(
    hass: HomeAssistant, recorded: World, freezer: FrozenDateTimeFactory
) -> None:
    assert await unit_of(hass, SIGNAL) == "dB"
    await async_take_over(hass, recorded.entry)
    await async_wait_recording_done(hass)
    for number in (1, 12):
        freezer.move_to(START + (number + 1) * PERIOD)
        do_adhoc_statistics(hass, start=START + number * PERIOD)
    # The five minutes in which it was both have none: nothing converts one unit into the other.
    assert await means_of(hass, SIGNAL) == [-60, -61]
    assert await means_of(hass, SIGNAL, "hour") == [-60, -61]
    assert await unit_of(hass, SIGNAL) == "dBm"


async def test_statistics_of_ours_under_its_first_id_are_forgotten(
    hass: HomeAssistant, recorded: World, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(START + 2 * PERIOD)
    do_adhoc_statistics(hass, start=START + PERIOD)
    assert await means_of(hass, FIRST_ID) == [-61]
    await async_take_over(hass, recorded.entry)
    assert await means_of(hass, FIRST_ID) == []


async def test_the_history_of_ours_under_its_first_id_is_forgotten(
    hass: HomeAssistant, recorder_mock: Recorder, world: World
) -> None:
    await world.have_old()
    await world.link()
    assert await states_of(hass, FIRST_ID) == ["-61"]
    await async_take_over(hass, world.entry)
    assert await states_of(hass, FIRST_ID) == []


async def test_what_ours_recorded_for_more_than_a_day_is_kept(
    hass: HomeAssistant, recorded: World, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(START + 2 * PERIOD)
    do_adhoc_statistics(hass, start=START + PERIOD)
    await async_wait_recording_done(hass)
    freezer.move_to(START + timedelta(days=2))
    await async_take_over(hass, recorded.entry)
    assert (await states_of(hass, FIRST_ID))[0] == "-61"
    assert await means_of(hass, FIRST_ID) == [-61]


async def test_an_undo_takes_history_and_statistics_back(
    hass: HomeAssistant, recorded: World, freezer: FrozenDateTimeFactory
) -> None:
    await async_take_over(hass, recorded.entry)
    await async_wait_recording_done(hass)
    freezer.move_to(START + 2 * PERIOD)
    await async_give_back(hass, recorded.entry)
    await async_wait_recording_done(hass)
    freezer.move_to(START + 4 * PERIOD)
    do_adhoc_statistics(hass, start=START + 3 * PERIOD)
    assert await states_of(hass, SIGNAL) == ["-60", "unavailable", "-61", "unavailable", "-60"]
    assert await means_of(hass, SIGNAL) == [-60, -60]
    assert await unit_of(hass, SIGNAL) == "dB"
