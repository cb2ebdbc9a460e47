"""What a person sets: numbers, and choices out of options."""

from dataclasses import dataclass
from typing import Literal

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Feature):
    """A number that can be set."""

    platform = "number"

    value: float | None
    minimum: float
    maximum: float
    step: float
    unit: str | None = None
    device_class: str | None = None
    mode: Literal["auto", "box", "slider"] | None = None
    """How it is entered; None where that follows from how big it can be."""


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Set a number."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Feature):
    """A choice out of some options."""

    platform = "select"

    option: str | None
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelectOption:
    """Choose an option."""

    option: str
