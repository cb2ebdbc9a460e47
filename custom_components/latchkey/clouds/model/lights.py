"""Lights."""

from dataclasses import dataclass
from typing import Literal

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Light(Feature):
    """A lamp. Brightness is 0 to 255, colour temperatures are in kelvin."""

    platform = "light"

    on: bool | None
    color_mode: str = "onoff"
    color_modes: tuple[str, ...] = ("onoff",)
    brightness: int | None = None
    color_temperature: int | None = None
    min_color_temperature: int | None = None
    max_color_temperature: int | None = None
    hs: tuple[float, float] | None = None
    xy: tuple[float, float] | None = None
    rgb: tuple[int, int, int] | None = None
    rgbw: tuple[int, int, int, int] | None = None
    rgbww: tuple[int, int, int, int, int] | None = None
    effect: str | None = None
    effects: tuple[str, ...] = ()
    """What ends an effect is one of them, "off"."""

    has_transition: bool = False
    has_flash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLight:
    """Turn a light on or off; what is None stays as it is."""

    on: bool
    brightness: int | None = None
    color_temperature: int | None = None
    hs: tuple[float, float] | None = None
    xy: tuple[float, float] | None = None
    rgb: tuple[int, int, int] | None = None
    rgbw: tuple[int, int, int, int] | None = None
    rgbww: tuple[int, int, int, int, int] | None = None
    white: bool = False
    """Shine with the white lamps of a coloured light."""

    effect: str | None = None
    """One of the light's effects."""

    transition: float | None = None
    """Seconds that the change takes."""

    flash: Literal["short", "long"] | None = None
