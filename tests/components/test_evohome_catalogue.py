"""What becomes of each of the vendor's things in an evohome account: systems, zones and hot water.

An entity is written as its platform and its name; that of the device itself has no name.
"""

from datetime import timedelta

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.latchkey.account import devices as latchkey_devices
from custom_components.latchkey.const import DOMAIN
from tests.simulators.evohome import EvohomeSimulator

from .home import Home, act, check_platform, state

SYSTEM = {"climate", "binary_sensor Communication", "binary_sensor Faults"}
FAULTS = {"binary_sensor Battery", "binary_sensor Communication", "binary_sensor Faults"}
ZONE = {*FAULTS, "climate", "sensor Temperature"}
SCHEDULED_TEMPERATURES = {
    "sensor Scheduled temperature",
    "sensor Next temperature",
    "sensor Next change",
}
HOT_WATER = {*FAULTS, "sensor Temperature", "water_heater"}
SCHEDULED_STATES = {"sensor Scheduled state", "sensor Next state", "sensor Next change"}

ZONES = ("Living room", "Kitchen", "Bathroom", "Attic", "Cottage thermostat", "Office thermostat")


@pytest.fixture
async def loaded_evohome_entry(hass: HomeAssistant, evohome_entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of an evohome account that is set up."""
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    return evohome_entry


@pytest.fixture
def home(hass: HomeAssistant, loaded_evohome_entry: MockConfigEntry) -> Home:
    """Return the homes of the catalogue."""
    return Home(hass, loaded_evohome_entry)


@pytest.mark.parametrize("system", ["Home", "Cottage", "Office", "Studio"])
async def test_control_system(home: Home, system: str) -> None:
    assert set(home[system]) == SYSTEM


@pytest.mark.parametrize(
    ("system", "presets"),
    [
        ("climate.home", ["none", "eco", "away", "day_off", "custom", "reset"]),
        ("climate.cottage", ["none", "eco", "away", "reset"]),
        ("climate.office", ["none", "reset"]),
        ("climate.studio", None),
    ],
)
@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_a_control_system_has_presets_for_the_modes_that_it_allows_and_a_reset(
    hass: HomeAssistant, system: str, presets: list[str] | None
) -> None:
    assert state(hass, system).attributes["hvac_modes"] == ["off", "heat"]
    assert state(hass, system).attributes.get("preset_modes") == presets


@pytest.mark.parametrize("zone", ZONES)
async def test_zone(home: Home, zone: str) -> None:
    assert set(home[zone]) == ZONE | SCHEDULED_TEMPERATURES


async def test_zone_that_cannot_have_a_schedule(home: Home) -> None:
    assert set(home["Studio thermostat"]) == ZONE


async def test_hot_water(home: Home) -> None:
    assert set(home["Hot water"]) == HOT_WATER | SCHEDULED_STATES


async def test_what_a_schedule_says_is_not_shown_unless_a_person_wants_it(home: Home) -> None:
    for device, names in (("Kitchen", SCHEDULED_TEMPERATURES), ("Hot water", SCHEDULED_STATES)):
        for name in names:
            assert home[device][name].disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_a_zone_tells_what_its_schedule_says_now_and_next(hass: HomeAssistant) -> None:
    kitchen = state(hass, "climate.kitchen").attributes
    assert {"scheduled_setpoint", "next_setpoint", "next_setpoint_at"} <= set(kitchen)
    hot_water = state(hass, "water_heater.hot_water").attributes
    assert {"scheduled_state", "next_state", "next_state_at"} <= set(hot_water)


async def test_zones_and_hot_water_are_reached_through_their_system(home: Home) -> None:
    for name in ("Kitchen", "Hot water"):
        assert home.devices[name].via_device_id == home.devices["Home"].id
    assert home.devices["Office thermostat"].via_device_id == home.devices["Office"].id


async def test_a_zone_is_suggested_the_area_of_its_name_where_there_is_one(
    hass: HomeAssistant, evohome_entry: MockConfigEntry
) -> None:
    for area in ("living Room", "Home", "Hot water"):
        ar.async_get(hass).async_create(area)
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, evohome_entry)
    assert home.area("Living room") == "living Room"
    assert {home.area(name) for name in home.devices.keys() - {"Living room"}} == {None}


async def test_hot_water_is_called_so_in_the_language_of_home_assistant(
    hass: HomeAssistant, evohome_entry: MockConfigEntry
) -> None:
    hass.config.language = "de"
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    assert "Warmwasser" in Home(hass, evohome_entry).devices
    assert state(hass, "water_heater.warmwasser").name == "Warmwasser"


async def test_a_system_leads_to_the_page_of_its_maker(home: Home) -> None:
    page = home.devices["Home"].configuration_url
    assert page == "https://international.mytotalconnectcomfort.com"


async def test_no_home_becomes_an_area(home: Home) -> None:
    assert {home.area(name) for name in home.devices} == {None}


async def test_what_is_wrong_is_told_as_diagnostics(home: Home) -> None:
    for name in FAULTS:
        assert home["Kitchen"][name].entity_category is EntityCategory.DIAGNOSTIC


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_a_zone_without_contact_says_so_and_keeps_its_target(hass: HomeAssistant) -> None:
    assert state(hass, "binary_sensor.attic_communication").state == "on"
    assert state(hass, "binary_sensor.attic_faults").state == "on"
    assert state(hass, "binary_sensor.attic_battery").state == "off"
    assert state(hass, "climate.attic").attributes["current_temperature"] is None
    assert state(hass, "climate.attic").attributes["temperature"] == 15.0


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_a_temperature_that_a_person_sets_reaches_the_vendor(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    await act(hass, "climate.set_temperature", "climate.kitchen", temperature=21.5)
    assert evohome.zone("Kitchen").override == 21.5
    assert evohome.zone("Kitchen").mode == "TemporaryOverride"
    kitchen = state(hass, "climate.kitchen")
    assert (kitchen.attributes["temperature"], kitchen.attributes["preset_mode"]) == (21.5, "temporary")
    assert "until" in kitchen.attributes
    await act(hass, "climate.set_preset_mode", "climate.kitchen", preset_mode="schedule")
    assert evohome.zone("Kitchen").mode == "FollowSchedule"
    assert "until" not in state(hass, "climate.kitchen").attributes


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_a_zone_and_a_house_are_turned_off_and_on(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    for entity_id in ("climate.kitchen", "climate.home"):
        await act(hass, "climate.turn_off", entity_id)
        assert state(hass, entity_id).state == "off"
        await act(hass, "climate.turn_on", entity_id)
        assert state(hass, entity_id).state == "heat"
    assert evohome.zone("Kitchen").mode == "FollowSchedule"
    assert evohome.system("Home").mode == "Auto"


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_the_house_is_put_into_a_mode_and_out_of_it(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    for preset, mode in (("away", "Away"), ("none", "Auto")):
        await act(hass, "climate.set_preset_mode", "climate.home", preset_mode=preset)
        assert evohome.system("Home").mode == mode
        assert state(hass, "climate.home").attributes["preset_mode"] == preset


@pytest.mark.usefixtures("loaded_evohome_entry")
async def test_hot_water_is_turned_off_and_follows_its_schedule_again(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    assert state(hass, "water_heater.hot_water").attributes["current_temperature"] == 48.0
    await act(hass, "water_heater.turn_off", "water_heater.hot_water")
    assert evohome.hot_water("Home").override == "Off"
    assert evohome.hot_water("Home").until is None
    assert state(hass, "water_heater.hot_water").state == "off"
    await act(hass, "water_heater.set_operation_mode", "water_heater.hot_water", operation_mode="auto")
    assert evohome.hot_water("Home").mode == "FollowSchedule"
    assert state(hass, "water_heater.hot_water").state == "auto"


def named(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    """Return the names of the devices of an account."""
    return {device.name for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)}


async def test_a_location_that_is_gone_takes_its_devices_along_and_leaves_the_others(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    loaded_evohome_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evohome.remove_location("Cottage")
    await loaded_evohome_entry.runtime_data.async_refresh()
    assert state(hass, "climate.cottage").state == "unavailable"
    assert state(hass, "climate.kitchen").state == "heat"
    monkeypatch.setattr(latchkey_devices, "MISSING_LIFE", timedelta())
    for _ in range(latchkey_devices.MISSING_ANSWERS):
        await loaded_evohome_entry.runtime_data.async_refresh_devices()
    await hass.async_block_till_done()
    assert not {"Cottage", "Cottage thermostat"} & named(hass, loaded_evohome_entry)
    assert hass.states.get("climate.cottage") is None
    assert state(hass, "climate.kitchen").state == "heat"


async def test_a_zone_that_is_renamed_keeps_its_entity(
    hass: HomeAssistant, evohome: EvohomeSimulator, loaded_evohome_entry: MockConfigEntry
) -> None:
    evohome.zone("Kitchen").name = "Pantry"
    await loaded_evohome_entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    assert "Pantry" in named(hass, loaded_evohome_entry)
    assert state(hass, "climate.kitchen").attributes["friendly_name"] == "Pantry"


async def test_a_zone_that_the_status_does_not_tell_is_not_available_until_it_does(
    hass: HomeAssistant, evohome: EvohomeSimulator, loaded_evohome_entry: MockConfigEntry
) -> None:
    system = evohome.system("Home")
    zones, kitchen = system.zones, evohome.zone("Kitchen")
    for told, shown in (([zone for zone in zones if zone is not kitchen], "unavailable"), (zones, "heat")):
        system.zones = told
        await loaded_evohome_entry.runtime_data.async_refresh()
        assert state(hass, "climate.kitchen").state == shown
        assert state(hass, "climate.bathroom").state == "heat"


@pytest.mark.parametrize("temperature", [None, 128.0, -273.15])
async def test_a_temperature_that_is_none_or_absurd_is_not_shown(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    loaded_evohome_entry: MockConfigEntry,
    temperature: float | None,
) -> None:
    evohome.zone("Kitchen").temperature = temperature
    await loaded_evohome_entry.runtime_data.async_refresh()
    assert state(hass, "climate.kitchen").attributes["current_temperature"] is None
    assert state(hass, "sensor.kitchen_temperature").state == "unknown"
    assert state(hass, "climate.kitchen").attributes["temperature"] == 17.0


async def test_an_account_without_a_location_is_linked_and_says_so_until_it_has_one(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    location = evohome.location("Home")
    evohome.empty()
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    assert evohome_entry.state is ConfigEntryState.LOADED
    issue = f"no_devices_{evohome_entry.entry_id}"
    told = ir.async_get(hass).async_get_issue(DOMAIN, issue)
    assert told is not None
    assert (told.translation_placeholders or {})["app"] == "Total Connect Comfort"

    evohome.add_location(location)
    await evohome_entry.runtime_data.async_refresh_devices()
    await hass.async_block_till_done()
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue) is None
    assert state(hass, "climate.kitchen").state == "heat"


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(
    "platform", [Platform.BINARY_SENSOR, Platform.CLIMATE, Platform.SENSOR, Platform.WATER_HEATER]
)
async def test_every_entity_of_the_catalogue_is_as_it_was(
    hass: HomeAssistant,
    evohome_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    await check_platform(hass, evohome_entry, snapshot, monkeypatch, platform)
