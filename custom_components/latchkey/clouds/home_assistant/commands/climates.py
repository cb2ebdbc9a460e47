"""What climates, humidifiers and water heaters are told."""

from typing import Final

from ...model import (
    Climate,
    Humidifier,
    SetClimate,
    SetHumidifier,
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    WaterHeater,
)
from .action import Action, Actions, Target, each, given


def _set_climate(command: SetClimate, _target: Target) -> list[Action]:
    temperatures = given(
        temperature=command.target_temperature,
        target_temp_low=command.target_temperature_low,
        target_temp_high=command.target_temperature_high,
    )
    mode = given(hvac_mode=command.mode)
    turned = [] if command.on is None else [Action("turn_on" if command.on else "turn_off")]
    return turned + each(
        set_temperature=temperatures and temperatures | mode,
        set_hvac_mode={} if temperatures else mode,
        set_fan_mode=given(fan_mode=command.fan_mode),
        set_swing_mode=given(swing_mode=command.swing_mode),
        set_swing_horizontal_mode=given(swing_horizontal_mode=command.horizontal_swing_mode),
        set_preset_mode=given(preset_mode=command.preset),
        set_humidity=given(humidity=command.target_humidity),
    )


def _set_humidifier(command: SetHumidifier, _target: Target) -> list[Action]:
    turned = [] if command.on is None else [Action("turn_on" if command.on else "turn_off")]
    return turned + each(
        set_humidity=given(humidity=command.target_humidity),
        set_mode=given(mode=command.mode),
    )


def _set_water_heater(command: SetWaterHeater, _target: Target) -> list[Action]:
    return [Action("set_operation_mode", {"operation_mode": command.mode})]


def _set_water_heater_power(command: SetWaterHeaterPower, _target: Target) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off")]


def _set_water_temperature(command: SetWaterTemperature, _target: Target) -> list[Action]:
    mode = given(operation_mode=command.mode)
    return [Action("set_temperature", {"temperature": command.target_temperature, **mode})]


def _set_away(command: SetWaterHeaterAway, _target: Target) -> list[Action]:
    return [Action("set_away_mode", {"away_mode": command.away})]


ACTIONS: Final[Actions] = {
    SetClimate: (Climate, _set_climate),
    SetHumidifier: (Humidifier, _set_humidifier),
    SetWaterHeater: (WaterHeater, _set_water_heater),
    SetWaterHeaterPower: (WaterHeater, _set_water_heater_power),
    SetWaterTemperature: (WaterHeater, _set_water_temperature),
    SetWaterHeaterAway: (WaterHeater, _set_away),
}
