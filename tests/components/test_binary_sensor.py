"""Readings that are yes or no."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import BinarySensor
from tests.simulators.hubspace import HubspaceSimulator

from .home import state
from .memory import link


@pytest.mark.parametrize(("on", "shown"), [(True, "on"), (False, "off"), (None, "unknown")])
async def test_a_reading_is_yes_or_no_or_unknown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, on: bool | None, shown: str
) -> None:
    await link(hass, monkeypatch, BinarySensor(key="door", on=on, device_class="door"))
    assert state(hass, "binary_sensor.thing").state == shown


async def test_a_class_that_home_assistant_does_not_know_is_left_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, BinarySensor(key="flux", on=True, device_class="flux"))
    assert "device_class" not in state(hass, "binary_sensor.thing").attributes


async def test_the_connection_of_a_device_that_is_away_is_off_until_it_is_back(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    coordinator = loaded_entry.runtime_data
    for available, connection, light in (
        (True, STATE_ON, STATE_OFF),
        (False, STATE_OFF, STATE_UNAVAILABLE),
        (True, STATE_ON, STATE_OFF),
    ):
        hubspace.set_state(hubspace.find("Hall light").id, "available", None, value=available)
        await coordinator.async_refresh()
        assert state(hass, "binary_sensor.hall_light_connection").state == connection
        assert state(hass, "light.hall_light").state == light


async def test_the_connection_of_a_device_that_is_away_from_the_start_is_off(
    hass: HomeAssistant, entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hubspace.set_state(hubspace.find("Hall light").id, "available", None, value=False)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "binary_sensor.hall_light_connection").state == STATE_OFF


async def test_the_connection_is_not_available_while_the_vendor_does_not_answer(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer("/v1/*", status=503, times=None)
    await loaded_entry.runtime_data.async_refresh()
    assert state(hass, "binary_sensor.hall_light_connection").state == STATE_UNAVAILABLE
