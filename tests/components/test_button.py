"""Buttons: what people ask of them, and what a cloud hears."""

from typing import Literal

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from custom_components.latchkey.clouds.model import Button, CallButton, PressButton

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


@pytest.mark.parametrize("action", ["answer", "reject"])
async def test_a_button_for_calls_needs_somebody_who_can_be_answered(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, action: Literal["answer", "reject"]
) -> None:
    await link(hass, monkeypatch, CallButton(key=action, action=action))
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "button.press", BUTTON)
    assert caught.value.translation_key == "vendor_cannot"
