"""What a person orders, and what the vendor is told then."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from freezegun.api import FrozenDateTimeFactory

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.base import Celsius, CommandRefused
from custom_components.latchkey.clouds.evohome import changes
from custom_components.latchkey.clouds.model import (
    Command,
    FollowSchedule,
    OverrideSchedule,
    SetClimate,
    SetSwitch,
    SetTemporaryPreset,
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
)
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.evohome.builder import round_thermostat

from .account import LinkedAccount

LONDON = ZoneInfo("Europe/London")
STATUS = f"{EvohomeSimulator.API}/location/*/status"
SCHEDULE = f"{EvohomeSimulator.API}/*/schedule"
TASKS = f"{EvohomeSimulator.API}/commTasks"


async def test_a_new_target_holds_until_the_schedule_changes_next(account: LinkedAccount) -> None:
    await account.send("Kitchen", SetClimate(target_temperature=19.5))
    zone = account.vendor.zone("Kitchen")
    assert (zone.mode, zone.override) == ("TemporaryOverride", 19.5)
    assert zone.until is not None
    assert timedelta() < zone.until - datetime.now(UTC) <= timedelta(hours=10)
    climate = account.climate("Kitchen")
    assert (climate.target_temperature, climate.preset) == (19.5, "temporary")
    assert datetime.fromisoformat(str(climate.attributes["until"])) == zone.until


async def test_a_new_target_leaves_a_temporary_override_its_end(account: LinkedAccount) -> None:
    zone = account.vendor.zone("Kitchen")
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    zone.mode, zone.override, zone.until = "TemporaryOverride", 22.0, until
    await account.poll()
    before = account.vendor.count(SCHEDULE)
    await account.send("Kitchen", SetClimate(target_temperature=18))
    assert (zone.override, zone.until) == (18.0, until)
    assert account.vendor.count(SCHEDULE) == before


async def test_a_new_target_leaves_a_permanent_override_permanent(account: LinkedAccount) -> None:
    await account.send("Kitchen", SetClimate(preset="permanent"))
    await account.send("Kitchen", SetClimate(target_temperature=18))
    zone = account.vendor.zone("Kitchen")
    assert (zone.mode, zone.override, zone.until) == ("PermanentOverride", 18.0, None)


async def test_a_target_of_a_zone_without_a_schedule_holds_for_good(account: LinkedAccount) -> None:
    await account.send("Studio thermostat", SetClimate(target_temperature=18))
    assert account.climate("Studio thermostat").preset == "permanent"


@pytest.mark.parametrize(("target", "sent"), [(3.0, 5.0), (90.0, 35.0)])
async def test_a_target_beyond_the_limits_is_brought_to_them(
    account: LinkedAccount, target: float, sent: float
) -> None:
    await account.send("Kitchen", SetClimate(target_temperature=target))
    assert account.vendor.zone("Kitchen").override == sent


async def test_a_zone_that_is_turned_off_is_off_whatever_target_comes_with_it(
    account: LinkedAccount,
) -> None:
    await account.send("Kitchen", SetClimate(mode="off", target_temperature=20))
    assert account.vendor.zone("Kitchen").override == 5.0
    assert account.climate("Kitchen").mode == "off"


async def test_a_zone_is_off_at_its_lowest_target_and_heats_again_as_its_schedule_says(
    account: LinkedAccount,
) -> None:
    await account.send("Kitchen", SetClimate(mode="off"))
    zone = account.vendor.zone("Kitchen")
    assert (zone.mode, zone.override) == ("PermanentOverride", 5.0)
    assert account.climate("Kitchen").mode == "off"
    await account.send("Kitchen", SetClimate(mode="heat"))
    assert zone.mode == "FollowSchedule"
    assert account.climate("Kitchen").mode == "heat"


@pytest.mark.parametrize(
    ("preset", "mode"),
    [
        ("schedule", "FollowSchedule"),
        ("temporary", "TemporaryOverride"),
        ("permanent", "PermanentOverride"),
    ],
)
async def test_a_preset_of_a_zone_is_the_vendors_mode(account: LinkedAccount, preset: str, mode: str) -> None:
    await account.send("Kitchen", SetClimate(preset=preset))
    assert account.vendor.zone("Kitchen").mode == mode
    assert account.climate("Kitchen").preset == preset
    assert account.climate("Kitchen").target_temperature == 17.0


@pytest.mark.parametrize(
    ("preset", "mode"),
    [("eco", "AutoWithEco"), ("away", "Away"), ("day_off", "DayOff"), ("custom", "Custom")],
)
async def test_a_preset_of_a_system_is_the_vendors_mode_until_another_is_chosen(
    account: LinkedAccount, preset: str, mode: str
) -> None:
    await account.send("Home", SetClimate(preset=preset))
    assert account.vendor.system("Home").mode == mode
    assert (account.climate("Home").mode, account.climate("Home").preset) == ("heat", preset)
    await account.send("Home", SetClimate(preset="none"))
    assert account.vendor.system("Home").mode == "Auto"
    assert account.climate("Home").preset == "none"


async def test_a_reset_ends_all_overrides(account: LinkedAccount) -> None:
    await account.send("Kitchen", SetClimate(preset="permanent"))
    await account.send("Home", SetClimate(preset="reset"))
    assert account.climate("Kitchen").preset == "schedule"
    assert account.climate("Home").preset == "none"


async def test_a_reset_ends_all_overrides_where_the_system_knows_none(account: LinkedAccount) -> None:
    system = account.vendor.system("Home")
    system.modes = [mode for mode in system.modes if mode["systemMode"] != "AutoWithReset"]
    await account.poll(discover=True)
    await account.send("Kitchen", SetClimate(preset="permanent"))
    await account.send("Hot water", SetWaterHeaterAway(away=True), "water_heater")
    await account.send("Home", SetClimate(preset="away"))
    await account.send("Home", SetClimate(preset="reset"))
    assert account.climate("Kitchen").preset == "schedule"
    assert account.heater().mode == "auto"
    assert account.climate("Home").preset == "none"


async def test_a_reset_goes_on_with_the_others_where_one_zone_refuses(account: LinkedAccount) -> None:
    cottage = account.vendor.system("Cottage")
    cottage.zones.append(round_thermostat("Cottage bedroom", 16.0, 18.0))
    await account.poll(discover=True)
    await account.send("Cottage bedroom", SetClimate(preset="permanent"))
    thermostat = account.vendor.zone("Cottage thermostat")
    account.vendor.faults.answer(f"PUT */temperatureZone/{thermostat.id}/heatSetpoint", status=400)
    with pytest.raises(CommandRefused, match="refused"):
        await account.send("Cottage", SetClimate(preset="reset"))
    assert account.vendor.zone("Cottage bedroom").mode == "FollowSchedule"


async def test_a_reset_is_refused_where_nothing_has_a_schedule(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Studio", SetClimate(preset="reset"))


@pytest.mark.parametrize(("name", "off", "heat"), [("Home", "HeatingOff", "Auto"), ("Office", "Off", "Heat")])
async def test_a_system_is_turned_off_and_on_in_its_own_words(
    account: LinkedAccount, name: str, off: str, heat: str
) -> None:
    await account.send(name, SetClimate(mode="off"))
    assert account.vendor.system(name).mode == off
    assert account.climate(name).mode == "off"
    await account.send(name, SetClimate(mode="heat"))
    assert account.vendor.system(name).mode == heat
    assert account.climate(name).mode == "heat"


@pytest.mark.parametrize(("mode", "state"), [("on", "On"), ("off", "Off")])
async def test_hot_water_is_on_or_off_until_its_schedule_changes_next(
    account: LinkedAccount, mode: str, state: str
) -> None:
    await account.send("Hot water", SetWaterHeater(mode), "water_heater")
    hot_water = account.vendor.hot_water("Home")
    assert (hot_water.mode, hot_water.override) == ("TemporaryOverride", state)
    assert account.heater().mode == mode
    assert "until" in account.heater().attributes
    await account.send("Hot water", SetWaterHeater("auto"), "water_heater")
    assert hot_water.mode == "FollowSchedule"
    assert account.heater().mode == "auto"


@pytest.mark.parametrize(("is_on", "state"), [(True, "On"), (False, "Off")])
async def test_hot_water_that_is_turned_on_or_off_stays_so_for_good(
    account: LinkedAccount, is_on: bool, state: str
) -> None:
    await account.send("Hot water", SetWaterHeaterPower(on=is_on), "water_heater")
    hot_water = account.vendor.hot_water("Home")
    assert (hot_water.mode, hot_water.override, hot_water.until) == ("PermanentOverride", state, None)
    assert account.heater().away is not is_on


async def test_hot_water_is_off_for_good_while_its_people_are_away(account: LinkedAccount) -> None:
    hot_water = account.vendor.hot_water("Home")
    await account.send("Hot water", SetWaterHeaterAway(away=True), "water_heater")
    assert (hot_water.mode, hot_water.override, hot_water.until) == ("PermanentOverride", "Off", None)
    assert account.heater().away
    await account.send("Hot water", SetWaterHeaterAway(away=False), "water_heater")
    assert hot_water.mode == "FollowSchedule"
    assert account.heater().away is False


async def test_hot_water_is_off_until_a_moment_or_for_good(account: LinkedAccount) -> None:
    hot_water, until = account.vendor.hot_water("Home"), in_hours(2)
    await account.send("Hot water", OverrideSchedule(value="off", until=until), "water_heater")
    assert (hot_water.mode, hot_water.override, hot_water.until) == ("TemporaryOverride", "Off", until)
    assert not account.heater().away
    await account.send("Hot water", OverrideSchedule(value="off", permanent=True), "water_heater")
    assert (hot_water.mode, hot_water.override, hot_water.until) == ("PermanentOverride", "Off", None)


async def test_hot_water_without_a_schedule_is_on_for_good(account: LinkedAccount) -> None:
    hot_water = account.vendor.hot_water("Home")
    hot_water.schedule = None
    await account.send("Hot water", SetWaterHeater("on"), "water_heater")
    assert hot_water.mode == "PermanentOverride"


def in_hours(hours: float) -> datetime:
    """Return the moment that is so many hours away, to the second."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)


