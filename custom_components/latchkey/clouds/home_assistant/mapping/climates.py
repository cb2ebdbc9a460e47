"""What heats, cools, dampens or dries: climates, humidifiers and water heaters."""

from typing import Final

from ...model import Climate, Humidifier, WaterHeater
from .attributes import Maps, Told, to_celsius
from .readings import is_on

_TARGET: Final = 1
_TARGET_RANGE: Final = 2
_TARGET_HUMIDITY: Final = 4
_FAN: Final = 8
_PRESET: Final = 16
_SWING: Final = 32
_TURN_OFF: Final = 128
_TURN_ON: Final = 256
_HORIZONTAL_SWING: Final = 512

_MODES: Final = ("off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only")

_HUMIDIFIER_MODES: Final = 1

_TEMPERATURES: Final = ("current_temperature", "temperature", "target_temp_low", "target_temp_high")

_WATER_TARGET: Final = 1
_WATER_MODE: Final = 2
_WATER_AWAY: Final = 4
_WATER_ON_OFF: Final = 8


def map_climate(told: Told) -> Climate:
    """Return a thermostat or an air conditioner."""

    def temperature(name: str) -> float | None:
        return to_celsius(told.number(name), told.unit)

    def words(feature: int, name: str) -> tuple[str, ...]:
        return told.texts(name) if told.can(feature) else ()

    return Climate(
        **told.common,
        mode=told.state if told.state in _MODES else None,
        modes=tuple(mode for mode in told.texts("hvac_modes") if mode in _MODES),
        can_turn_on=told.can(_TURN_ON),
        can_turn_off=told.can(_TURN_OFF),
        action=told.text("hvac_action"),
        current_temperature=temperature("current_temperature"),
        target_temperature=temperature("temperature"),
        target_temperature_low=temperature("target_temp_low"),
        target_temperature_high=temperature("target_temp_high"),
        has_target_temperature=told.can(_TARGET),
        has_target_range=told.can(_TARGET_RANGE),
        min_temperature=temperature("min_temp"),
        max_temperature=temperature("max_temp"),
        temperature_step=_step(told),
        has_fractions=_has_fractions(told),
        fan_mode=told.text("fan_mode"),
        fan_modes=words(_FAN, "fan_modes"),
        swing_mode=told.text("swing_mode"),
        swing_modes=words(_SWING, "swing_modes"),
        horizontal_swing_mode=told.text("swing_horizontal_mode"),
        horizontal_swing_modes=words(_HORIZONTAL_SWING, "swing_horizontal_modes"),
        preset=told.text("preset_mode"),
        presets=words(_PRESET, "preset_modes"),
        current_humidity=told.number("current_humidity"),
        target_humidity=told.number("humidity"),
        has_target_humidity=told.can(_TARGET_HUMIDITY),
        min_humidity=told.number("min_humidity"),
        max_humidity=told.number("max_humidity"),
        humidity_step=told.number("target_humidity_step"),
    )


def map_humidifier(told: Told) -> Humidifier:
    """Return a humidifier or a dehumidifier."""
    return Humidifier(
        **told.common,
        on=is_on(told.state),
        action=told.text("action"),
        mode=told.text("mode"),
        modes=told.texts("available_modes") if told.can(_HUMIDIFIER_MODES) else (),
        current_humidity=told.number("current_humidity"),
        target_humidity=told.number("humidity"),
        min_humidity=told.number("min_humidity"),
        max_humidity=told.number("max_humidity"),
        humidity_step=told.number("target_humidity_step"),
        device_class=told.text("device_class"),
    )


def map_water_heater(told: Told) -> WaterHeater:
    """Return a boiler of hot water."""

    def temperature(name: str) -> float | None:
        return to_celsius(told.number(name), told.unit)

    return WaterHeater(
        **told.common,
        mode=told.state,
        modes=told.texts("operation_list") if told.can(_WATER_MODE) else (),
        has_power=told.can(_WATER_ON_OFF),
        current_temperature=temperature("current_temperature"),
        target_temperature=temperature("temperature"),
        target_temperature_low=temperature("target_temp_low"),
        target_temperature_high=temperature("target_temp_high"),
        has_target_temperature=told.can(_WATER_TARGET),
        min_temperature=temperature("min_temp"),
        max_temperature=temperature("max_temp"),
        temperature_step=_step(told),
        has_fractions=_has_fractions(told),
        away={"on": True, "off": False}.get(told.text("away_mode") or ""),
        has_away=told.can(_WATER_AWAY),
    )


def _has_fractions(told: Told) -> bool:
    """Return whether a house that has degrees Fahrenheit tells fractions of them."""
    numbers = (told.number(name) for name in _TEMPERATURES)
    return told.unit == "°F" and any(number is not None and not number.is_integer() for number in numbers)


def _step(told: Told) -> float | None:
    """Return the smallest change, unconverted: each Home Assistant takes it as degrees of its own unit."""
    step = told.number("target_temp_step")
    return step if step is not None and step > 0 else None


MAPS: Final[Maps] = {
    "climate": {"": map_climate},
    "humidifier": {"": map_humidifier},
    "water_heater": {"": map_water_heater},
}
