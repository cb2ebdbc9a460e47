"""Lamps: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.components.light import EFFECT_OFF, ColorMode, LightEntityFeature
from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Light, SetLight
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

HALL = "light.hall_light"
PORCH = "light.porch_light"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_lamp_is_turned_on_and_off(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    hall = hubspace.find("Hall light").id
    await act(hass, "light.turn_on", HALL)
    assert hubspace.state(hall, "power") == "on"
    assert state(hass, HALL).state == "on"
    await act(hass, "light.turn_off", HALL)
    assert hubspace.state(hall, "power") == "off"
    assert state(hass, HALL).state == "off"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_brightness_is_sent_in_percent(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    await act(hass, "light.turn_on", HALL, brightness=51)
    assert hubspace.state(hubspace.find("Hall light").id, "brightness") == 20
    assert state(hass, HALL).attributes["brightness"] == 51


@pytest.mark.usefixtures("loaded_entry")
async def test_a_colour_temperature_is_sent_in_kelvin(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "light.turn_on", HALL, color_temp_kelvin=4000)
    assert hubspace.state(hubspace.find("Hall light").id, "color-temperature") == "4000"
    assert state(hass, HALL).attributes["color_temp_kelvin"] == 4000


@pytest.mark.usefixtures("loaded_entry")
async def test_the_limits_of_the_colour_temperature_are_the_lamps(hass: HomeAssistant) -> None:
    attributes = state(hass, HALL).attributes
    assert (attributes["min_color_temp_kelvin"], attributes["max_color_temp_kelvin"]) == (2700, 5000)


@pytest.mark.usefixtures("loaded_entry")
async def test_a_colour_switches_the_lamp_to_its_colours(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    porch = hubspace.find("Porch light").id
    await act(hass, "light.turn_on", PORCH, rgb_color=(10, 20, 30))
    assert hubspace.state(porch, "color-rgb") == {"color-rgb": {"r": 10, "g": 20, "b": 30}}
    assert hubspace.state(porch, "color-mode") == "color"
    assert state(hass, PORCH).attributes["rgb_color"] == (10, 20, 30)
    assert state(hass, PORCH).attributes["color_mode"] == ColorMode.RGB


@pytest.mark.usefixtures("loaded_entry")
async def test_an_effect_runs_until_it_is_turned_off(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    porch = hubspace.find("Porch light").id
    assert state(hass, PORCH).attributes["effect"] == EFFECT_OFF
    await act(hass, "light.turn_on", PORCH, effect="fade_7")
    assert hubspace.state(porch, "color-mode") == "sequence"
    assert hubspace.state(porch, "color-sequence", "preset") == "fade-7"
    assert state(hass, PORCH).attributes["effect"] == "fade_7"
    await act(hass, "light.turn_on", PORCH, effect=EFFECT_OFF)
    assert hubspace.state(porch, "color-mode") != "sequence"
    assert state(hass, PORCH).attributes["effect"] == EFFECT_OFF


@pytest.mark.usefixtures("loaded_entry")
async def test_the_white_of_a_coloured_lamp_is_chosen(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "light.turn_on", "light.ring_light_trim", white=51)
    ring = hubspace.find("Ring light").id
    assert hubspace.state(ring, "color-mode", "trim") == "white"
    assert hubspace.state(ring, "brightness", "trim") == 20
    assert hubspace.state(ring, "brightness", "main") == 100


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize(("channel", "other"), [("color", "white"), ("white", "color")])
async def test_a_channel_is_turned_on_and_off_by_itself(
    hass: HomeAssistant, hubspace: HubspaceSimulator, channel: str, other: str
) -> None:
    lamp = f"light.bath_light_{channel}"
    bath = hubspace.find("Bath light").id
    before = hubspace.state(bath, "toggle", other)
    await act(hass, "light.turn_on", lamp, brightness=255)
    assert hubspace.state(bath, "toggle", channel) == "on"
    assert hubspace.state(bath, "brightness", channel) == 100
    await act(hass, "light.turn_off", lamp)
    assert hubspace.state(bath, "toggle", channel) == "off"
    assert hubspace.state(bath, "toggle", other) == before


async def test_white_takes_the_brightness_that_comes_with_it(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = Light(key="lamp", on=True, color_mode="rgb", color_modes=("rgb", "white"), brightness=9)
    cloud = await link(hass, monkeypatch, lamp)
    await act(hass, "light.turn_on", "light.thing", white=77)
    assert cloud.commands == [SetLight(on=True, white=True, brightness=77)]


async def test_a_lamp_whose_limits_the_vendor_does_not_tell_has_home_assistants(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = Light(key="lamp", on=True, color_mode="color_temp", color_modes=("color_temp",))
    await link(hass, monkeypatch, lamp)
    attributes = state(hass, "light.thing").attributes
    assert (attributes["min_color_temp_kelvin"], attributes["max_color_temp_kelvin"]) == (2000, 6535)


async def test_a_lamp_takes_its_time_and_flashes_where_it_can(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Light(key="light", on=False, has_transition=True, has_flash=True))
    features = state(hass, "light.thing").attributes["supported_features"]
    assert features == LightEntityFeature.TRANSITION | LightEntityFeature.FLASH
    await act(hass, "light.turn_on", "light.thing", transition=3)
    await act(hass, "light.turn_on", "light.thing", flash="short")
    await act(hass, "light.turn_off", "light.thing", transition=2)
    assert cloud.commands == [
        SetLight(on=True, transition=3),
        SetLight(on=True, flash="short"),
        SetLight(on=False, transition=2),
    ]


@pytest.mark.usefixtures("loaded_entry")
async def test_turning_all_lights_off_turns_none_on(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    await hass.services.async_call("light", "turn_off", {ATTR_ENTITY_ID: ENTITY_MATCH_ALL}, blocking=True)
    assert {light.state for light in hass.states.async_all("light")} == {"off"}
    assert hubspace.state(hubspace.find("Vanity light").id, "power") == "off"
    assert not any("on" in change.values.values() for change in hubspace.changes)


@pytest.mark.usefixtures("loaded_entry")
async def test_a_night_light_shows_neither_a_colour_nor_a_brightness(hass: HomeAssistant) -> None:
    attributes = state(hass, "light.vanity_light").attributes
    assert (attributes["effect"], attributes["color_mode"]) == ("night_light", "onoff")
    assert attributes["brightness"] is attributes["rgb_color"] is attributes["color_temp_kelvin"] is None
