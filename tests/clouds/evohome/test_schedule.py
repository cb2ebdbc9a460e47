"""The weekly schedules: what they say at a moment, how they are read, and how seldom."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from freezegun.api import FrozenDateTimeFactory

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.base import Celsius, CommandRefused
from custom_components.latchkey.clouds.evohome import cloud as evohome_cloud
from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.evohome.schedule import parse_schedule, programme_at
from custom_components.latchkey.clouds.model import Sensor, SetClimate, SetSchedule, Snapshot, Switchpoint
from tests.simulators.evohome import EvohomeSimulator

from .account import LinkedAccount

LONDON = ZoneInfo("Europe/London")
SCHEDULE = f"{EvohomeSimulator.API}/*/schedule"
STATUS = f"{EvohomeSimulator.API}/location/*/status"
WITH_SCHEDULE = 4 + 1 + 1 + 1
"""Zones of the house, its hot water, the thermostats of the cottage and of the office."""


def point(weekday: int, at: str, value: float | str) -> Switchpoint:
    """Return a switch point."""
    return Switchpoint(weekday=weekday, at=time.fromisoformat(at), value=value)


def at(text: str) -> datetime:
    """Return a moment of 2026 that is given in UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


MONDAY = (point(0, "06:30", 20.0), point(0, "22:00", 15.0))


@pytest.mark.parametrize(
    ("now", "value", "next_value", "next_at"),
    [
        ("01-05T06:29", 15.0, 20.0, "01-05T06:30"),
        ("01-05T06:30", 20.0, 15.0, "01-05T22:00"),
        ("01-05T23:00", 15.0, 20.0, "01-12T06:30"),
        ("01-08T12:00", 15.0, 20.0, "01-12T06:30"),
        ("07-06T05:30", 20.0, 15.0, "07-06T21:00"),
    ],
)
def test_a_schedule_says_what_applies_and_what_comes_next(
    now: str, value: float, next_value: float, next_at: str
) -> None:
    programme = programme_at(MONDAY, LONDON, at(now))
    assert programme is not None
    assert (programme.value, programme.next_value) == (value, next_value)
    assert programme.next_at.astimezone(UTC) == at(next_at)


@pytest.mark.parametrize("now", ["01-05T06:29", "01-05T06:31", "01-08T12:00"])
def test_the_only_switch_point_of_a_week_applies_all_week(now: str) -> None:
    programme = programme_at(MONDAY[:1], LONDON, at(now))
    assert programme is not None
    assert programme.value == programme.next_value == 20.0


SUNDAY = (point(6, "01:15", 18.0), point(6, "01:30", 19.0), point(6, "07:00", 21.0))
"""Clocks skip the hour from 01:00 on 29 March, and have it twice on 25 October."""


@pytest.mark.parametrize(
    ("now", "value", "next_value", "next_at"),
    [
        ("03-29T00:59", 21.0, 19.0, "03-29T01:00"),
        ("03-29T01:00", 19.0, 21.0, "03-29T06:00"),
        ("03-29T06:00", 21.0, 18.0, "04-05T00:15"),
        ("10-25T00:00", 21.0, 18.0, "10-25T00:15"),
        ("10-25T00:40", 19.0, 21.0, "10-25T07:00"),
        ("10-25T01:20", 19.0, 21.0, "10-25T07:00"),
        ("10-25T08:00", 21.0, 18.0, "11-01T01:15"),
    ],
)
def test_a_schedule_is_right_on_the_days_that_the_clocks_change(
    now: str, value: float, next_value: float, next_at: str
) -> None:
    programme = programme_at(SUNDAY, LONDON, at(now))
    assert programme is not None
    assert (programme.value, programme.next_value) == (value, next_value)
    assert programme.next_at.astimezone(UTC) == at(next_at)


def test_a_schedule_without_switch_points_says_nothing() -> None:
    assert programme_at((), LONDON, at("01-01T00:00")) is None


