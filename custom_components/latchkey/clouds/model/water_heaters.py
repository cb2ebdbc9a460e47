"""Water heaters, and what they are told."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterHeater(Feature):
    """A boiler of hot water; where it has on, off and auto, auto is what its schedule says."""

    platform = "water_heater"

    mode: str | None
    modes: tuple[str, ...]
    has_power: bool | None = None
    """Whether it can be turned on and off, whatever its modes are; None where these are all that it knows."""

    current_temperature: float | None = None
    target_temperature: float | None = None
    target_temperature_low: float | None = None
    target_temperature_high: float | None = None
    has_target_temperature: bool = False
    min_temperature: float | None = None
    max_temperature: float | None = None
    temperature_step: float | None = None
    """As that of a climate device."""

    has_fractions: bool = False
    """Whether its temperatures have decimals also in degrees Fahrenheit, which Home Assistant rounds else."""

    away: bool | None = None
    has_away: bool = False


@dataclass(frozen=True, slots=True)
class SetWaterHeater:
    """Bring a water heater to one of its modes."""

    mode: str


@dataclass(frozen=True, slots=True)
class SetWaterHeaterPower:
    """Turn a water heater on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetWaterTemperature:
    """Set how hot the water shall be."""

    target_temperature: float
    mode: str | None = None
    """The mode that it shall have then, where that is another one."""


@dataclass(frozen=True, slots=True)
class SetWaterHeaterAway:
    """Tell a water heater whether its people are away."""

    away: bool