async def test_a_zone_is_overridden_until_a_moment_and_follows_its_schedule_again(
    account: LinkedAccount,
) -> None:
    until = in_hours(3)
    await account.send("Kitchen", OverrideSchedule(value=22.5, until=until))
    zone = account.vendor.zone("Kitchen")
    assert (zone.mode, zone.override, zone.until) == ("TemporaryOverride", 22.5, until)
    assert account.climate("Kitchen").attributes["until"] == until.astimezone(LONDON).isoformat()
    await account.send("Kitchen", FollowSchedule())
    assert zone.mode == "FollowSchedule"
    assert account.climate("Kitchen").preset == "schedule"


async def test_an_override_without_an_end_ends_when_the_schedule_changes_next(account: LinkedAccount) -> None:
    next_at = account.climate("Kitchen").attributes["next_setpoint_at"]
    await account.send("Kitchen", OverrideSchedule(value=22.5))
    assert account.climate("Kitchen").attributes["until"] == next_at


async def test_hot_water_is_boosted_until_a_moment_and_follows_its_schedule_again(
    account: LinkedAccount,
) -> None:
    until = in_hours(1)
    await account.send("Hot water", OverrideSchedule(value="on", until=until), "water_heater")
    hot_water = account.vendor.hot_water("Home")
    assert (hot_water.mode, hot_water.override, hot_water.until) == ("TemporaryOverride", "On", until)
    await account.send("Hot water", FollowSchedule(), "water_heater")
    assert hot_water.mode == "FollowSchedule"