@pytest.mark.parametrize(
    "strange",
    [
        None,
        [],
        {"time_of_day": "noon", "heat_setpoint": 20.0},
        {"time_of_day": "07:00:00", "heat_setpoint": 1e9},
        {"time_of_day": "07:00:00", "dhw_state": "Lukewarm"},
        {"time_of_day": 7, "heat_setpoint": 20.0},
        {"heat_setpoint": 20.0},
    ],
)
def test_a_strange_switch_point_leaves_the_others(strange: Any) -> None:
    good = {"time_of_day": "06:30:00", "heat_setpoint": 20.0}
    raw = {
        "daily_schedules": [
            {"day_of_week": "Noday", "switchpoints": [good]},
            {"day_of_week": "Monday", "switchpoints": [strange, good]},
        ]
    }
    assert parse_schedule(raw) == (point(0, "06:30", 20.0),)


async def test_a_zone_tells_what_its_schedule_says_now_and_next(account: LinkedAccount) -> None:
    account.vendor.zone("Kitchen").schedule = daily([("00:00:00", 18.0), ("12:00:00", 18.0)])
    await account.poll(discover=True)
    attributes = account.climate("Kitchen").attributes
    assert (attributes["scheduled_setpoint"], attributes["next_setpoint"]) == (18.0, 18.0)
    next_at = datetime.fromisoformat(str(attributes["next_setpoint_at"]))
    assert timedelta() < next_at - datetime.now(UTC) <= timedelta(hours=12)
    features = account.device("Kitchen").features
    for key, value in (("scheduled_temperature", 18.0), ("next_scheduled_temperature", 18.0)):
        sensor = features[key]
        assert isinstance(sensor, Sensor)
        assert (sensor.value, sensor.enabled) == (value, False)
    switchpoint = features["next_switchpoint"]
    assert isinstance(switchpoint, Sensor)
    assert (switchpoint.value, switchpoint.enabled) == (next_at, False)


