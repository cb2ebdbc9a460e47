"""What people read when a command does not reach its device, whatever the platform."""

from typing import Any, Final
from unittest.mock import AsyncMock

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import METRIC_SYSTEM, US_CUSTOMARY_SYSTEM, UnitSystem

from custom_components.latchkey.clouds.base import Celsius, CommandFailed, CommandRefused
from custom_components.latchkey.clouds.model import Humidifier, Light, Switch
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


async def test_a_command_that_the_vendor_tried_in_vain_names_what_was_to_carry_it_out(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Switch(key="pump", name="Pump", on=False))
    monkeypatch.setattr(cloud, "async_send", AsyncMock(side_effect=CommandFailed))
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "switch.turn_on", "switch.thing_pump")
    assert str(caught.value) == "Memory could not do this for Thing Pump. The log has the reason"


async def test_a_command_that_is_refused_is_told_of_what_a_person_named(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Switch(key="pump", on=False))
    er.async_get(hass).async_update_entity("switch.thing", name="Fountain")
    monkeypatch.setattr(cloud, "async_send", AsyncMock(side_effect=CommandRefused("not_supported")))
    # Home Assistant 2026.11 puts the name of the device before it.
    with pytest.raises(ServiceValidationError, match=r"Fountain does not support this$"):
        await act(hass, "switch.turn_on", "switch.thing")


@pytest.mark.parametrize(
    ("units", "shown"),
    [(METRIC_SYSTEM, "between 5 °C and 35.5 °C"), (US_CUSTOMARY_SYSTEM, "between 41 °F and 95.9 °F")],
)
async def test_temperatures_that_are_allowed_are_told_in_the_unit_of_the_person(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, units: UnitSystem, shown: str
) -> None:
    hass.config.units = units
    cloud = await link(hass, monkeypatch, Switch(key="pump", on=False))
    refusal = CommandRefused("temperature_out_of_range", minimum=Celsius(5), maximum=Celsius(35.5))
    monkeypatch.setattr(cloud, "async_send", AsyncMock(side_effect=refusal))
    with pytest.raises(ServiceValidationError, match=shown):
        await act(hass, "switch.turn_on", "switch.thing")


async def test_what_is_not_among_the_choices_is_answered_with_them(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = Light(
        key="lamp", on=True, color_mode="onoff", color_modes=("onoff",), effects=("off", "rainbow", "fade")
    )
    dryer = Humidifier(key="dryer", on=True, mode="set", modes=("set", "comfort"))
    cloud = await link(hass, monkeypatch, lamp, dryer)
    for action, entity_id, data, known in (
        ("light.turn_on", "light.thing", {"effect": "disco"}, "off, rainbow, fade"),
        ("humidifier.set_mode", "humidifier.thing", {"mode": "disco"}, "set, comfort"),
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, action, entity_id, **data)
        assert str(caught.value) == f"Thing does not have “disco”. Choose one of: {known}"
    assert not cloud.commands
