"""What heats, cools, dampens or dries the air."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate(Feature):
    """A thermostat or an air conditioner."""

    platform = "climate"

    mode: str | None
    modes: tuple[str, ...]
    can_turn_on: bool | None = None
    """Whether it can be turned on in the mode that it had when it was turned off.

    None where all it knows is modes, and so is what follows.
    """

    can_turn_off: bool | None = None

    action: str | None = None
    current_temperature: float | None = None
    target_temperature: float | None = None
    target_temperature_low: float | None = None
    target_temperature_high: float | None = None
    has_target_temperature: bool = True
    has_target_range: bool = False
    min_temperature: float | None = None
    max_temperature: float | None = None
    temperature_step: float | None = None
    """Home Assistant takes it as it is, whatever the unit in which its people see temperatures."""

    has_fractions: bool = False
    """Whether its temperatures have decimals also in degrees Fahrenheit, which Home Assistant rounds else."""

    temperature_unit: str = "°C"
    """Of all of its temperatures."""

    fan_mode: str | None = None
    fan_modes: tuple[str, ...] = ()
    swing_mode: str | None = None
    swing_modes: tuple[str, ...] = ()
    horizontal_swing_mode: str | None = None
    horizontal_swing_modes: tuple[str, ...] = ()
    preset: str | None = None
    presets: tuple[str, ...] = ()
    current_humidity: float | None = None
    target_humidity: float | None = None
    has_target_humidity: bool = False
    min_humidity: float | None = None
    max_humidity: float | None = None
    humidity_step: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClimate:
    """Change a climate device; what is None stays as it is."""

    on: bool | None = None
    mode: str | None = None
    target_temperature: float | None = None
    target_temperature_low: float | None = None
    target_temperature_high: float | None = None
    fan_mode: str | None = None
    swing_mode: str | None = None
    horizontal_swing_mode: str | None = None
    preset: str | None = None
    target_humidity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Humidifier(Feature):
    """What keeps the air damp or dry; humidities are percentages."""

    platform = "humidifier"

    on: bool | None
    action: str | None = None
    """What it does while it is on: humidifying, drying or idle."""

    mode: str | None = None
    modes: tuple[str, ...] = ()
    current_humidity: float | None = None
    target_humidity: float | None = None
    min_humidity: float | None = None
    max_humidity: float | None = None
    humidity_step: float | None = None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHumidifier:
    """Change a humidifier; what is None stays as it is."""

    on: bool | None = None
    mode: str | None = None
    target_humidity: float | None = None
