"""Values that a person sets: texts, dates and times."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from .feature import PRIVATE, Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Feature):
    """A text that can be set."""

    platform = "text"

    value: str | None = field(repr=False, metadata=PRIVATE)
    min_length: int = 0
    max_length: int = 255
    pattern: str | None = None
    """A regular expression that texts match: whoever takes the text checks it."""

    is_password: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """Set a text."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Feature):
    """A day that can be set."""

    platform = "date"

    value: date | None


@dataclass(frozen=True, slots=True)
class SetDate:
    """Set a day."""

    value: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Feature):
    """A time of the day that can be set; whose day it is, its vendor knows."""

    platform = "time"

    value: time | None


@dataclass(frozen=True, slots=True)
class SetTime:
    """Set a time of the day."""

    value: time


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTime(Feature):
    """A moment that can be set."""

    platform = "datetime"

    value: datetime | None


@dataclass(frozen=True, slots=True)
class SetDateTime:
    """Set a moment."""

    value: datetime