@pytest.mark.parametrize(
    ("hours", "reason", "placeholders"),
    [(-1, "end_in_the_past", {}), (25, "duration_too_long_hours", {"hours": "24"})],
)
async def test_an_override_whose_end_makes_no_sense_is_refused_without_a_request(
    account: LinkedAccount, hours: int, reason: str, placeholders: dict[str, str]
) -> None:
    for name, key, value in (("Kitchen", "climate", 22.5), ("Hot water", "water_heater", "on")):
        with pytest.raises(CommandRefused, match=reason) as refused:
            await account.send(name, OverrideSchedule(value=value, until=in_hours(hours)), key)
        assert refused.value.placeholders == placeholders
    assert account.vendor.count("*", "PUT") == 0


@pytest.mark.parametrize("temperature", [4.9, 35.5])
async def test_an_override_beyond_the_limits_is_refused(account: LinkedAccount, temperature: float) -> None:
    with pytest.raises(CommandRefused, match="temperature_out_of_range") as refused:
        await account.send("Kitchen", OverrideSchedule(value=temperature, until=in_hours(1)))
    assert refused.value.placeholders == {"minimum": Celsius(5), "maximum": Celsius(35)}


async def test_an_override_that_is_none_of_a_zones_or_of_hot_waters_is_refused(
    account: LinkedAccount,
) -> None:
    for name, key, value in (("Kitchen", "climate", "on"), ("Hot water", "water_heater", 22.5)):
        with pytest.raises(CommandRefused, match="not_supported"):
            await account.send(name, OverrideSchedule(value=value), key)


