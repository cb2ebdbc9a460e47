"""What becomes of every class of device: a test for each row of the table of device classes.

An entity is written as its platform and its name; that of the device itself has no name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from aioafero.v1.controllers import security_system
from homeassistant.const import STATE_UNAVAILABLE, EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from tests.simulators.hubspace import HubspaceSimulator

from .home import Home, act, check_platform

EVERY_ONE = {"binary_sensor Connection", "sensor Firmware"}
WITH_WIFI = {*EVERY_ONE, "sensor Signal strength"}
pytestmark = pytest.mark.usefixtures("firmware_known")

VOLUMES = {
    "select Chime volume",
    "select Entry delay volume",
    "select Exit delay volume (away)",
    "select Exit delay volume (home)",
    "select Siren volume",
}


@pytest.fixture
def home(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> Home:
    """Return the home of the catalogue."""
    return Home(hass, loaded_entry)


async def test_light_and_dimmer(home: Home) -> None:
    assert set(home["Porch light"]) == WITH_WIFI | {"light", "number Effect speed"}
    assert set(home["Vanity light"]) == WITH_WIFI | {"light", "number Effect speed", "number Timer"}
    assert set(home["Hall light"]) == WITH_WIFI | {"light"}
    assert set(home["Laundry dimmer"]) == WITH_WIFI | {"light", "number On-time limit", "number Timer"}
    assert set(home["Stairs dimmer"]) == WITH_WIFI | {
        "light Light 1",
        "light Light 2",
        "number Auto-off timer 1",
        "number Auto-off timer 2",
    }
    assert set(home["Bath light"]) == WITH_WIFI | {"light Color", "light White"}
    assert set(home["Ring light"]) == WITH_WIFI | {"light Main", "light Trim", "number Effect speed"}


async def test_fan_and_ceiling_fan(home: Home) -> None:
    assert set(home["Bedroom ceiling fan"]) == WITH_WIFI | {
        "binary_sensor Memory",
        "binary_sensor Zero crossing",
        "fan",
        "light Light",
        "number Timer",
    }


async def test_exhaust_fan(home: Home) -> None:
    assert set(home["Bath fan"]) == WITH_WIFI | {
        "binary_sensor High humidity",
        "binary_sensor Motion",
        "fan",
        "light Light",
        "number Auto-off timer",
        "select Humidity sensitivity",
        "select Motion turns on",
        "switch Humidity detection",
        "switch Humidity sensor LED",
        "switch Motion detection",
        "switch Motion sensor LED",
        "switch Speaker",
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
        "number Zone 2 timer",
        "number Zone 3 timer",
        "sensor Power",
        "sensor Voltage",
        "switch",
        "switch Zone 1",
        "switch Zone 2",
        "switch Zone 3",
    }


async def test_door_lock(home: Home) -> None:
    assert set(home["Front door"]) == EVERY_ONE | {"lock", "number Auto-lock delay", "sensor Battery"}


async def test_water_timer(home: Home) -> None:
    assert set(home["Sprinkler"]) == EVERY_ONE | {
        "number Spigot 1 max. time",
        "number Spigot 1 timer",
        "number Spigot 2 max. time",
        "number Spigot 2 timer",
        "sensor Battery",
        "valve Spigot 1",
        "valve Spigot 2",
    }


async def test_thermostat(home: Home) -> None:
    assert set(home["Thermostat"]) == WITH_WIFI | {
        "binary_sensor Filter",
        "binary_sensor Cold alert",
        "binary_sensor Heat alert",
        "climate",
        "number Safety max",
        "number Safety min",
        "number Timer",
    }


async def test_portable_air_conditioner(home: Home) -> None:
    assert set(home["Garage AC"]) == WITH_WIFI | {
        "binary_sensor Indoor coil sensor",
        "binary_sensor Indoor sensor",
        "binary_sensor Water tray",
        "climate",
        "number Timer",
        "switch Continuous fan",
    }
    assert set(home["Study AC"]) == WITH_WIFI | {
        "binary_sensor Condenser sensor",
        "binary_sensor Evaporator sensor",
        "binary_sensor Room sensor",
        "binary_sensor Water tray (cooling)",
        "binary_sensor Water tray (heating)",
        "climate",
        "number Timer",
    }


async def test_dehumidifier(home: Home) -> None:
    assert set(home["Closet dehumidifier"]) == WITH_WIFI | {
        "binary_sensor Evaporator sensor",
        "binary_sensor Filter",
        "binary_sensor Indoor sensor",
        "binary_sensor Memory",
        "binary_sensor Water tray",
        "humidifier",
        "number Timer",
        "select Fan speed",
        "sensor Humidity",
        "switch Pump",
    }


async def test_security_system(home: Home) -> None:
    assert set(home["Alarm"]) == WITH_WIFI | VOLUMES | {
        "alarm_control_panel",
        "number Entry delay",
        "number Exit delay (away)",
        "number Exit delay (home)",
        "number Siren duration",
        "number Bypass time",
        "select Siren sound",
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
        "select Triggers alarm",
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
        "binary_sensor Internal communication",
        "binary_sensor Temperature sensor",
        "binary_sensor Chilling temp. alert",
        "binary_sensor Freezing temp. alert",
        "number Chilling target",
        "number Freezing target",
        "select Mode",
        "switch Super cold",
    }


async def test_unknown_class(home: Home) -> None:
    assert set(home["Mystery"]) == WITH_WIFI


async def test_every_one_tells_its_connection_firmware_and_signal_as_diagnostics(home: Home) -> None:
    entities = home["Hall light"]
    assert {name for name, entity in entities.items() if entity.entity_category} == WITH_WIFI
    assert {entities[name].entity_category for name in WITH_WIFI} == {EntityCategory.DIAGNOSTIC}
    assert not entities["binary_sensor Connection"].disabled
    for name in ("sensor Firmware", "sensor Signal strength"):
        assert entities[name].disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_every_one_tells_its_errors_as_problems(home: Home) -> None:
    for device, error in (
        ("Bedroom ceiling fan", "Memory"),
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


HUBSPACE_PLATFORMS = (
    Platform.ALARM_CONTROL_PANEL,
    Platform.BINARY_SENSOR,
    Platform.CLIMATE,
    Platform.FAN,
    Platform.HUMIDIFIER,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.VALVE,
)


async def test_every_platform_that_the_catalogue_has_is_compared(home: Home, hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    assert {entity.domain for entity in registry.entities.values()} == set(HUBSPACE_PLATFORMS)


@pytest.mark.parametrize("platform", HUBSPACE_PLATFORMS)
async def test_every_entity_of_the_catalogue_is_as_it_was(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    await check_platform(hass, entry, snapshot, monkeypatch, platform)


type Told = Mapping[str, Any]
"""The attributes of an entity."""

type Action = tuple[str, dict[str, Any]]
"""The name of an action of Home Assistant, and its data."""


def alarm_actions(told: Told) -> Iterator[Action]:
    yield from (("alarm_arm_home", {}), ("alarm_arm_away", {}), ("alarm_trigger", {}))
    yield "alarm_disarm", {"code": "1234"}


def climate_actions(told: Told) -> Iterator[Action]:
    yield from each(told, "set_hvac_mode", "hvac_mode", "hvac_modes")
    temperatures = {
        "cool": {"temperature": 25},
        "heat": {"temperature": 19},
        "heat_cool": {"target_temp_low": 18, "target_temp_high": 26},
    }
    for mode in sorted(temperatures.keys() & set(told["hvac_modes"])):
        yield "set_temperature", {**temperatures[mode], "hvac_mode": mode}
    yield from each(told, "set_fan_mode", "fan_mode", "fan_modes")
    yield from each(told, "set_swing_mode", "swing_mode", "swing_modes")
    yield from each(told, "set_preset_mode", "preset_mode", "preset_modes")


def fan_actions(told: Told) -> Iterator[Action]:
    yield from on_and_off(told)
    if "percentage" in told:
        yield "set_percentage", {"percentage": 50}
    yield from each(told, "set_preset_mode", "preset_mode", "preset_modes")
    if "direction" in told:
        yield from (("set_direction", {"direction": word}) for word in ("reverse", "forward"))


def humidifier_actions(told: Told) -> Iterator[Action]:
    yield from on_and_off(told)
    yield "set_humidity", {"humidity": 57}
    yield from each(told, "set_mode", "mode", "available_modes")


def light_actions(told: Told) -> Iterator[Action]:
    yield from on_and_off(told)
    modes = set(told["supported_color_modes"])
    if modes != {"onoff"}:
        yield "turn_on", {"brightness": 128}
    if "color_temp" in modes:
        yield "turn_on", {"color_temp_kelvin": 3456}
    if "rgb" in modes:
        yield "turn_on", {"rgb_color": (10, 20, 30)}
    if "white" in modes:
        yield "turn_on", {"white": 50}
    yield from each(told, "turn_on", "effect", "effect_list")


def each(told: Told, action: str, name: str, words: str) -> Iterator[Action]:
    """Yield an action for each of some words."""
    return ((action, {name: word}) for word in told.get(words) or ())


def on_and_off(told: Told) -> Iterator[Action]:
    """Yield what turns an entity off and on."""
    yield from (("turn_off", {}), ("turn_on", {}))


ACTIONS: dict[str, Callable[[Told], Iterator[Action]]] = {
    Platform.ALARM_CONTROL_PANEL: alarm_actions,
    Platform.CLIMATE: climate_actions,
    Platform.FAN: fan_actions,
    Platform.HUMIDIFIER: humidifier_actions,
    Platform.LIGHT: light_actions,
    Platform.LOCK: lambda _told: iter([("unlock", {}), ("lock", {})]),
    Platform.NUMBER: lambda told: iter([("set_value", {"value": told[limit]}) for limit in ("max", "min")]),
    Platform.SELECT: lambda told: each(told, "select_option", "option", "options"),
    Platform.SWITCH: on_and_off,
    Platform.VALVE: lambda _told: iter([("open_valve", {}), ("close_valve", {})]),
}
"""All that a person can have an entity do: each of its options, and a place or two of each slider."""


@pytest.mark.parametrize("platform", sorted(ACTIONS))
@pytest.mark.usefixtures("loaded_entry")
async def test_every_command_is_the_very_request_that_it_was(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
) -> None:
    monkeypatch.setattr(security_system, "UPDATE_TIME", 0)
    asked = {}
    for state in sorted(hass.states.async_all(platform), key=lambda state: state.entity_id):
        if state.state == STATE_UNAVAILABLE:
            continue
        for action, data in ACTIONS[platform](state.attributes):
            hubspace.changes.clear()
            await act(hass, f"{platform}.{action}", state.entity_id, **data)
            words = " ".join([action, *(f"{name}={value}" for name, value in data.items())])
            asked[f"{state.entity_id} {words}"] = [
                f"{change.device}: {change.values}" for change in hubspace.changes
            ]
    assert asked == snapshot
