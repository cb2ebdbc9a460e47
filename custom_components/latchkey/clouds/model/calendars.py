"""Calendars."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .feature import Feature

type CalendarAbility = Literal["create", "delete", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """Something that takes place from one moment to another, or on whole days but not on the last."""

    start: date | datetime
    end: date | datetime
    summary: str
    description: str | None = None
    location: str | None = None
    uid: str | None = None
    recurrence_id: str | None = None
    """Tells apart the events of a series."""

    rrule: str | None = None
    """How a series goes on (RFC 5545)."""

    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Feature):
    """A calendar; `HasCalendars` returns its events."""

    platform = "calendar"

    event: CalendarEvent | None
    """What takes place now, or next."""

    abilities: frozenset[CalendarAbility] = frozenset()
    """What can be done with events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventId:
    """Which event is meant: one, or one of a series, or that and all that follow."""

    uid: str
    recurrence_id: str | None = None
    recurrence_range: str | None = None