async def test_a_thermostat_without_temporary_overrides_takes_none_and_no_schedule(
    account: LinkedAccount,
) -> None:
    for command, reason in (
        (FollowSchedule(), "not_supported"),
        (OverrideSchedule(value=20.0, until=in_hours(1)), "end_not_supported"),
    ):
        with pytest.raises(CommandRefused, match=reason):
            await account.send("Studio thermostat", command)
    assert account.vendor.orders == []


async def test_an_override_without_an_end_is_for_good_where_there_are_no_others(
    account: LinkedAccount,
) -> None:
    await account.send("Studio thermostat", OverrideSchedule(value=21.0))
    thermostat = account.vendor.zone("Studio thermostat")
    assert (thermostat.mode, thermostat.override) == ("PermanentOverride", 21.0)


async def test_a_zone_without_permanent_overrides_is_overridden_until_its_schedule_changes(
    account: LinkedAccount,
) -> None:
    kitchen = account.vendor.zone("Kitchen")
    kitchen.setpoint_capabilities["allowedSetpointModes"] = ["FollowSchedule", "TemporaryOverride"]
    await account.poll(discover=True)
    await account.send("Kitchen", SetClimate(target_temperature=19.5))
    assert (kitchen.mode, kitchen.override) == ("TemporaryOverride", 19.5)
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Kitchen", OverrideSchedule(value=19.5, permanent=True))


async def test_a_zone_that_takes_no_override_at_all_is_refused_one(account: LinkedAccount) -> None:
    account.vendor.zone("Kitchen").setpoint_capabilities["allowedSetpointModes"] = ["FollowSchedule"]
    await account.poll(discover=True)
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Kitchen", SetClimate(target_temperature=19.5))


async def test_a_target_ends_a_vacation_at_the_next_switch_point_and_not_with_the_vacation(
    account: LinkedAccount,
) -> None:
    thermostat = account.vendor.zone("Office thermostat")
    thermostat.mode, thermostat.until = "VacationHold", in_hours(200)
    await account.poll()
    await account.send("Office thermostat", SetClimate(target_temperature=19.5))
    assert thermostat.mode == "TemporaryOverride"
    assert thermostat.until is not None
    assert thermostat.until < in_hours(24)


