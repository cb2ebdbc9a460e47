"""Calendars and their events."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from ...model import Calendar, CalendarAbility, CalendarEvent
from ...raw import MAX_LONG_TEXT, read_mapping, read_mappings, read_text
from .attributes import Maps, Told, parse_date, parse_moment

MAX_EVENTS: Final = 10_000
"""Of a span: some years of a full calendar."""

_ABILITIES: Final[Mapping[CalendarAbility, int]] = {"create": 1, "delete": 2, "update": 4}
"""By what can be done: the feature of an entity that can."""


def map_calendar(told: Told) -> Calendar:
    """Return a calendar, with the event that takes place now or next."""
    return Calendar(
        **told.common,
        event=_current_event(told),
        abilities=frozenset(ability for ability, feature in _ABILITIES.items() if told.can(feature)),
    )


def _current_event(told: Told) -> CalendarEvent | None:
    """Return the event of the attributes, whose times are what the clocks show there."""
    start, end = (_parse_clock(told, name) for name in ("start_time", "end_time"))
    summary = told.text("message", MAX_LONG_TEXT)
    if start is None or end is None or start > end:
        return None
    return CalendarEvent(
        start=start,
        end=end,
        summary=summary or "",
        description=told.text("description", MAX_LONG_TEXT),
        location=told.text("location", MAX_LONG_TEXT),
    )


def _parse_clock(told: Told, name: str) -> date | datetime | None:
    """Return a moment, or the day that it begins where the event takes whole days."""
    try:
        clock = datetime.fromisoformat(told.text(name) or "").replace(tzinfo=told.time_zone)
    except ValueError:
        return None
    return clock.date() if told.flag("all_day") else clock


def parse_events(raw: Any) -> tuple[CalendarEvent, ...]:
    """Return the events of a list; what is none is left out."""
    return tuple(_parse_all(read_mappings(raw, MAX_EVENTS)))


def _parse_all(told: Iterable[Mapping[str, Any]]) -> Iterable[CalendarEvent]:
    for raw in told:
        start, end = _parse_time(raw.get("start")), _parse_time(raw.get("end"))
        if start is not None and type(end) is type(start) and start <= end:
            yield CalendarEvent(
                start=start,
                end=end,
                summary=read_text(raw.get("summary"), MAX_LONG_TEXT) or "",
                description=read_text(raw.get("description"), MAX_LONG_TEXT),
                location=read_text(raw.get("location"), MAX_LONG_TEXT),
                uid=read_text(raw.get("uid"), MAX_LONG_TEXT),
                recurrence_id=read_text(raw.get("recurrence_id")),
                rrule=read_text(raw.get("rrule"), MAX_LONG_TEXT),
                status=read_text(raw.get("status")),
            )


def _parse_time(raw: Any) -> date | datetime | None:
    """Return a day or a moment: a text, or an object that says which of the two it is."""
    told = read_mapping(raw)
    text = read_text(told.get("date") or told.get("dateTime") or raw)
    return parse_date(text) or parse_moment(text)


def describe_event(event: CalendarEvent) -> dict[str, str]:
    """Return an event as `calendar/event/create` and `calendar/event/update` take it."""
    fields = {
        "dtstart": _describe_time(event.start),
        "dtend": _describe_time(event.end),
        "summary": event.summary,
        "description": event.description,
        "location": event.location,
        "rrule": event.rrule,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _describe_time(time: date | datetime) -> str:
    """Return a day or a moment; the offsets of both moments of an event must be the same, all year round."""
    return time.astimezone(UTC).isoformat() if isinstance(time, datetime) else time.isoformat()


MAPS: Final[Maps] = {
    "calendar": {"": map_calendar},
}
