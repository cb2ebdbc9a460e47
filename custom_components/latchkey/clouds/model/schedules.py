"""What applies when in a week, and what overrides it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Switchpoint:
    """A moment of the week from which on something else applies."""

    weekday: int
    """0 is Monday."""

    at: time
    """The local time of the home."""

    value: float | str
    """A target temperature, or for hot water on or off."""


type Schedule = tuple[Switchpoint, ...]
"""What a week looks like, from Monday on."""


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """Replace the schedule of a device."""

    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideSchedule:
    """Leave the schedule until a moment; where none is given, until it changes next."""

    value: float | str
    """A target temperature, or for hot water on or off."""

    until: datetime | None = None
    permanent: bool = False
    """Whether it never ends by itself."""


@dataclass(frozen=True, slots=True)
class FollowSchedule:
    """End whatever keeps a device, or all devices of a system, from its schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTemporaryPreset:
    """Choose a preset that ends by itself."""

    preset: str
    duration: timedelta
    """Where the vendor counts days, the first of them is today."""
