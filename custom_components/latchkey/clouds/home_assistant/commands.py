"""Commands as the other side's own actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ...auth.redaction import mask
from ..base import CommandRefused
from ..model import (
    AlarmPanel,
    Button,
    Climate,
    Command,
    Cover,
    Fan,
    Feature,
    Light,
    Lock,
    MoveCover,
    Number,
    OpenLock,
    PressButton,
    Select,
    SelectOption,
    SetAlarm,
    SetClimate,
    SetFan,
    SetLight,
    SetLock,
    SetNumber,
    SetSwitch,
    SetValve,
    SetValvePosition,
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    StopValve,
    Switch,
    Valve,
    WaterHeater,
)

_FULL_BRIGHTNESS: Final = 255


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the entity's own domain, and its fields."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)


type _Describe[CommandT] = Callable[[CommandT], list[Action]]


def describe(feature: Feature, command: Command, *, fahrenheit: bool) -> list[Action]:
    """Return what the other side is asked to do; raises CommandRefused where the feature cannot do it.

    Temperatures are in the unit of the other side.
    """
    known = _ACTIONS.get(type(command))
    if known is None or not isinstance(feature, known[0]):
        raise CommandRefused("not_supported")
    actions = known[1](command)
    return [_in_fahrenheit(action) for action in actions] if fahrenheit else actions


_TEMPERATURES: Final = {"temperature", "target_temp_low", "target_temp_high"}


def _in_fahrenheit(action: Action) -> Action:
    """Return an action with its temperatures in degrees Fahrenheit."""
    converted = {
        key: round(value * 9 / 5 + 32, 2) if key in _TEMPERATURES else value
        for key, value in action.fields.items()
    }
    return Action(action.name, converted)


def _given(**fields: Any) -> dict[str, Any]:
    """Return the fields that a command sets."""
    return {key: value for key, value in fields.items() if value is not None}


def _set_light(command: SetLight) -> list[Action]:
    fields = _given(transition=command.transition, flash=command.flash)
    if not command.on:
        return [Action("turn_off", fields)]
    if command.white:
        return [Action("turn_on", fields | {"white": command.brightness or _FULL_BRIGHTNESS})]
    fields |= _given(
        brightness=command.brightness,
        color_temp_kelvin=command.color_temperature,
        rgb_color=command.rgb and list(command.rgb),
        effect=command.effect,
    )
    return [Action("turn_on", fields)]


def _set_switch(command: SetSwitch) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off")]


def _set_fan(command: SetFan) -> list[Action]:
    if command.on is not None:
        speed = _given(percentage=command.percentage, preset_mode=command.preset) if command.on else {}
        actions = [Action("turn_on" if command.on else "turn_off", speed)]
    else:
        actions = _each(
            set_percentage=_given(percentage=command.percentage),
            set_preset_mode=_given(preset_mode=command.preset),
        )
    return actions + _each(
        set_direction=_given(direction=command.direction),
        oscillate=_given(oscillating=command.oscillating),
    )


def _each(**actions: dict[str, Any]) -> list[Action]:
    """Return the actions that have something to set."""
    return [Action(name, fields) for name, fields in actions.items() if fields]


_COVER_ACTIONS: Final = {
    "open": "open_cover",
    "close": "close_cover",
    "stop": "stop_cover",
    "set_position": "set_cover_position",
    "open_tilt": "open_cover_tilt",
    "close_tilt": "close_cover_tilt",
    "stop_tilt": "stop_cover_tilt",
    "set_tilt_position": "set_cover_tilt_position",
}


def _move_cover(command: MoveCover) -> list[Action]:
    key = "tilt_position" if command.action == "set_tilt_position" else "position"
    return [Action(_COVER_ACTIONS[command.action], _given(**{key: command.position}))]


def _with_code(code: str | None) -> dict[str, Any]:
    """Return the field of a code, which is kept out of the log."""
    if code is not None:
        mask(code)
    return _given(code=code)


def _set_lock(command: SetLock) -> list[Action]:
    return [Action("lock" if command.locked else "unlock", _with_code(command.code))]


def _open_lock(command: OpenLock) -> list[Action]:
    return [Action("open", _with_code(command.code))]


def _set_valve(command: SetValve) -> list[Action]:
    return [Action("open_valve" if command.open else "close_valve")]


def _set_valve_position(command: SetValvePosition) -> list[Action]:
    return [Action("set_valve_position", {"position": command.position})]


def _stop_valve(_command: StopValve) -> list[Action]:
    return [Action("stop_valve")]


def _set_climate(command: SetClimate) -> list[Action]:
    temperatures = _given(
        temperature=command.target_temperature,
        target_temp_low=command.target_temperature_low,
        target_temp_high=command.target_temperature_high,
    )
    mode = _given(hvac_mode=command.mode)
    turned = [] if command.on is None else [Action("turn_on" if command.on else "turn_off")]
    return turned + _each(
        set_temperature=temperatures and temperatures | mode,
        set_hvac_mode={} if temperatures else mode,
        set_fan_mode=_given(fan_mode=command.fan_mode),
        set_swing_mode=_given(swing_mode=command.swing_mode),
        set_swing_horizontal_mode=_given(swing_horizontal_mode=command.horizontal_swing_mode),
        set_preset_mode=_given(preset_mode=command.preset),
        set_humidity=_given(humidity=command.target_humidity),
    )


def _set_water_heater(command: SetWaterHeater) -> list[Action]:
    return [Action("set_operation_mode", {"operation_mode": command.mode})]


def _set_water_heater_power(command: SetWaterHeaterPower) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off")]


def _set_water_temperature(command: SetWaterTemperature) -> list[Action]:
    return [Action("set_temperature", {"temperature": command.target_temperature})]


def _set_away(command: SetWaterHeaterAway) -> list[Action]:
    return [Action("set_away_mode", {"away_mode": command.away})]


_ALARM_ACTIONS: Final = {
    "disarmed": "alarm_disarm",
    "armed_home": "alarm_arm_home",
    "armed_away": "alarm_arm_away",
    "armed_night": "alarm_arm_night",
    "armed_vacation": "alarm_arm_vacation",
    "armed_custom_bypass": "alarm_arm_custom_bypass",
    "triggered": "alarm_trigger",
}


def _set_alarm(command: SetAlarm) -> list[Action]:
    name = _ALARM_ACTIONS.get(command.state)
    if name is None:
        raise CommandRefused("not_supported")
    return [Action(name, _with_code(command.code))]


def _set_number(command: SetNumber) -> list[Action]:
    return [Action("set_value", {"value": command.value})]


def _select_option(command: SelectOption) -> list[Action]:
    return [Action("select_option", {"option": command.option})]


def _press(_command: PressButton) -> list[Action]:
    return [Action("press")]


_ACTIONS: Final[Mapping[type[Command], tuple[type[Feature], _Describe[Any]]]] = {
    SetLight: (Light, _set_light),
    SetSwitch: (Switch, _set_switch),
    SetFan: (Fan, _set_fan),
    MoveCover: (Cover, _move_cover),
    SetLock: (Lock, _set_lock),
    OpenLock: (Lock, _open_lock),
    SetValve: (Valve, _set_valve),
    SetValvePosition: (Valve, _set_valve_position),
    StopValve: (Valve, _stop_valve),
    SetClimate: (Climate, _set_climate),
    SetWaterHeater: (WaterHeater, _set_water_heater),
    SetWaterHeaterPower: (WaterHeater, _set_water_heater_power),
    SetWaterTemperature: (WaterHeater, _set_water_temperature),
    SetWaterHeaterAway: (WaterHeater, _set_away),
    SetAlarm: (AlarmPanel, _set_alarm),
    SetNumber: (Number, _set_number),
    SelectOption: (Select, _select_option),
    PressButton: (Button, _press),
}
