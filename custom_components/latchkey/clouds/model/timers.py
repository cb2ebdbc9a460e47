"""Timers, which count time down."""

from dataclasses import dataclass
from datetime import timedelta

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer(Feature):
    """A timer; `state` is idle, active or paused."""

    platform = "sensor"

    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimer:
    """Start a timer, or let it go on."""

    duration: timedelta | None = None
    """How long it runs; None for as long as it always does, or for what is left of that."""


@dataclass(frozen=True, slots=True)
class ChangeTimer:
    """Let a timer that runs end later, or earlier."""

    by: timedelta
