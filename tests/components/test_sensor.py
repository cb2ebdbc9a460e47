"""Readings."""

import pytest
from homeassistant.const import ATTR_DEVICE_CLASS, ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Sensor

from .memory import link


async def test_a_moment_is_shown_in_utc(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch):
    moment = Sensor(key="seen", value="2026-10-04T12:00:00+02:00", device_class="timestamp")
    await link(hass, monkeypatch, moment)
    assert hass.states.get("sensor.thing").state == "2026-10-04T10:00:00+00:00"


async def test_a_class_that_home_assistant_does_not_know_is_left_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
):
    await link(hass, monkeypatch, Sensor(key="flux", value=88.0, unit="gw", device_class="flux", state_class="odd"))
    state = hass.states.get("sensor.thing")
    assert state.state == "88.0"
    assert state.attributes[ATTR_UNIT_OF_MEASUREMENT] == "gw"
    assert ATTR_DEVICE_CLASS not in state.attributes
