"""What is only read: sensors and binary sensors."""

from dataclasses import dataclass
from datetime import date

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor(Feature):
    """A reading."""

    platform = "sensor"

    value: str | float | date | None
    unit: str | None = None
    device_class: str | None = None
    state_class: str | None = None
    options: tuple[str, ...] = ()
    decimals: int | None = None
    """How many a person wants to see; None where that follows from the rest."""

    is_kept: bool = False
    """Whether it is a moment that its vendor forgets: while the value is None, the last one counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySensor(Feature):
    """A reading that is yes or no."""

    platform = "binary_sensor"

    on: bool | None
    device_class: str | None = None
    is_bell: bool = False
    """Whether it says that somebody rings at its device."""
