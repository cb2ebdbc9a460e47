"""Scenes: when they were activated, and what their vendor hears."""

from datetime import UTC, datetime

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import ActivateScene, Scene

from .home import act, state
from .memory import link


async def test_a_scene_is_activated(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, Scene(key="dusk"))
    assert state(hass, "scene.thing").state == "unknown"
    await act(hass, "scene.turn_on", "scene.thing", transition=2.5)
    await act(hass, "scene.turn_on", "scene.thing")
    assert cloud.commands == [ActivateScene(transition=2.5), ActivateScene()]


async def test_a_scene_says_when_it_was_activated_wherever_that_was(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Scene(key="dusk"))
    cloud.push(Scene(key="dusk", activated_at=datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)))
    assert state(hass, "scene.thing").state == "2026-01-01T10:00:00.123456+00:00"
