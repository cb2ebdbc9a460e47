"""What becomes of every class of device: a test for each row of the table of device classes.

An entity is written as its platform and its name; that of the device itself has no name.
"""

import pytest
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.latchkey.const import PLATFORMS

from .home import Home, check_platform

EVERY_ONE = {"binary_sensor Connection", "sensor Firmware"}
WITH_WIFI = {*EVERY_ONE, "sensor Signal strength"}
VOLUMES = {
    "select Chime volume",
    "select Entry delay volume",
    "select Exit delay volume away",
    "select Exit delay volume home",
    "select Siren volume",
}


@pytest.fixture
def home(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> Home:
    """Return the home of the catalogue."""
    return Home(hass, loaded_entry)


async def test_light_and_dimmer(home: Home) -> None:
    assert set(home["Porch light"]) == WITH_WIFI | {"light", "number Effect speed"}
    assert set(home["Hall light"]) == WITH_WIFI | {"light"}
    assert set(home["Laundry dimmer"]) == WITH_WIFI | {"light", "number Timer"}
    assert set(home["Stairs dimmer"]) == WITH_WIFI | {
        "light Light 1",
        "light Light 2",
        "number Auto-off timer 1",
        "number Auto-off timer 2",
    }
    assert set(home["Bath light"]) == WITH_WIFI | {"light Color", "light White"}
    assert set(home["Ring light"]) == WITH_WIFI | {"light Main light", "light Trim light"}


async def test_fan_and_ceiling_fan(home: Home) -> None:
    assert set(home["Bedroom ceiling fan"]) == WITH_WIFI | {
        "binary_sensor Storage",
        "fan",
        "light Light",
        "number Timer",
    }


async def test_exhaust_fan(home: Home) -> None:
    assert set(home["Bath fan"]) == WITH_WIFI | {
        "binary_sensor Humidity",
        "binary_sensor Motion",
        "fan",
        "light Light",
        "number Auto-off timer",
        "select Humidity sensitivity",
        "select Motion action",
        "sensor Humidity",
        "switch Automatic mode",
    }


async def test_switch_power_outlet_and_glass_door(home: Home) -> None:
    assert set(home["Office switch"]) == WITH_WIFI | {"switch"}
    assert set(home["Glass door"]) == WITH_WIFI | {"switch"}
    assert set(home["Garden plug"]) == WITH_WIFI | {
        "number Timer 1",
        "number Timer 2",
        "switch Outlet 1",
        "switch Outlet 2",
    }


async def test_landscape_transformer(home: Home) -> None:
    assert set(home["Transformer"]) == WITH_WIFI | {
        "binary_sensor Overload",
        "number Zone 1 timer",
        "sensor Power",
        "sensor Voltage",
        "switch",
        "switch Zone 1",
        "switch Zone 2",
        "switch Zone 3",
    }


async def test_door_lock(home: Home) -> None:
    assert set(home["Front door"]) == EVERY_ONE | {"lock", "sensor Battery"}


async def test_water_timer(home: Home) -> None:
    assert set(home["Sprinkler"]) == EVERY_ONE | {
        "number Spigot 1 maximum on time",
        "number Spigot 1 timer",
        "number Spigot 2 maximum on time",
        "number Spigot 2 timer",
        "sensor Battery",
        "valve Spigot 1",
        "valve Spigot 2",
    }


async def test_thermostat(home: Home) -> None:
    assert set(home["Thermostat"]) == WITH_WIFI | {
        "binary_sensor Filter",
        "binary_sensor Too cold",
        "binary_sensor Too warm",
        "climate",
        "number Safety maximum temperature",
        "number Safety minimum temperature",
    }


async def test_portable_air_conditioner(home: Home) -> None:
    assert set(home["Garage AC"]) == WITH_WIFI | {
        "binary_sensor Water tray",
        "climate",
        "number Timer",
        "switch Continuous fan",
    }


async def test_security_system(home: Home) -> None:
    assert set(home["Alarm"]) == WITH_WIFI | VOLUMES | {
        "alarm_control_panel",
        "number Entry delay",
        "number Exit delay away",
        "number Exit delay home",
        "number Siren duration",
        "number Temporary bypass time",
        "select Alarm sound",
        "select Chime sound",
        "select Temporary bypass",
        "sensor Battery",
    }


@pytest.mark.parametrize("sensor", ["Hall motion", "Back door", "Garage door"])
async def test_security_system_sensor(home: Home, sensor: str) -> None:
    assert set(home[sensor]) == {
        "binary_sensor",
        "binary_sensor Connection",
        "binary_sensor Tamper",
        "select Bypass",
        "select Chirp",
        "select Sets off the alarm",
        "sensor Battery",
    }
    assert home[sensor]["select Bypass"].entity_category is EntityCategory.CONFIG
    assert home[sensor]["select Chirp"].entity_category is EntityCategory.CONFIG
    assert home.devices[sensor].via_device_id == home.devices["Alarm"].id


async def test_security_system_keypad(home: Home) -> None:
    assert set(home["Alarm keypad"]) == EVERY_ONE | {
        "binary_sensor Tamper",
        "select Buzzer volume",
        "sensor Battery",
    }


async def test_freezer(home: Home) -> None:
    assert set(home["Freezer"]) == WITH_WIFI | {
        "binary_sensor Door",
        "binary_sensor Freezer too warm",
        "binary_sensor Internal communication",
        "sensor Freezer target temperature",
        "sensor Fridge target temperature",
        "sensor Temperature",
    }


async def test_unknown_class(home: Home) -> None:
    assert set(home["Mystery"]) == WITH_WIFI


async def test_every_one_tells_its_connection_firmware_and_signal_as_diagnostics(home: Home) -> None:
    entities = home["Hall light"]
    assert {name for name, entity in entities.items() if entity.entity_category} == WITH_WIFI
    assert {entities[name].entity_category for name in WITH_WIFI} == {EntityCategory.DIAGNOSTIC}
    assert not entities["binary_sensor Connection"].disabled
    assert entities["sensor Signal strength"].disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_every_one_tells_its_errors_as_problems(home: Home) -> None:
    for device, error in (
        ("Bedroom ceiling fan", "Storage"),
        ("Garage AC", "Water tray"),
        ("Freezer", "Internal communication"),
    ):
        entity = home[device][f"binary_sensor {error}"]
        assert entity.original_device_class == "problem"
        assert entity.entity_category is EntityCategory.DIAGNOSTIC


async def test_every_one_is_put_into_its_room(home: Home) -> None:
    assert home.area("Bedroom ceiling fan") == "Bedroom"
    assert home.area("Garden plug") == "Garden"
    assert home.area("Sprinkler") == "Garden"
    assert home.area("Hall light") is None


OF_OTHERS = {Platform.BUTTON, Platform.CAMERA, Platform.COVER, Platform.EVENT, Platform.WATER_HEATER}
"""What only other kinds of accounts have."""


@pytest.mark.parametrize("platform", sorted(set(PLATFORMS) - OF_OTHERS))
async def test_every_entity_of_the_catalogue_is_as_it_was(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    await check_platform(hass, entry, snapshot, monkeypatch, platform)
