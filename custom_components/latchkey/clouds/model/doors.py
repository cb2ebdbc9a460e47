"""What opens and closes: covers, locks and valves; and who rings at a door."""

from dataclasses import dataclass, field
from typing import Literal

from .feature import Feature

type CoverAction = Literal[
    "open",
    "close",
    "stop",
    "set_position",
    "open_tilt",
    "close_tilt",
    "stop_tilt",
    "set_tilt_position",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Feature):
    """A blind, a garage door or the like; positions are percentages, 0 is closed.

    `state` is open, opening, closed or closing.
    """

    platform = "cover"

    state: str | None
    position: int | None = None
    tilt: int | None = None
    actions: frozenset[CoverAction] = frozenset()
    """What it can do."""

    speeds: tuple[str, ...] = ()
    """How fast it can be told to move."""

    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCover:
    """Have a cover do one of its actions; `position` is for set_position and set_tilt_position."""

    action: CoverAction
    position: int | None = None
    speed: str | None = None
    """One of its speeds; for open, close and set_position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(Feature):
    """A door lock; `state` is locked, locking, unlocked, unlocking, open, opening or jammed."""

    platform = "lock"

    state: str | None
    can_open: bool = False
    """Whether it can also pull the latch."""

    code_format: str | None = None
    """A regular expression that codes match; None where it takes none."""


@dataclass(frozen=True, slots=True)
class SetLock:
    """Lock or unlock a door."""

    locked: bool
    code: str | None = field(default=None, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLock:
    """Unlock a door and pull its latch."""

    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valve(Feature):
    """A valve; its position is a percentage, where it can be somewhere between open and closed."""

    platform = "valve"

    open: bool | None
    position: int | None = None
    has_position: bool = False
    can_open: bool = True
    can_close: bool = True
    can_stop: bool = False
    moving: Literal["opening", "closing"] | None = None
    device_class: str | None = None


@dataclass(frozen=True, slots=True)
class SetValve:
    """Open or close a valve."""

    open: bool


@dataclass(frozen=True, slots=True)
class SetValvePosition:
    """Open a valve so far."""

    position: int


@dataclass(frozen=True, slots=True)
class StopValve:
    """Leave a valve where it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallButton(Feature):
    """Answers or rejects who rings; it is available as long as that can be done."""

    platform = "button"

    action: Literal["answer", "reject"]
