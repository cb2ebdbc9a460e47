"""Buttons: what people ask of them, and what a cloud hears."""

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Button, PressButton

from .home import act, state
from .memory import link

BUTTON = "button.thing"


async def test_a_button_is_pressed(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, Button(key="button", device_class="restart"))
    assert state(hass, BUTTON).attributes["device_class"] == "restart"
    assert state(hass, BUTTON).state == STATE_UNKNOWN
    await act(hass, "button.press", BUTTON)
    assert cloud.commands == [PressButton()]
    assert state(hass, BUTTON).state != STATE_UNKNOWN


async def test_a_class_that_home_assistant_does_not_know_is_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, Button(key="button", device_class="self-destruct"))
    assert "device_class" not in state(hass, BUTTON).attributes
