"""What is set, other than numbers and choices: texts, dates and times."""

from datetime import UTC, datetime, time
from typing import Final

from ...model import Date, DateTime, Text, Time
from ...raw import MAX_TEXT
from .attributes import Maps, Told, parse_date, parse_moment


def map_text(told: Told) -> Text:
    """Return a text; one that is longer or shorter than it can be is none."""
    shortest = told.whole("min", highest=MAX_TEXT) or 0
    longest = told.whole("max", lowest=shortest, highest=MAX_TEXT) or MAX_TEXT
    fits = told.state is not None and shortest <= len(told.state) <= longest
    return Text(
        **told.common,
        value=told.state if fits else None,
        min_length=shortest,
        max_length=longest,
        pattern=told.text("pattern"),
        is_password=told.text("mode") == "password",
    )


def map_date(told: Told) -> Date:
    """Return a day."""
    return Date(**told.common, value=parse_date(told.state))


def map_time(told: Told) -> Time:
    """Return a time of the day."""
    return Time(**told.common, value=_parse_time(told.state))


def map_datetime(told: Told) -> DateTime:
    """Return a moment."""
    return DateTime(**told.common, value=parse_moment(told.state))


def map_input_datetime(told: Told) -> Date | Time | DateTime:
    """Return a day, a time of the day, or both."""
    if told.flag("has_time") is False:
        return map_date(told)
    if told.flag("has_date") is False:
        return map_time(told)
    # Its state is what the clocks show there, which some hours of the year do twice.
    return DateTime(**told.common, value=_parse_timestamp(told.number("timestamp")))


def _parse_time(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text or "").replace(tzinfo=None)
    except ValueError:
        return None


def _parse_timestamp(seconds: float | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except ValueError, OverflowError, OSError:
        return None


MAPS: Final[Maps] = {
    "date": {"": map_date},
    "datetime": {"": map_datetime},
    "input_datetime": {"": map_input_datetime},
    "input_text": {"": map_text},
    "text": {"": map_text},
    "time": {"": map_time},
}
