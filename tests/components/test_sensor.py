"""Readings."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Sensor
from custom_components.latchkey.const import DOMAIN
from tests.simulators.hubspace import HubspaceSimulator

from .home import state
from .memory import MemoryCloud, link


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


MOMENT = Sensor(key="opened", value=None, device_class="timestamp", is_kept=True)


async def restart(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    """Set the account up again, whose vendor knows nothing of a moment any more."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_unload(entry.entry_id)
    cloud.has(MOMENT)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


async def test_a_moment_that_its_vendor_forgets_is_kept(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, replace(MOMENT, value=datetime(2026, 11, 21, 12, tzinfo=UTC)))
    await restart(hass, cloud)
    assert state(hass, "sensor.thing").state == "2026-11-21T12:00:00+00:00"
    cloud.made[-1].push(replace(MOMENT, value=datetime(2026, 11, 22, 12, tzinfo=UTC)))
    assert state(hass, "sensor.thing").state == "2026-11-22T12:00:00+00:00"


async def test_what_is_kept_and_is_no_moment_is_left_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Sensor(key="opened", value="yesterday", is_kept=True))
    await restart(hass, cloud)
    assert state(hass, "sensor.thing").state == STATE_UNKNOWN


async def test_a_reading_follows_the_vendor_at_the_next_poll(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    assert state(hass, "sensor.transformer_power").state == "42"
    hubspace.set_state(hubspace.find("Transformer").id, "watts", None, 77)
    await loaded_entry.runtime_data.async_refresh()
    assert state(hass, "sensor.transformer_power").state == "77"
