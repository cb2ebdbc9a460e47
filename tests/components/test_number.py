"""Numbers that can be set: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.core import HomeAssistant

from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state


@pytest.mark.usefixtures("loaded_entry")
async def test_a_number_is_set(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    timer = "number.garden_sprinkler_spigot_1_timer"
    await act(hass, "number.set_value", timer, value=30)
    assert hubspace.state(hubspace.find("Sprinkler").id, "timer", "spigot-1") == 30
    assert state(hass, timer).state == "30"


@pytest.mark.usefixtures("loaded_entry")
async def test_the_limits_and_the_unit_are_the_vendors(hass: HomeAssistant) -> None:
    attributes = state(hass, "number.bath_fan_auto_off_timer").attributes
    assert (attributes["min"], attributes["max"], attributes["step"]) == (60, 1800, 60)
    assert attributes["unit_of_measurement"] == "s"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_number_that_does_not_fit_beside_a_slider_is_typed(hass: HomeAssistant) -> None:
    assert state(hass, "number.bath_fan_auto_off_timer").attributes["mode"] == "box"
    assert state(hass, "number.alarm_siren_duration").attributes["mode"] == "auto"
