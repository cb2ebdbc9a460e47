"""What people read when a command does not reach its device, whatever the platform."""

from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from custom_components.latchkey.clouds.base import CommandFailed
from custom_components.latchkey.clouds.model import Switch
from tests.simulators.hubspace import HubspaceSimulator

from ..home import act, state
from ..memory import link

STATE: Final = "/v1/accounts/*/metadevices/*/state"
COMMANDS: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("alarm_control_panel.alarm_arm_away", "alarm_control_panel.alarm", {}),
    ("climate.set_hvac_mode", "climate.thermostat", {"hvac_mode": "cool"}),
    ("fan.turn_on", "fan.bath_fan", {}),
    ("light.turn_on", "light.hall_light", {}),
    ("lock.unlock", "lock.front_door", {}),
    ("number.set_value", "number.bath_fan_auto_off_timer", {"value": 120}),
    ("select.select_option", "select.bath_fan_motion_turns_on", {"option": "light"}),
    ("switch.turn_on", "switch.office_switch", {}),
    ("valve.open_valve", "valve.garden_sprinkler_spigot_1", {}),
]


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize(
    ("status", "error", "sentence"),
    [(400, ServiceValidationError, "refused"), (503, HomeAssistantError, "error_status")],
)
async def test_a_command_that_fails_says_why_and_changes_nothing(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    status: int,
    error: type[HomeAssistantError],
    sentence: str,
) -> None:
    hubspace.faults.answer(STATE, status=status, times=None)
    for action, entity_id, data in COMMANDS:
        before = state(hass, entity_id)
        with pytest.raises(error) as caught:
            await act(hass, action, entity_id, **data)
        assert (caught.value.translation_domain, caught.value.translation_key) == ("latchkey", sentence)
        assert state(hass, entity_id) == before


async def test_a_command_that_the_vendor_tried_in_vain_is_told_in_its_own_words(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Switch(key="pump", on=False))
    monkeypatch.setattr(cloud, "async_send", AsyncMock(side_effect=CommandFailed("The pump is dry")))
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "switch.turn_on", "switch.thing")
    assert str(caught.value) == "Memory: The pump is dry"
