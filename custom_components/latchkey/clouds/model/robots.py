"""Robots that clean and mow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .feature import Feature, JsonValue

type VacuumMove = Literal["start", "pause", "stop", "return_to_base", "clean_spot", "locate"]
type LawnMowerMove = Literal["start_mowing", "pause", "dock", "stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuum(Feature):
    """A vacuum robot; `activity` is cleaning, docked, idle, paused, returning or error."""

    platform = "vacuum"

    activity: str | None
    abilities: frozenset[str] = frozenset()
    """What it can do, as Home Assistant calls it: start, return_home, send_command, clean_area …"""

    fan_speed: str | None = None
    fan_speeds: tuple[str, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    """What it cleans by itself (`CleanAreas`): names by their ids."""


@dataclass(frozen=True, slots=True)
class MoveVacuum:
    """Have a vacuum robot do something."""

    move: VacuumMove


@dataclass(frozen=True, slots=True)
class SetVacuumFanSpeed:
    """Choose how strongly a vacuum robot sucks."""

    fan_speed: str


@dataclass(frozen=True, slots=True)
class CleanAreas:
    """Have a vacuum robot clean some of its areas, in this order."""

    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendVacuumCommand:
    """Have a vacuum robot do something in the words of its maker."""

    command: str
    parameters: JsonValue = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawnMower(Feature):
    """A robot that mows; `activity` is mowing, docked, paused, returning, idle or error."""

    platform = "lawn_mower"

    activity: str | None
    abilities: frozenset[str] = frozenset()
    """As those of a vacuum robot: start_mowing, pause, dock, stop."""


@dataclass(frozen=True, slots=True)
class MoveLawnMower:
    """Have a robot that mows do something."""

    move: LawnMowerMove
