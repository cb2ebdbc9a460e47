"""Blinds, garage doors and the like: what people ask of them, and what a cloud hears."""

from dataclasses import replace
from typing import Any

import pytest
from homeassistant.components.cover import CoverEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceNotSupported

from custom_components.latchkey.clouds.model import Cover, MoveCover

from .home import act, state
from .memory import link

COVER = "cover.thing"
BLIND = Cover(
    key="blind",
    state="open",
    position=70,
    tilt=30,
    actions=frozenset(
        {
            "open",
            "close",
            "stop",
            "set_position",
            "open_tilt",
            "close_tilt",
            "stop_tilt",
            "set_tilt_position",
        }
    ),
    device_class="blind",
)


async def test_a_cover_tells_what_it_is_and_how_far_it_is_open(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, BLIND)
    blind = state(hass, COVER)
    assert blind.attributes["device_class"] == "blind"
    assert (blind.attributes["current_position"], blind.attributes["current_tilt_position"]) == (70, 30)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("open", "open"),
        ("opening", "opening"),
        ("closed", "closed"),
        ("closing", "closing"),
        (None, "unknown"),
    ],
)
async def test_every_state_of_a_cover_is_shown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, told: str | None, shown: str
) -> None:
    await link(hass, monkeypatch, replace(BLIND, state=told))
    assert state(hass, COVER).state == shown


async def test_a_class_that_home_assistant_does_not_know_is_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, replace(BLIND, device_class="drawbridge"))
    assert "device_class" not in state(hass, COVER).attributes


@pytest.mark.parametrize(
    ("action", "data", "command"),
    [
        ("open_cover", {}, MoveCover(action="open")),
        ("close_cover", {}, MoveCover(action="close")),
        ("stop_cover", {}, MoveCover(action="stop")),
        ("set_cover_position", {"position": 40}, MoveCover(action="set_position", position=40)),
        ("open_cover_tilt", {}, MoveCover(action="open_tilt")),
        ("close_cover_tilt", {}, MoveCover(action="close_tilt")),
        ("stop_cover_tilt", {}, MoveCover(action="stop_tilt")),
        (
            "set_cover_tilt_position",
            {"tilt_position": 10},
            MoveCover(action="set_tilt_position", position=10),
        ),
    ],
)
async def test_a_cover_does_what_it_is_asked_to(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    data: dict[str, Any],
    command: MoveCover,
) -> None:
    cloud = await link(hass, monkeypatch, BLIND)
    await act(hass, f"cover.{action}", COVER, **data)
    assert cloud.commands == [command]


async def test_a_cover_is_asked_for_nothing_that_it_cannot_do(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, replace(BLIND, actions=frozenset({"open", "close"})))
    features = state(hass, COVER).attributes["supported_features"]
    assert features == CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE
    with pytest.raises(ServiceNotSupported):
        await act(hass, "cover.stop_cover", COVER)
    assert not cloud.commands
