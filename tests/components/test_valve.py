"""Valves: what people ask of them, and what the vendor hears."""

from typing import Literal

import pytest
from homeassistant.components.valve import ValveEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import SetValvePosition, StopValve, Valve
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link


@pytest.mark.usefixtures("loaded_entry")
async def test_a_spigot_is_opened_and_closed_by_itself(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    sprinkler = hubspace.find("Sprinkler").id
    await act(hass, "valve.open_valve", "valve.garden_sprinkler_spigot_1")
    assert hubspace.state(sprinkler, "toggle", "spigot-1") == "on"
    assert state(hass, "valve.garden_sprinkler_spigot_1").state == "open"
    await act(hass, "valve.close_valve", "valve.garden_sprinkler_spigot_1")
    assert hubspace.state(sprinkler, "toggle", "spigot-1") == "off"
    assert state(hass, "valve.garden_sprinkler_spigot_1").state == "closed"
    assert hubspace.state(sprinkler, "toggle", "spigot-2") == "on"


async def test_a_valve_of_which_the_vendor_says_nothing_is_unknown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, Valve(key="valve", open=None))
    assert state(hass, "valve.thing").state == "unknown"


async def test_a_valve_that_knows_where_it_is_can_be_put_somewhere_and_stopped(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap = Valve(key="valve", open=True, position=30, has_position=True, can_stop=True, device_class="water")
    cloud = await link(hass, monkeypatch, tap)
    shown = state(hass, "valve.thing")
    assert shown.attributes["current_position"] == 30
    assert shown.attributes["device_class"] == "water"
    await act(hass, "valve.set_valve_position", "valve.thing", position=60)
    await act(hass, "valve.stop_valve", "valve.thing")
    assert cloud.commands == [SetValvePosition(60), StopValve()]


async def test_a_valve_that_is_open_or_closed_can_do_nothing_else(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, Valve(key="valve", open=False))
    shown = state(hass, "valve.thing")
    assert shown.attributes["supported_features"] == ValveEntityFeature.OPEN | ValveEntityFeature.CLOSE
    assert shown.state == "closed"


@pytest.mark.parametrize("moving", ["opening", "closing"])
async def test_a_valve_tells_that_it_moves(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, moving: Literal["opening", "closing"]
) -> None:
    await link(hass, monkeypatch, Valve(key="valve", open=True, moving=moving))
    assert state(hass, "valve.thing").state == moving
