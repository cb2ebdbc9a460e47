"""Valves: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Valve
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
