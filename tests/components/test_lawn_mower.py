"""Robots that mow: what people ask of them, and what their vendor hears."""

import pytest
from homeassistant.components.lawn_mower import LawnMowerEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import LawnMower, LawnMowerMove, MoveLawnMower

from .home import act, state
from .memory import link

ABILITIES = frozenset({"start_mowing", "pause", "dock", "stop"})
MOVES: list[LawnMowerMove] = ["start_mowing", "pause", "dock"]
if "STOP" in LawnMowerEntityFeature.__members__:  # From 2026.10 on.
    MOVES.append("stop")


async def test_a_robot_is_what_its_vendor_says(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    await link(hass, monkeypatch, LawnMower(key="robot", activity="mowing", abilities=ABILITIES))
    now = state(hass, "lawn_mower.thing")
    assert (now.state, now.attributes["supported_features"]) == ("mowing", sum(LawnMowerEntityFeature))


@pytest.mark.parametrize("move", MOVES)
async def test_a_robot_does_what_people_ask(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, move: LawnMowerMove
) -> None:
    cloud = await link(hass, monkeypatch, LawnMower(key="robot", activity="docked", abilities=ABILITIES))
    await act(hass, f"lawn_mower.{move}", "lawn_mower.thing")
    assert cloud.commands == [MoveLawnMower(move)]
