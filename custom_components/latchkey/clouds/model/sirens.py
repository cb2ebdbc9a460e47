"""Sirens and chimes."""

from collections.abc import Mapping
from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Siren(Feature):
    """Something that is loud."""

    platform = "siren"

    on: bool | None
    abilities: frozenset[str] = frozenset()
    """What it can do, as Home Assistant calls it: turn_on, turn_off, tones, volume_set, duration."""

    tones: tuple[int | str, ...] | Mapping[int | str, str] = ()
    """Its tones, or their names by what it takes for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSiren:
    """Have a siren sound, or be quiet; what is None is left to it."""

    on: bool
    tone: int | str | None = None
    duration: int | None = None
    """In seconds."""

    volume: float | None = None
    """0 to 1."""
