"""Fans."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan(Feature):
    """A fan. Its speed is a percentage; `speeds` is how many steps that has (0: on and off only)."""

    on: bool | None
    percentage: int | None = None
    speeds: int = 0
    direction: str | None = None
    has_direction: bool = False
    preset: str | None = None
    presets: tuple[str, ...] = ()
    oscillating: bool | None = None
    has_oscillation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFan:
    """Change a fan; what is None stays as it is."""

    on: bool | None = None
    percentage: int | None = None
    """Ends a preset too: who sets a speed wants that speed."""

    direction: str | None = None
    preset: str | None = None
    oscillating: bool | None = None