async def test_a_vacation_cannot_be_chosen(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Office thermostat", SetClimate(preset="vacation"))


async def test_a_thermostat_that_is_its_own_system_is_turned_off_and_on_as_that(
    account: LinkedAccount,
) -> None:
    await account.send("Office thermostat", SetClimate(mode="off", target_temperature=20))
    assert account.vendor.system("Office").mode == "Off"
    assert account.vendor.zone("Office thermostat").mode == "FollowSchedule"
    await account.send("Office thermostat", SetClimate(mode="heat", target_temperature=20))
    assert account.vendor.system("Office").mode == "Heat"
    assert account.vendor.zone("Office thermostat").override == 20.0


async def test_a_target_together_with_cooling_is_refused(account: LinkedAccount) -> None:
    office = account.vendor.system("Office")
    office.modes.append({"systemMode": "Cool", "canBePermanent": True, "canBeTemporary": False})
    await account.poll(discover=True)
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Office thermostat", SetClimate(mode="cool", target_temperature=24))
    assert account.vendor.orders == []


async def test_a_mode_that_lasts_hours_ends_so_many_hours_from_now(account: LinkedAccount) -> None:
    await account.send("Home", SetTemporaryPreset(preset="eco", duration=timedelta(hours=4)))
    system = account.vendor.system("Home")
    assert system.mode == "AutoWithEco"
    assert system.until is not None
    assert timedelta() <= in_hours(4) - system.until < timedelta(minutes=1)


async def test_a_mode_of_a_system_is_ended(account: LinkedAccount) -> None:
    await account.send("Home", SetTemporaryPreset(preset="eco", duration=timedelta(hours=4)))
    await account.send("Home", FollowSchedule())
    system = account.vendor.system("Home")
    assert (system.mode, system.until) == ("Auto", None)


@pytest.mark.parametrize(
    ("now", "days", "until"),
    [
        ("2026-11-21T12:00", 1, "2026-11-22T00:00"),
        ("2026-11-21T23:59", 3, "2026-11-24T00:00"),
        ("2026-06-30T22:30", 1, "2026-06-30T23:00"),
        ("2026-06-30T23:30", 1, "2026-07-01T23:00"),
        ("2026-03-28T12:00", 2, "2026-03-29T23:00"),
        ("2026-10-24T12:00", 2, "2026-10-26T00:00"),
    ],
)
async def test_a_mode_that_lasts_days_ends_at_midnight_where_the_home_is(
    account: LinkedAccount, freezer: FrozenDateTimeFactory, now: str, days: int, until: str
) -> None:
    freezer.move_to(now)
    await account.send("Home", SetTemporaryPreset(preset="away", duration=timedelta(days=days)))
    system = account.vendor.system("Home")
    assert (system.mode, system.until) == ("Away", datetime.fromisoformat(until).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("preset", "duration", "reason", "placeholders"),
    [
        ("eco", timedelta(hours=25), "duration_too_long_hours", {"hours": "24"}),
        ("eco", timedelta(minutes=90), "duration_not_in_hours", {}),
        ("eco", timedelta(), "end_in_the_past", {}),
        ("away", timedelta(days=100), "duration_too_long_days", {"days": "99"}),
        ("away", timedelta(hours=36), "duration_not_in_days", {}),
        (
            "reset",
            timedelta(days=1),
            "mode_not_temporary",
            {"chosen": "reset", "known": "eco, away, day_off, custom"},
        ),
        (
            "party",
            timedelta(days=1),
            "unknown_choice",
            {"chosen": "party", "known": "eco, away, day_off, custom"},
        ),
    ],
)
async def test_a_mode_that_the_system_does_not_allow_for_so_long_is_refused_without_a_request(
    account: LinkedAccount,
    preset: str,
    duration: timedelta,
    reason: str,
    placeholders: dict[str, str],
) -> None:
    with pytest.raises(CommandRefused, match=reason) as refused:
        await account.send("Home", SetTemporaryPreset(preset=preset, duration=duration))
    assert refused.value.placeholders == placeholders
    assert account.vendor.count("*", "PUT") == 0


async def test_a_mode_that_the_system_does_not_have_is_answered_with_those_that_it_has(
    account: LinkedAccount,
) -> None:
    with pytest.raises(CommandRefused, match="unknown_choice") as refused:
        await account.send("Cottage", SetTemporaryPreset(preset="day_off", duration=timedelta(days=1)))
    assert refused.value.placeholders == {"chosen": "day_off", "known": "eco, away"}


async def test_a_system_without_modes_that_end_is_asked_for_none(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Office", SetTemporaryPreset(preset="away", duration=timedelta(days=1)))


async def test_a_mode_that_counts_minutes_says_how_many(account: LinkedAccount) -> None:
    system = account.vendor.system("Home")
    (eco,) = (mode for mode in system.modes if mode["systemMode"] == "AutoWithEco")
    eco["timingResolution"] = "00:10:00"
    await account.poll(discover=True)
    with pytest.raises(CommandRefused, match="duration_not_in_minutes") as refused:
        await account.send("Home", SetTemporaryPreset(preset="eco", duration=timedelta(minutes=15)))
    assert refused.value.placeholders == {"minutes": "10"}


@pytest.mark.parametrize(
    ("name", "preset"), [("Cottage", "day_off"), ("Office", "eco"), ("Home", "party"), ("Kitchen", "party")]
)
async def test_a_preset_that_is_not_allowed_is_refused_without_a_request(
    account: LinkedAccount, name: str, preset: str
) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send(name, SetClimate(preset=preset))
    assert account.vendor.count("*", "PUT") == 0


async def test_a_mode_that_hot_water_does_not_have_is_refused(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await account.send("Hot water", SetWaterHeater("party"), "water_heater")


async def test_an_override_of_a_zone_that_tells_no_target_is_refused(account: LinkedAccount) -> None:
    account.vendor.remove_zone("Kitchen")
    await account.poll()
    with pytest.raises(CommandRefused, match="refused"):
        await account.send("Kitchen", SetClimate(preset="permanent"))


async def test_what_a_device_cannot_do_is_refused(account: LinkedAccount) -> None:
    for key in ("climate", "temperature", "nothing"):
        with pytest.raises(CommandRefused, match="not_supported"):
            await account.send("Kitchen", SetSwitch(on=True), key)


async def test_a_device_that_does_not_exist_is_refused(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="unknown_device"):
        await account.cloud.async_send("nothing", "climate", SetClimate(mode="off"))


@pytest.mark.parametrize(("status", "reason"), [(400, "refused"), (403, "refused"), (404, "unknown_device")])
async def test_what_the_vendor_refuses_is_refused(account: LinkedAccount, status: int, reason: str) -> None:
    account.vendor.faults.answer("PUT *", status=status)
    with pytest.raises(CommandRefused, match=reason):
        await account.send("Home", SetClimate(mode="off"))


async def test_a_command_that_the_vendor_cannot_take_now_is_temporary(account: LinkedAccount) -> None:
    account.vendor.faults.answer("PUT *", status=503)
    with pytest.raises(TemporaryError):
        await account.send("Home", SetClimate(mode="off"))


async def test_a_command_that_the_gateway_fails_at_is_refused(account: LinkedAccount) -> None:
    account.vendor.tasks.outcome = "Failed"
    with pytest.raises(CommandRefused, match="refused"):
        await account.send("Home", SetClimate(mode="off"))


async def test_a_command_waits_until_the_gateway_has_carried_it_out(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "TASK_INTERVAL", 0.001)
    account.vendor.tasks.outcome = "Running"
    order = asyncio.create_task(account.send("Home", SetClimate(mode="off")))
    await account.vendor.until_asked(TASKS)
    account.vendor.tasks.finish()
    await order
    assert account.climate("Home").mode == "off"


async def test_a_gateway_that_takes_too_long_is_not_waited_for(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "TASK_TIMEOUT", 0.001)
    account.vendor.tasks.outcome = "Running"
    await account.send("Home", SetClimate(mode="off"))
    assert account.climate("Home").mode == "heat"


async def test_an_answer_without_a_task_is_not_waited_for(account: LinkedAccount) -> None:
    account.vendor.faults.answer("PUT *", status=200, body="{}", content_type="application/json")
    await account.send("Home", SetClimate(mode="off"))
    assert account.vendor.count(TASKS) == 0


CONFIRMED = [
    ("Home", "climate", SetClimate(mode="off")),
    ("Home", "climate", SetTemporaryPreset(preset="eco", duration=timedelta(hours=1))),
    ("Kitchen", "climate", SetClimate(target_temperature=19.5)),
    (
        "Cottage thermostat",
        "climate",
        OverrideSchedule(value=19.5, until=datetime.now(UTC) + timedelta(hours=2)),
    ),
    ("Hot water", "water_heater", SetWaterHeater("off")),
]


@pytest.mark.parametrize(("name", "key", "command"), CONFIRMED)
async def test_what_the_vendor_has_confirmed_is_shown_where_nothing_can_be_read_after_it(
    account: LinkedAccount, name: str, key: str, command: Command
) -> None:
    before = account.device(name).features[key]
    account.vendor.faults.answer(STATUS, status=503)
    await account.send(name, command, key)
    confirmed = account.device(name).features[key]
    assert confirmed != before
    account.vendor.faults.heal()
    await account.poll()
    assert account.device(name).features[key] == confirmed


async def test_what_follows_its_schedule_again_is_shown_where_nothing_can_be_read_after_it(
    account: LinkedAccount,
) -> None:
    await account.send("Kitchen", OverrideSchedule(value=22.5, permanent=True))
    await account.send("Hot water", SetWaterHeaterPower(on=False), "water_heater")
    account.vendor.faults.answer(STATUS, status=503)
    await account.send("Kitchen", FollowSchedule())
    await account.send("Hot water", FollowSchedule(), "water_heater")
    assert account.climate("Kitchen").preset == "schedule"
    assert account.heater().mode == "auto"


async def test_what_the_vendor_has_not_confirmed_is_not_shown(account: LinkedAccount) -> None:
    account.vendor.faults.answer("GET *", status=429, times=2)
    await account.send("Home", SetClimate(mode="off"))
    assert account.vendor.system("Home").mode == "HeatingOff"
    assert account.climate("Home").mode == "heat"


async def test_a_command_to_a_home_that_does_not_answer_is_carried_out_all_the_same(
    account: LinkedAccount,
) -> None:
    home = account.vendor.location("Home")
    account.vendor.faults.answer(f"*/location/{home.id}/status", status=503, times=2)
    await account.poll()
    await account.send("Home", SetClimate(mode="off"))
    assert account.vendor.system("Home").mode == "HeatingOff"
    assert account.climate("Home").mode is None


async def test_a_command_reads_only_its_own_location_again(account: LinkedAccount) -> None:
    before = account.vendor.count(STATUS)
    await account.send("Home", SetClimate(preset="eco"))
    assert account.vendor.count(STATUS) == before + 1
