"""Actions of thermostats and boilers, as people and automations perform them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import voluptuous as vol
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Climate
from custom_components.latchkey.const import DOMAIN
from tests.simulators.evohome import EvohomeSimulator

from ..home import act, state
from ..memory import link

MINUTE = timedelta(minutes=1)
HOT_WATER = "water_heater.hot_water"
KITCHEN = "climate.kitchen"
HOUSE = "climate.home"


@pytest.fixture(autouse=True)
async def loaded(hass: HomeAssistant, evohome_entry: MockConfigEntry) -> None:
    """Set an evohome account up."""
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()


async def read_schedule(hass: HomeAssistant, entity_id: str) -> Any:
    """Return what the action returns."""
    answer = await hass.services.async_call(
        DOMAIN, "get_schedule", {"entity_id": entity_id}, blocking=True, return_response=True
    )
    assert answer is not None
    each = answer[entity_id]
    assert isinstance(each, dict)
    return each["schedule"]


async def test_a_zone_is_overridden_for_a_while(hass: HomeAssistant, evohome: EvohomeSimulator) -> None:
    expected = datetime.now(UTC) + timedelta(minutes=90)
    duration = {"hours": 1, "minutes": 30}
    await act(hass, "latchkey.override_temperature", KITCHEN, temperature=22.5, duration=duration)
    zone = evohome.zone("Kitchen")
    assert zone.override == 22.5
    assert zone.until is not None
    assert abs(zone.until - expected) < MINUTE
    kitchen = state(hass, KITCHEN).attributes
    assert (kitchen["temperature"], kitchen["preset_mode"]) == (22.5, "temporary")


async def test_a_zone_is_overridden_until_a_local_time(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    until = (dt_util.now() + timedelta(hours=2)).replace(microsecond=0, tzinfo=None)
    await act(hass, "latchkey.override_temperature", KITCHEN, temperature=22.5, until=until.isoformat(" "))
    assert evohome.zone("Kitchen").until == dt_util.as_utc(until)


async def test_people_who_think_in_fahrenheit_write_temperatures_so(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    hass.config.units = US_CUSTOMARY_SYSTEM
    await act(hass, "latchkey.override_temperature", KITCHEN, temperature=68.9)
    assert evohome.zone("Kitchen").override == 20.5
    schedule = await read_schedule(hass, KITCHEN)
    assert schedule["monday"][0] == {"at": "06:30:00", "temperature": 68.0}
    schedule["monday"][0]["temperature"] = 69.8
    await act(hass, "latchkey.set_schedule", KITCHEN, schedule=schedule)
    days = evohome.zone("Kitchen").schedule
    assert days is not None
    assert days[0]["switchpoints"][0]["heatSetpoint"] == 21.0
    with pytest.raises(ServiceValidationError, match="between 41 °F and 95 °F"):
        await act(hass, "latchkey.override_temperature", KITCHEN, temperature=100)


async def test_hot_water_is_boosted_for_a_while(hass: HomeAssistant, evohome: EvohomeSimulator) -> None:
    expected = datetime.now(UTC) + timedelta(hours=1)
    await act(hass, "latchkey.boost_hot_water", HOT_WATER, duration="01:00:00")
    hot_water = evohome.hot_water("Home")
    assert hot_water.override == "On"
    assert hot_water.until is not None
    assert abs(hot_water.until - expected) < MINUTE
    assert state(hass, HOT_WATER).state == "on"


async def test_hot_water_is_turned_off_for_a_while_and_for_good(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    expected, hot_water = datetime.now(UTC) + timedelta(hours=1), evohome.hot_water("Home")
    await act(hass, "latchkey.override_hot_water", HOT_WATER, state="off", duration="01:00:00")
    assert (hot_water.mode, hot_water.override) == ("TemporaryOverride", "Off")
    assert hot_water.until is not None
    assert abs(hot_water.until - expected) < MINUTE
    await act(hass, "latchkey.override_hot_water", HOT_WATER, state="off", permanent=True)
    told = evohome.hot_water("Home")
    assert (told.mode, told.override, told.until) == ("PermanentOverride", "Off", None)
    assert state(hass, HOT_WATER).state == "off"


async def test_a_zone_is_overridden_for_good(hass: HomeAssistant, evohome: EvohomeSimulator) -> None:
    await act(hass, "latchkey.override_temperature", KITCHEN, temperature=22.5, permanent=True)
    assert evohome.zone("Kitchen").mode == "PermanentOverride"
    assert state(hass, KITCHEN).attributes["preset_mode"] == "permanent"


async def test_the_house_is_put_into_a_mode_for_some_days(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    await act(hass, "latchkey.set_temporary_preset", HOUSE, preset_mode="away", duration={"days": 3})
    assert evohome.system("Home").mode == "Away"
    house = state(hass, HOUSE).attributes
    assert house["preset_mode"] == "away"
    assert "until" in house


async def test_overrides_of_zones_and_of_hot_water_are_cleared_together(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    await act(hass, "latchkey.override_temperature", KITCHEN, temperature=22.5)
    await act(hass, "latchkey.boost_hot_water", HOT_WATER)
    data = {"entity_id": [KITCHEN, HOT_WATER]}
    await hass.services.async_call(DOMAIN, "clear_override", data, blocking=True)
    assert evohome.zone("Kitchen").mode == evohome.hot_water("Home").mode == "FollowSchedule"


async def test_a_schedule_is_read_changed_and_written_back(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    schedule = await read_schedule(hass, KITCHEN)
    assert schedule["monday"][0] == {"at": "06:30:00", "temperature": 20.0}
    schedule["monday"][0] = {"at": "05:30", "temperature": 21}
    await act(hass, "latchkey.set_schedule", KITCHEN, schedule=schedule)
    days = evohome.zone("Kitchen").schedule
    assert days is not None
    assert days[0]["switchpoints"][0] == {"heatSetpoint": 21.0, "timeOfDay": "05:30:00"}
    assert (await read_schedule(hass, KITCHEN))["monday"][0] == {"at": "05:30:00", "temperature": 21.0}


async def test_a_schedule_of_hot_water_is_read_and_written_back(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    schedule = await read_schedule(hass, HOT_WATER)
    assert schedule["sunday"][0] == {"at": "06:30:00", "state": "on"}
    # What YAML makes of on and off that are not quoted.
    schedule["sunday"] = [{"at": "08:00", "state": True}, {"at": "10:00", "state": False}]
    await act(hass, "latchkey.set_schedule", HOT_WATER, schedule=schedule)
    days = evohome.hot_water("Home").schedule
    assert days is not None
    assert [point["dhwState"] for point in days[6]["switchpoints"]] == ["On", "Off"]


async def test_switch_points_may_come_in_any_order(hass: HomeAssistant, evohome: EvohomeSimulator) -> None:
    schedule = await read_schedule(hass, KITCHEN)
    before = evohome.zone("Kitchen").schedule
    await act(
        hass,
        "latchkey.set_schedule",
        KITCHEN,
        schedule={day: list(reversed(points)) for day, points in schedule.items()},
    )
    assert evohome.zone("Kitchen").schedule == before


@pytest.mark.parametrize(
    ("action", "entity_id", "data", "sentence"),
    [
        (
            "override_temperature",
            KITCHEN,
            {"temperature": 40},
            "temperature for Kitchen must be between 5 °C and 35 °C",
        ),
        (
            "override_temperature",
            KITCHEN,
            {"temperature": 20, "duration": "30:00:00"},
            "duration for Kitchen can be at most 24 hours",
        ),
        (
            "override_temperature",
            KITCHEN,
            {"temperature": 20, "duration": {"days": 9_000_000}},
            "duration for Kitchen can be at most 24 hours",
        ),
        (
            "override_temperature",
            KITCHEN,
            {"temperature": 20, "until": "2020-01-01 00:00"},
            "end for Kitchen must be in the future",
        ),
        ("override_temperature", HOUSE, {"temperature": 20}, "Home does not support this"),
        (
            "set_temporary_preset",
            HOUSE,
            {"preset_mode": "eco", "duration": {"minutes": 90}},
            "duration for Home must be in whole hours",
        ),
        (
            "set_temporary_preset",
            HOUSE,
            {"preset_mode": "reset", "duration": {"days": 1}},
            "Home cannot use “reset” for a limited time. Choose one of: eco, away, day_off, custom",
        ),
        (
            "set_temporary_preset",
            HOUSE,
            {"preset_mode": "party", "duration": {"days": 1}},
            "Home does not have “party”. Choose one of: eco, away, day_off, custom",
        ),
        (
            "set_temporary_preset",
            KITCHEN,
            {"preset_mode": "temporary", "duration": {"days": 1}},
            "Kitchen does not support this",
        ),
        (
            "set_schedule",
            KITCHEN,
            {"schedule": {}},
            "schedule for Kitchen has 0 switch points on monday. Allowed: 1 to 6",
        ),
        ("get_schedule", "climate.studio_thermostat", {}, "Studio thermostat has no schedule"),
        ("get_schedule", HOUSE, {}, "Home does not support this"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence_that_says_why(
    hass: HomeAssistant, action: str, entity_id: str, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ServiceValidationError, match=sentence):
        await hass.services.async_call(
            DOMAIN,
            action,
            {"entity_id": entity_id, **data},
            blocking=True,
            return_response=action == "get_schedule",
        )


@pytest.mark.parametrize(
    "point",
    [
        {"at": "06:30"},
        {"temperature": 20},
        {"at": "noon", "temperature": 20},
        {"at": "06:30", "temperature": 20, "state": "on"},
        {"at": "06:30", "temperature": "warm"},
    ],
)
async def test_a_switch_point_of_another_form_is_refused(hass: HomeAssistant, point: dict[str, Any]) -> None:
    with pytest.raises(vol.Invalid):
        await act(hass, "latchkey.set_schedule", KITCHEN, schedule={"monday": [point]})


async def test_an_end_and_a_duration_together_are_refused(hass: HomeAssistant) -> None:
    with pytest.raises(vol.Invalid):
        await act(hass, "latchkey.boost_hot_water", HOT_WATER, duration="01:00:00", until="2036-01-01 00:00")


async def test_a_schedule_that_cannot_be_read_is_an_error(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    evohome.faults.answer(f"{EvohomeSimulator.API}/*/schedule", status=503)
    with pytest.raises(HomeAssistantError, match="HTTP status 503"):
        await read_schedule(hass, KITCHEN)


async def test_a_thermostat_of_a_vendor_without_schedules_has_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, Climate(key="climate", mode="heat", modes=("heat",)))
    with pytest.raises(ServiceValidationError, match="Memory does not support this"):
        await hass.services.async_call(
            DOMAIN, "get_schedule", {"entity_id": "climate.thing"}, blocking=True, return_response=True
        )