def daily(points: list[tuple[str, float]]) -> list[dict[str, Any]]:
    """Return a week whose days are all alike, in the vendor's words."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    switchpoints = [{"timeOfDay": at, "heatSetpoint": value} for at, value in points]
    return [{"dayOfWeek": day, "switchpoints": switchpoints} for day in days]


async def test_hot_water_tells_what_its_schedule_says_now_and_next(account: LinkedAccount) -> None:
    attributes = account.heater().attributes
    assert {attributes["scheduled_state"], attributes["next_state"]} == {"on", "off"}
    assert "next_state_at" in attributes
    sensor = account.device("Hot water").features["scheduled_state"]
    assert isinstance(sensor, Sensor)
    assert (sensor.value, sensor.options) == (attributes["scheduled_state"], ("on", "off"))


async def test_what_cannot_have_a_schedule_tells_none(account: LinkedAccount) -> None:
    studio = account.device("Studio thermostat")
    assert not {"scheduled_temperature", "next_switchpoint"} & set(studio.features)
    assert "next_setpoint" not in account.climate("Studio thermostat").attributes


async def test_a_zone_without_a_schedule_does_not_know_what_it_says(account: LinkedAccount) -> None:
    account.vendor.zone("Kitchen").schedule = None
    await account.poll(discover=True)
    sensor = account.device("Kitchen").features["scheduled_temperature"]
    assert isinstance(sensor, Sensor)
    assert sensor.value is None


async def test_schedules_are_read_when_the_installation_is_and_not_with_each_poll(
    account: LinkedAccount,
) -> None:
    assert account.vendor.count(SCHEDULE) == WITH_SCHEDULE
    await account.poll()
    assert account.vendor.count(SCHEDULE) == WITH_SCHEDULE
    await account.poll(discover=True)
    assert account.vendor.count(SCHEDULE) == 2 * WITH_SCHEDULE


async def test_the_first_answer_does_not_wait_for_the_schedules(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    await cloud.async_fetch()
    assert evohome.count(SCHEDULE) == 0


async def test_a_schedule_that_a_person_sets_while_it_is_read_stays(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    snapshot = await cloud.async_fetch()
    device_id = next(iter(cloud._unread_schedules))
    assert "climate" in snapshot.devices[device_id].features
    evohome.faults.hold(SCHEDULE)
    reading = asyncio.create_task(cloud._async_read_schedules())
    while not evohome.count(SCHEDULE):  # noqa: ASYNC110 - the simulator tells nobody
        await asyncio.sleep(0)
    await cloud.async_send(device_id, "climate", SetSchedule(WEEK))
    evohome.faults.heal()
    await reading
    assert cloud._schedules[device_id] == WEEK


async def test_schedules_are_told_when_they_are_read(cloud: EvohomeCloud, evohome: EvohomeSimulator) -> None:
    before = await cloud.async_fetch()
    told: asyncio.Queue[Snapshot] = asyncio.Queue()
    listener = Mock(changed=lambda snapshot, _features: told.put_nowait(snapshot))
    listening = asyncio.create_task(cloud.async_listen(listener))
    account = LinkedAccount(cloud, evohome, await told.get())
    listening.cancel()
    assert "next_setpoint" in account.climate("Kitchen").attributes
    assert before.devices.keys() == account.snapshot.devices.keys()


async def test_schedules_that_are_read_while_polls_fail_are_told_with_the_poll_that_does_not(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    await cloud.async_fetch()
    listener = Mock()
    evohome.faults.hold(SCHEDULE)
    listening = asyncio.create_task(cloud.async_listen(listener))
    await evohome.until_asked(SCHEDULE)
    evohome.faults.answer(STATUS, times=None)
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    evohome.faults.heal()
    while cloud._unread_schedules:  # noqa: ASYNC110 - it tells nobody that they are read
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    listening.cancel()
    # Whoever is told anything takes the vendor for reached.
    assert not listener.changed.called
    account = LinkedAccount(cloud, evohome, await cloud.async_fetch())
    assert "next_setpoint" in account.climate("Kitchen").attributes


async def test_what_a_schedule_says_next_is_said_when_it_is_time(
    account: LinkedAccount, freezer: FrozenDateTimeFactory
) -> None:
    before = account.climate("Kitchen").attributes["next_setpoint_at"]
    freezer.tick(timedelta(days=1))
    await account.poll()
    assert account.climate("Kitchen").attributes["next_setpoint_at"] != before


async def test_a_schedule_that_cannot_be_read_costs_no_poll_and_keeps_what_is_known(
    account: LinkedAccount,
) -> None:
    before = account.climate("Kitchen").attributes["next_setpoint"]
    account.vendor.faults.answer(SCHEDULE, status=503, times=WITH_SCHEDULE)
    await account.poll(discover=True)
    assert account.climate("Kitchen").attributes["next_setpoint"] == before
    await account.poll()
    assert account.vendor.count(SCHEDULE) == 2 * WITH_SCHEDULE


@pytest.mark.parametrize("nonsense", ["{}", "[]", '{"dailySchedules": {}}'])
async def test_an_answer_that_holds_no_schedule_keeps_what_is_known(
    account: LinkedAccount, nonsense: str
) -> None:
    before = account.climate("Kitchen").attributes["next_setpoint"]
    account.vendor.faults.answer(
        SCHEDULE, status=200, body=nonsense, content_type="application/json", times=WITH_SCHEDULE
    )
    await account.poll(discover=True)
    assert account.climate("Kitchen").attributes["next_setpoint"] == before


async def test_a_new_target_does_not_hold_for_good_because_the_schedule_cannot_be_read(
    account: LinkedAccount,
) -> None:
    account.vendor.faults.answer(SCHEDULE, status=200, body="{}", content_type="application/json")
    with pytest.raises(TemporaryError):
        await account.send("Kitchen", SetClimate(target_temperature=19.5))
    assert account.vendor.zone("Kitchen").mode == "FollowSchedule"


async def test_schedules_that_could_not_be_read_are_read_again_within_the_hour(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.vendor.faults.answer(SCHEDULE, status=503)
    await account.poll(discover=True)
    monkeypatch.setattr(evohome_cloud, "RECHECK_INTERVAL", 0.0)
    await account.poll()
    assert account.vendor.count(SCHEDULE) == 3 * WITH_SCHEDULE


async def test_a_limit_that_is_met_at_the_schedules_leaves_the_rest_for_the_next_poll(
    account: LinkedAccount,
) -> None:
    account.vendor.faults.answer(SCHEDULE, status=429)
    await account.poll(discover=True)
    assert account.vendor.count(SCHEDULE) == WITH_SCHEDULE + 1
    await account.poll()
    assert account.vendor.count(SCHEDULE) == WITH_SCHEDULE + 1 + WITH_SCHEDULE


async def test_a_schedule_is_read_and_written_back_as_it_was(account: LinkedAccount) -> None:
    for name, key, vendors in (
        ("Kitchen", "climate", account.vendor.zone("Kitchen")),
        ("Hot water", "water_heater", account.vendor.hot_water("Home")),
    ):
        before = vendors.schedule
        schedule = await account.cloud.async_get_schedule(account.device(name).id)
        await account.send(name, SetSchedule(schedule), key)
        assert account.vendor.count(SCHEDULE, "PUT") > 0
        assert vendors.schedule == before


async def test_a_schedule_that_is_written_applies_at_once(account: LinkedAccount) -> None:
    schedule = tuple(point(day, "00:00", 12.0) for day in range(7))
    await account.send("Kitchen", SetSchedule(schedule))
    assert account.vendor.zone("Kitchen").schedule == daily([("00:00:00", 12.0)])
    assert account.climate("Kitchen").attributes["scheduled_setpoint"] == 12.0


WEEK = tuple(point(day, "06:30", 20.0) for day in range(7))


@pytest.mark.parametrize(
    ("extra", "reason", "placeholders"),
    [
        (
            [point(1, "12:00", 40.0)],
            "schedule_temperature",
            {"day": "tuesday", "at": "12:00", "maximum": Celsius(35)},
        ),
        ([point(1, "12:00", "on")], "schedule_value", {"day": "tuesday"}),
        ([point(1, "12:05", 20.0)], "schedule_time", {"at": "12:05", "minutes": "10"}),
        ([point(1, "06:30", 21.0)], "schedule_twice", {"at": "06:30"}),
        (
            [point(1, f"{hour}:00", 20.0) for hour in range(10, 16)],
            "schedule_day",
            {"count": "7", "most": "6"},
        ),
    ],
)
async def test_a_schedule_that_the_vendor_would_refuse_is_refused_without_a_request(
    account: LinkedAccount, extra: list[Switchpoint], reason: str, placeholders: dict[str, Any]
) -> None:
    schedule = sorted([*WEEK, *extra], key=lambda each: (each.weekday, each.at))
    with pytest.raises(CommandRefused, match=reason) as refused:
        await account.send("Kitchen", SetSchedule(tuple(schedule)))
    assert placeholders.items() <= refused.value.placeholders.items()
    assert account.vendor.count("*", "PUT") == 0


async def test_a_schedule_without_a_day_is_refused(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="schedule_day") as refused:
        await account.send("Kitchen", SetSchedule(WEEK[:-1]))
    assert refused.value.placeholders == {"day": "sunday", "count": "0", "fewest": "1", "most": "6"}


async def test_hot_water_takes_no_temperatures(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="schedule_value"):
        await account.send("Hot water", SetSchedule(WEEK), "water_heater")


async def test_what_has_no_schedule_is_told_so(account: LinkedAccount) -> None:
    studio = account.device("Studio thermostat").id
    with pytest.raises(CommandRefused, match="no_schedule"):
        await account.cloud.async_get_schedule(studio)
    with pytest.raises(CommandRefused, match="no_schedule"):
        await account.send("Studio thermostat", SetSchedule(WEEK))
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.cloud.async_get_schedule(account.device("Home").id)
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Home", SetSchedule(WEEK))
