"""What takes place there, and what becomes of what makes no sense."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from custom_components.latchkey.clouds.home_assistant import reading
from custom_components.latchkey.clouds.home_assistant.mapping import calendars, map_part
from custom_components.latchkey.clouds.home_assistant.mapping.calendars import describe_event, parse_events
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import Entity
from custom_components.latchkey.clouds.home_assistant.states import State
from custom_components.latchkey.clouds.model import Calendar, CalendarEvent

from .test_mapping import registry

NOON, ONE = datetime(2026, 12, 5, 12, tzinfo=UTC), datetime(2026, 12, 5, 13, tzinfo=UTC)


def current(**attributes: Any) -> CalendarEvent | None:
    """Return the event that a calendar tells to be the one of now."""
    entity = Entity(id="1", entity_id="calendar.it")
    feature = map_part(Part(entity), State("on", attributes), registry())
    assert isinstance(feature, Calendar)
    return feature.event


def test_the_event_of_now_is_read() -> None:
    clocks = {"start_time": "2026-12-05 12:00:00", "end_time": "2026-12-05 13:00:00"}
    assert current(message="Lunch", location="", description="x" * 1000, all_day=False, **clocks) == (
        CalendarEvent(start=NOON, end=ONE, summary="Lunch", description="x" * 1000)
    )


def test_an_event_of_whole_days_begins_and_ends_with_a_day_wherever_one_is() -> None:
    clocks = {"start_time": "2026-12-05 00:00:00", "end_time": "2026-12-06 00:00:00"}
    assert current(message="Fair", all_day=True, **clocks) == (
        CalendarEvent(start=date(2026, 12, 5), end=date(2026, 12, 6), summary="Fair")
    )


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"message": "Lunch"},
        {"start_time": "noon", "end_time": "one"},
        {"start_time": "2026-12-05 12:00:00"},
        {"start_time": "2026-12-05 13:00:00", "end_time": "2026-12-05 12:00:00"},
        {"start_time": 12, "end_time": 13},
    ],
)
def test_what_is_no_event_is_none(attributes: dict[str, Any]) -> None:
    assert current(**attributes) is None


def test_events_are_read_whichever_way_they_are_told() -> None:
    texts = {"start": "2026-12-05T13:00:00+01:00", "end": "2026-12-05T14:00:00+01:00", "all_day": False}
    objects = {"start": {"dateTime": texts["start"]}, "end": {"dateTime": texts["end"]}, "location": None}
    days = {"start": {"date": "2026-12-05"}, "end": {"date": "2026-12-06"}}
    assert parse_events([{"summary": "Lunch", "uid": "1", **each} for each in (texts, objects, days)]) == (
        CalendarEvent(start=NOON, end=ONE, summary="Lunch", uid="1"),
        CalendarEvent(start=NOON, end=ONE, summary="Lunch", uid="1"),
        CalendarEvent(start=date(2026, 12, 5), end=date(2026, 12, 6), summary="Lunch", uid="1"),
    )


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        {},
        [None, 7, "x", []],
        [{"summary": "Lunch"}],
        [{"start": "2026-12-05", "end": "2026-12-06T00:00:00+00:00"}],
        [{"start": "2026-12-06", "end": "2026-12-05"}],
        [{"start": "2026-12-05T12:00:00", "end": "2026-12-05T13:00:00"}],
        [{"start": {"date": 7}, "end": {"dateTime": []}}],
    ],
)
def test_what_is_no_event_is_left_out(raw: Any) -> None:
    assert parse_events(raw) == ()


def test_a_list_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MAX_EVENTS", 3)
    assert len(parse_events([{"start": "2026-12-05", "end": "2026-12-06"}] * 9)) == 3


def test_both_moments_are_told_with_the_same_offset() -> None:
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    event = CalendarEvent(
        start=datetime(2026, 10, 24, 14, tzinfo=summer),
        end=datetime(2026, 10, 25, 14, tzinfo=winter),
        summary="Ball",
    )
    assert describe_event(event) == {
        "dtstart": "2026-10-24T12:00:00+00:00",
        "dtend": "2026-10-25T13:00:00+00:00",
        "summary": "Ball",
    }


@pytest.mark.parametrize(
    ("name", "hours"), [("Europe/Rome", 1), ("Mars/Olympus", 0), ("../../etc", 0), (None, 0)]
)
async def test_clocks_there_show_the_time_of_their_zone(name: Any, hours: int) -> None:
    zone = await reading._async_read_time_zone({"time_zone": name})
    assert zone.utcoffset(NOON) == timedelta(hours=hours)
