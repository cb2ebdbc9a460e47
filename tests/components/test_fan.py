"""Fans: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Fan, SetFan
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

FAN = "fan.bedroom_bedroom_ceiling_fan"


@pytest.fixture
def fan(hubspace: HubspaceSimulator) -> str:
    """Return the vendor's id of the fan."""
    return hubspace.find("Bedroom fan").id


@pytest.mark.usefixtures("loaded_entry")
async def test_a_fan_is_turned_off_and_on(hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str) -> None:
    await act(hass, "fan.turn_off", FAN)
    assert hubspace.state(fan, "power", "fan-power") == "off"
    assert state(hass, FAN).state == "off"
    assert state(hass, FAN).attributes["percentage"] == 0
    await act(hass, "fan.turn_on", FAN)
    assert hubspace.state(fan, "power", "fan-power") == "on"
    assert state(hass, FAN).attributes["percentage"] == 50


@pytest.mark.usefixtures("loaded_entry")
async def test_a_speed_turns_the_fan_on(hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str) -> None:
    await act(hass, "fan.turn_off", FAN)
    await act(hass, "fan.set_percentage", FAN, percentage=100)
    assert hubspace.state(fan, "power", "fan-power") == "on"
    assert hubspace.state(fan, "fan-speed", "fan-speed") == "fan-speed-6-100"
    assert state(hass, FAN).attributes["percentage"] == 100


@pytest.mark.usefixtures("loaded_entry")
async def test_no_speed_turns_the_fan_off(hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str) -> None:
    await act(hass, "fan.set_percentage", FAN, percentage=0)
    assert hubspace.state(fan, "power", "fan-power") == "off"
    assert hubspace.state(fan, "fan-speed", "fan-speed") == "fan-speed-6-050"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_fan_is_made_faster_by_one_of_its_speeds(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str
) -> None:
    await act(hass, "fan.increase_speed", FAN)
    assert hubspace.state(fan, "fan-speed", "fan-speed") == "fan-speed-6-066"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_fan_is_turned_on_at_a_speed(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str
) -> None:
    await act(hass, "fan.turn_on", FAN, percentage=16)
    assert hubspace.state(fan, "fan-speed", "fan-speed") == "fan-speed-6-016"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_fan_is_turned_the_other_way(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str
) -> None:
    await act(hass, "fan.set_direction", FAN, direction="reverse")
    assert hubspace.state(fan, "fan-reverse", "fan-reverse") == "reverse"
    assert state(hass, FAN).attributes["direction"] == "reverse"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_preset_runs_until_a_speed_is_set(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fan: str
) -> None:
    await act(hass, "fan.set_preset_mode", FAN, preset_mode="comfort_breeze")
    assert hubspace.state(fan, "toggle", "comfort-breeze") == "enabled"
    assert state(hass, FAN).attributes["preset_mode"] == "comfort_breeze"
    await act(hass, "fan.set_percentage", FAN, percentage=50)
    assert hubspace.state(fan, "toggle", "comfort-breeze") == "disabled"
    assert state(hass, FAN).attributes["preset_mode"] is None


async def test_a_fan_without_speeds_is_on_or_off(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Fan(key="fan", on=False))
    assert "percentage" not in state(hass, "fan.thing").attributes
    await act(hass, "fan.turn_on", "fan.thing")
    assert cloud.commands == [SetFan(on=True)]


async def test_a_fan_looks_around_where_it_can(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, Fan(key="fan", on=True, oscillating=False, has_oscillation=True))
    assert state(hass, "fan.thing").attributes["oscillating"] is False
    await act(hass, "fan.oscillate", "fan.thing", oscillating=True)
    assert cloud.commands == [SetFan(oscillating=True)]


@pytest.mark.usefixtures("loaded_entry")
async def test_turning_all_fans_off_leaves_the_motion_detection_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    bath = hubspace.find("Bath fan").id
    await hass.services.async_call("fan", "turn_off", {ATTR_ENTITY_ID: ENTITY_MATCH_ALL}, blocking=True)
    assert hubspace.state(bath, "toggle", "motion-detection-enabled-exhaust-fan") == "on"
    assert {change.device for change in hubspace.changes} == {"Bath fan motor", "Bedroom fan"}
