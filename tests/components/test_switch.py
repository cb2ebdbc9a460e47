"""Switches and outlets: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.core import HomeAssistant

from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state

SWITCHES = [
    ("switch.office_switch", "Office switch", ("power", None)),
    ("switch.garden_garden_plug_outlet_2", "Garden plug 2", ("power", None)),
    ("switch.glass_door", "Glass door", ("power", None)),
    ("switch.transformer_zone_2", "Transformer", ("toggle", "zone-2")),
    ("switch.bath_fan_speaker", "Bath fan", ("toggle", "speaker-power")),
]


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize(("switch", "device", "function"), SWITCHES)
async def test_a_switch_is_turned_on_and_off(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    switch: str,
    device: str,
    function: tuple[str, str | None],
) -> None:
    device_id = hubspace.find(device).id
    for word in ("on", "off"):
        await act(hass, f"switch.turn_{word}", switch)
        assert hubspace.state(device_id, *function) == word
        assert state(hass, switch).state == word


@pytest.mark.usefixtures("loaded_entry")
async def test_one_outlet_of_a_plug_leaves_the_other_alone(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "switch.turn_off", "switch.garden_garden_plug_outlet_1")
    assert hubspace.state(hubspace.find("Garden plug 1").id, "power") == "off"
    assert hubspace.state(hubspace.find("Garden plug 2").id, "power") == "on"
