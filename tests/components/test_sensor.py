"""Readings."""

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Sensor
from tests.simulators.hubspace import HubspaceSimulator

from .home import state
from .memory import link


async def test_a_word_out_of_some_brings_all_of_them(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = Sensor(key="season", value="spring", device_class="enum", options=("spring", "autumn"))
    await link(hass, monkeypatch, season)
    assert state(hass, "sensor.thing").state == "spring"
    assert state(hass, "sensor.thing").attributes["options"] == ["spring", "autumn"]


async def test_a_class_that_home_assistant_does_not_know_is_left_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    flux = Sensor(key="flux", value=88.0, unit="gigawatt", device_class="flux", state_class="odd")
    await link(hass, monkeypatch, flux)
    assert state(hass, "sensor.thing").state == "88.0"
    assert state(hass, "sensor.thing").attributes["unit_of_measurement"] == "gigawatt"
    assert "device_class" not in state(hass, "sensor.thing").attributes


async def test_a_reading_follows_the_vendor_at_the_next_poll(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    assert state(hass, "sensor.transformer_power").state == "42"
    hubspace.set_state(hubspace.find("Transformer").id, "watts", None, 77)
    await loaded_entry.runtime_data.async_refresh()
    assert state(hass, "sensor.transformer_power").state == "77"
