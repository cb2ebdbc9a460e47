"""Fans."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan(Feature):
    """A fan. Its speed is a percentage; `speeds` is how many steps that has (0: on and off only)."""

    platform = "fan"

    on: bool | None
    can_turn_on: bool = True
    can_turn_off: bool = True
    percentage: int | None = None
    speeds: int = 0
    direction: str | None = None
    has_direction: bool = False
    preset: str | None = None
    presets: tuple[str, ...] = ()
    has_presets: bool = True
    """Whether one of its presets can be chosen, where it has any."""

    oscillating: bool | None = None
    has_oscillation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFan:
    """Change a fan; what is None stays as it is."""

    on: bool | None = None
    percentage: int | None = None
    """Turns it on, or off at 0, and ends a preset: who sets a speed wants that speed."""

    direction: str | None = None
    preset: str | None = None
    """Turns it on, too."""

    oscillating: bool | None = None
