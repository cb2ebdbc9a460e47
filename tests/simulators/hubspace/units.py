"""Temperatures as they are asked for: in degrees Celsius, which is how they are kept, or Fahrenheit."""

import math
from typing import Any, override

_DIFFERENCE = "temperature-calibration"
"""The instance of what is a difference of temperatures, and no temperature."""


class Unit:
    """Degrees Celsius."""

    def limits(self, function: tuple[str, str | None], limits: dict[str, float]) -> dict[str, float]:
        """Return what a temperature may be."""
        return limits

    def told(self, function: tuple[str, str | None], value: Any) -> Any:
        """Return a value as it is told."""
        return value

    def stored(self, function: tuple[str, str | None], value: Any) -> Any:
        """Return a value as it is kept."""
        return value


class Fahrenheit(Unit):
    """Degrees Fahrenheit: whole ones, whatever steps the device has in degrees Celsius."""

    @override
    def limits(self, function: tuple[str, str | None], limits: dict[str, float]) -> dict[str, float]:
        if not _is_temperature(function):
            return limits
        low, high = (math.floor(limits[limit] * 1.8 + 32) for limit in ("min", "max"))
        return {"min": low, "max": high, "step": 1}

    @override
    def told(self, function: tuple[str, str | None], value: Any) -> Any:
        return round(value * 1.8 + 32) if _is_temperature(function) else value

    @override
    def stored(self, function: tuple[str, str | None], value: Any) -> Any:
        return (value - 32) / 1.8 if _is_temperature(function) else value


def _is_temperature(function: tuple[str, str | None]) -> bool:
    return function[0] == "temperature" and function[1] != _DIFFERENCE
