"""Choices: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.core import HomeAssistant

from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state


@pytest.mark.usefixtures("loaded_entry")
async def test_an_option_is_chosen(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    sensitivity = "select.bath_fan_humidity_sensitivity"
    assert state(hass, sensitivity).state == "3_medium"
    await act(hass, "select.select_option", sensitivity, option="5_high")
    assert hubspace.state(hubspace.find("Bath fan").id, "sensitivity", "humidity-sensitivity") == "5-high"
    assert state(hass, sensitivity).state == "5_high"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_setting_of_one_sensor_leaves_its_other_settings_alone(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "select.select_option", "select.back_door_bypass", option="manual")
    config = hubspace.state(hubspace.find("Alarm").id, "sensor-config", "sensor-2")
    assert config == {"security-sensor-config-v2": {"chirpMode": 0, "triggerType": 3, "bypassType": 1}}
    assert state(hass, "select.back_door_bypass").state == "manual"
