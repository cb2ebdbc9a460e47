"""What a person orders, and what the vendor is told then."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.evohome import commands
from custom_components.latchkey.clouds.model import SetClimate, SetSwitch, SetWaterHeater
from tests.simulators.evohome import EvohomeSimulator

from .account import LinkedAccount

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
    await account.send("Kitchen", SetClimate(target_temperature=18))
    assert (zone.override, zone.until) == (18.0, until)
    assert account.vendor.count(SCHEDULE) == 0


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


async def test_hot_water_without_a_schedule_is_on_for_good(account: LinkedAccount) -> None:
    hot_water = account.vendor.hot_water("Home")
    hot_water.schedule = None
    await account.send("Hot water", SetWaterHeater("on"), "water_heater")
    assert hot_water.mode == "PermanentOverride"


@pytest.mark.parametrize(
    ("name", "preset"), [("Cottage", "day_off"), ("Office", "eco"), ("Home", "party"), ("Kitchen", "party")]
)
async def test_a_preset_that_is_not_allowed_is_refused_without_a_request(
    account: LinkedAccount, name: str, preset: str
) -> None:
    with pytest.raises(CommandRefused, match="mode_not_allowed"):
        await account.send(name, SetClimate(preset=preset))
    assert account.vendor.count("*", "PUT") == 0


async def test_a_mode_that_hot_water_does_not_have_is_refused(account: LinkedAccount) -> None:
    with pytest.raises(CommandRefused, match="mode_not_allowed"):
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
    monkeypatch.setattr(commands, "TASK_INTERVAL", 0.001)
    account.vendor.tasks.outcome = "Running"
    order = asyncio.create_task(account.send("Home", SetClimate(mode="off")))
    await account.vendor.until_asked(TASKS)
    account.vendor.tasks.finish()
    await order
    assert account.climate("Home").mode == "off"


async def test_a_gateway_that_takes_too_long_is_not_waited_for(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "TASK_TIMEOUT", 0.001)
    account.vendor.tasks.outcome = "Running"
    await account.send("Home", SetClimate(mode="off"))
    assert account.climate("Home").mode == "heat"


async def test_an_answer_without_a_task_is_not_waited_for(account: LinkedAccount) -> None:
    account.vendor.faults.answer("PUT *", status=200, body="{}", content_type="application/json")
    await account.send("Home", SetClimate(mode="off"))
    assert account.vendor.count(TASKS) == 0


async def test_a_command_that_was_taken_stays_taken_where_nothing_can_be_read_after_it(
    account: LinkedAccount,
) -> None:
    account.vendor.faults.answer("GET *", status=429, times=2)
    await account.send("Home", SetClimate(mode="off"))
    assert account.vendor.system("Home").mode == "HeatingOff"


async def test_a_command_reads_only_its_own_location_again(account: LinkedAccount) -> None:
    before = account.vendor.count(STATUS)
    await account.send("Home", SetClimate(preset="eco"))
    assert account.vendor.count(STATUS) == before + 1
