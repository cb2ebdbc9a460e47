"""Readings."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from homeassistant.components.sensor import SensorExtraStoredData
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_restore_cache_with_extra_data

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


MOMENT = Sensor(key="opened", value=None, device_class="timestamp", is_kept=True)


async def test_a_moment_that_its_vendor_forgets_is_kept(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = SensorExtraStoredData(datetime(2026, 11, 21, 12, tzinfo=UTC), None).as_dict()
    mock_restore_cache_with_extra_data(hass, [(State("sensor.thing", ""), stored)])
    cloud = await link(hass, monkeypatch, MOMENT)
    assert state(hass, "sensor.thing").state == "2026-11-21T12:00:00+00:00"
    cloud.push(replace(MOMENT, value=datetime(2026, 11, 22, 12, tzinfo=UTC)))
    assert state(hass, "sensor.thing").state == "2026-11-22T12:00:00+00:00"


@pytest.mark.parametrize("value", ["yesterday", 12.0, datetime(2026, 11, 21, 12)])  # noqa: DTZ001 - as told
async def test_what_is_kept_and_is_no_moment_is_left_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, value: str | float | datetime
) -> None:
    stored = SensorExtraStoredData(value, None).as_dict()
    mock_restore_cache_with_extra_data(hass, [(State("sensor.thing", ""), stored)])
    await link(hass, monkeypatch, MOMENT)
    assert state(hass, "sensor.thing").state == STATE_UNKNOWN


async def test_a_reading_follows_the_vendor_at_the_next_poll(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    assert state(hass, "sensor.transformer_power").state == "42"
    hubspace.set_state(hubspace.find("Transformer").id, "watts", None, 77)
    await loaded_entry.runtime_data.async_refresh()
    assert state(hass, "sensor.transformer_power").state == "77"
