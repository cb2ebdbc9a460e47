"""Every system that was seen at a real home, through the whole integration: what a person sees, and orders.

The snapshots were reviewed: each request is what the vendor's library would send, or better.
"""

from collections.abc import Callable
from typing import Any

import pytest
from homeassistant.components.climate import ClimateEntityFeature
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.latchkey.entities.entity import LatchkeyEntity
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.evohome.home import Location
from tests.simulators.evohome.seen import SEEN
from tests.simulators.vendors import EMAIL

from .home import act, state

type Make = Callable[[], list[Location]]

BY_SAMPLE = pytest.mark.parametrize("make", SEEN.values(), ids=SEEN)


def move(evohome: EvohomeSimulator, make: Make) -> None:
    """Give the account other homes, as they were seen."""
    evohome.accounts[EMAIL].locations = {location.id: location for location in make()}


async def load(
    hass: HomeAssistant, evohome: EvohomeSimulator, entry: MockConfigEntry, sample: str | Make
) -> None:
    """Set the account up with the homes of a sample."""
    move(evohome, SEEN[sample] if isinstance(sample, str) else sample)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


@pytest.fixture
def all_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show also the entities that a person has to ask for."""
    monkeypatch.setattr(LatchkeyEntity, "entity_registry_enabled_default", True)


@pytest.mark.usefixtures("noon", "all_entities")
@BY_SAMPLE
async def test_a_home_is_shown_as_it_was_seen(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    make: Make,
) -> None:
    await load(hass, evohome, evohome_entry, make)
    shown = {each.entity_id: describe(each) for each in hass.states.async_all()}
    assert dict(sorted(shown.items())) == snapshot


def describe(shown: State) -> str:
    """Return a state and its attributes in a line, but for those that not every Home Assistant adds."""
    attributes = {
        str(key): value
        for key, value in sorted(shown.attributes.items())
        if key not in ("friendly_name", "icon", "temperature_unit") and value not in (None, [])
    }
    return f"{shown.state} {attributes}"


@pytest.mark.usefixtures("noon")
@BY_SAMPLE
async def test_each_command_is_the_request_that_the_system_takes(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    make: Make,
) -> None:
    await load(hass, evohome, evohome_entry, make)
    ids = {part: index for index, part in enumerate(_part_ids(evohome))}
    sent: dict[str, Any] = {}
    for entity_id in _ordered(hass):
        for action, data in _actions(state(hass, entity_id)):
            move(evohome, make)
            await evohome_entry.runtime_data.async_refresh()
            evohome.orders.clear()
            refusal = await _refusal(hass, action, entity_id, data)
            told = ", ".join(f"{key}={value}" for key, value in data.items())
            sent[f"{entity_id} {action}({told})"] = refusal or [
                f"{_without_id(order.resource, ids)} {order.body}" for order in evohome.orders
            ]
    assert sent == snapshot


async def _refusal(hass: HomeAssistant, action: str, entity_id: str, data: dict[str, Any]) -> str | None:
    """Perform an action; return what the person is told where it cannot be."""
    try:
        await act(hass, action, entity_id, **data)
    except ServiceValidationError as error:
        return str(error)
    return None


def _without_id(resource: str, ids: dict[str, int]) -> str:
    kind, part_id, what = resource.split("/")
    return f"{kind}/{ids[part_id]}/{what}"


def _part_ids(evohome: EvohomeSimulator) -> list[str]:
    """Return the ids of all systems, zones and hot water, each once."""
    ids: list[str] = []
    for location in evohome.accounts[EMAIL].locations.values():
        if (system := location.system) is not None:
            ids += [system.id, *(zone.id for zone in system.zones)]
            ids += [system.hot_water.id] if system.hot_water else []
    return list(dict.fromkeys(ids))


def _ordered(hass: HomeAssistant) -> list[str]:
    """Return the houses, two of the zones, which stand for the others, and the hot water."""
    climates = sorted(hass.states.async_entity_ids(Platform.CLIMATE))
    houses = [entity_id for entity_id in climates if "on_hold" in state(hass, entity_id).attributes]
    zones = [entity_id for entity_id in climates if entity_id not in houses]
    return [*houses, *zones[:2], *hass.states.async_entity_ids(Platform.WATER_HEATER)]


def _actions(shown: State) -> list[tuple[str, dict[str, Any]]]:
    """Return all that a person can order of an entity."""
    hour = {"duration": "01:00:00"}
    if shown.domain == Platform.WATER_HEATER:
        return [
            *(
                ("water_heater.set_operation_mode", {"operation_mode": mode})
                for mode in shown.attributes["operation_list"]
            ),
            ("water_heater.turn_on", {}),
            ("water_heater.turn_off", {}),
            ("water_heater.set_away_mode", {"away_mode": True}),
            ("water_heater.set_away_mode", {"away_mode": False}),
            *(
                ("latchkey.override_hot_water", {"state": is_on, **end})
                for is_on in (True, False)
                for end in ({}, hour, {"permanent": True})
            ),
            ("latchkey.boost_hot_water", hour),
            ("latchkey.clear_override", {}),
        ]
    actions: list[tuple[str, dict[str, Any]]] = [
        *(("climate.set_hvac_mode", {"hvac_mode": mode}) for mode in shown.attributes["hvac_modes"]),
        *(
            ("climate.set_preset_mode", {"preset_mode": preset})
            for preset in shown.attributes.get("preset_modes", ())
        ),
        ("climate.turn_off", {}),
        ("climate.turn_on", {}),
        ("latchkey.clear_override", {}),
    ]
    if shown.attributes["supported_features"] & ClimateEntityFeature.TARGET_TEMPERATURE:
        return [
            ("climate.set_temperature", {"temperature": 20.5}),
            ("climate.set_temperature", {"temperature": 20.5, "hvac_mode": "heat"}),
            *(
                ("latchkey.override_temperature", {"temperature": 22.0, **end})
                for end in ({}, hour, {"permanent": True})
            ),
            *actions,
        ]
    return [
        *actions,
        ("latchkey.set_temporary_preset", {"preset_mode": "eco", **hour}),
        ("latchkey.set_temporary_preset", {"preset_mode": "away", "duration": {"days": 2}}),
    ]


@pytest.mark.parametrize("mode", ["PermanentOverride", "VacationHold"])
async def test_a_thermostat_without_schedules_takes_a_target_whatever_it_holds(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry, mode: str
) -> None:
    await load(hass, evohome, evohome_entry, "hass_094805")
    evohome.zone("Cabin thermostat").mode = mode
    await evohome_entry.runtime_data.async_refresh()
    await act(hass, "climate.set_temperature", "climate.cabin_thermostat", temperature=19.5)
    assert state(hass, "climate.cabin_thermostat").attributes["temperature"] == 19.5
    assert state(hass, "climate.cabin_thermostat").attributes["preset_mode"] == "permanent"
    assert evohome.zone("Cabin thermostat").override == 19.5


async def test_a_thermostat_that_is_turned_off_at_the_wall_is_off_whatever_its_target(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "hass_094805")
    thermostat = state(hass, "climate.cabin_thermostat")
    assert (thermostat.state, thermostat.attributes["hvac_action"]) == ("off", "off")
    assert thermostat.attributes["temperature"] == 23.0
    await act(hass, "climate.turn_on", "climate.cabin_thermostat")
    assert state(hass, "climate.cabin_thermostat").state == "heat"
    assert state(hass, "climate.cabin").state == "heat"


async def test_a_thermostat_that_cools_says_so_and_can_be_told_to(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "hass_102815")
    for entity_id in ("climate.dining_room", "climate.dining_room_thermostat"):
        assert state(hass, entity_id).attributes["hvac_modes"] == ["off", "heat", "cool"]
        await act(hass, "climate.set_hvac_mode", entity_id, hvac_mode="cool")
        assert evohome.system("Dining room").mode == "Cool"
        assert state(hass, entity_id).state == "cool"
        await act(hass, "climate.set_hvac_mode", entity_id, hvac_mode="heat")


async def test_a_thermostat_that_cools_takes_no_target_of_heating(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "hass_102815")
    await act(hass, "climate.set_hvac_mode", "climate.dining_room", hvac_mode="cool")
    evohome.orders.clear()
    assert state(hass, "climate.dining_room_thermostat").attributes.get("temperature") is None
    with pytest.raises(ServiceValidationError):
        await act(hass, "latchkey.override_temperature", "climate.dining_room_thermostat", temperature=20)
    assert evohome.orders == []


async def test_a_system_without_a_reset_of_its_own_is_reset(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "hass_099625")
    upstairs, farm = evohome.zone("Upstairs"), evohome.system("Farm")
    upstairs.mode, upstairs.override, farm.mode = "PermanentOverride", 12.0, "Away"
    await evohome_entry.runtime_data.async_refresh()
    assert state(hass, "climate.farm").attributes["on_hold"] == ["Upstairs"]
    await act(hass, "climate.set_preset_mode", "climate.farm", preset_mode="reset")
    assert (farm.mode, upstairs.mode) == ("Auto", "FollowSchedule")
    assert state(hass, "climate.farm").attributes["preset_mode"] == "none"
    assert state(hass, "climate.farm").attributes["on_hold"] == []
    assert state(hass, "climate.upstairs").attributes["preset_mode"] == "schedule"


async def test_hot_water_that_is_held_off_is_away_until_it_is_not(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "default")
    assert state(hass, "water_heater.hot_water").attributes["away_mode"] == "on"
    await act(hass, "water_heater.set_away_mode", "water_heater.hot_water", away_mode=False)
    assert evohome.hot_water("Saver").mode == "FollowSchedule"
    assert state(hass, "water_heater.hot_water").attributes["away_mode"] == "off"
    await act(hass, "water_heater.set_away_mode", "water_heater.hot_water", away_mode=True)
    assert evohome.hot_water("Saver").mode == "PermanentOverride"
    assert evohome.hot_water("Saver").until is None
    assert state(hass, "water_heater.hot_water").attributes["away_mode"] == "on"


async def test_a_house_is_as_warm_as_its_zones_are_on_average(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "default")
    assert state(hass, "climate.saver").attributes["current_temperature"] == 19.9


async def test_a_house_names_what_a_person_has_put_on_hold(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    await load(hass, evohome, evohome_entry, "default")
    assert state(hass, "climate.saver").attributes["on_hold"] == ["Shed", "Guest room", "hot_water"]
    await act(hass, "latchkey.clear_override", "climate.guest_room")
    assert state(hass, "climate.saver").attributes["on_hold"] == ["Shed", "hot_water"]
