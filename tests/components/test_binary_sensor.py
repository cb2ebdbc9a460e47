"""Readings that are yes or no."""

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import BinarySensor

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
