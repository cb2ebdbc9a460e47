"""Robots that mow: what people ask of them, and what their vendor hears."""

from typing import override

import pytest
from homeassistant.components.lawn_mower import LawnMowerActivity, LawnMowerEntity, LawnMowerEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import LawnMower, LawnMowerMove, MoveLawnMower

from .home import act, state
from .memory import link
from .mirroring import Mirror

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


class Mower(LawnMowerEntity):
    """A robot that mows at another Home Assistant."""

    entity_id = "lawn_mower.mower"
    _attr_name = "Mower"
    _attr_unique_id = "mower"
    _attr_should_poll = False
    _attr_activity = LawnMowerActivity.DOCKED
    _attr_supported_features = LawnMowerEntityFeature.START_MOWING | LawnMowerEntityFeature.DOCK

    @override
    async def async_start_mowing(self) -> None:
        self._attr_activity = LawnMowerActivity.MOWING
        self.async_write_ha_state()


async def test_a_robot_of_another_home_assistant_mows_there_and_is_seen_to(mirror: Mirror) -> None:
    await mirror.add(Mower())
    await mirror.link()
    here = mirror.id("lawn_mower.mower")
    assert state(mirror.here, here).attributes["supported_features"] == 5
    await act(mirror.here, "lawn_mower.start_mowing", here)
    assert state(mirror.there, "lawn_mower.mower").state == "mowing"
    await mirror.until(lambda: state(mirror.here, here).state, "mowing")
