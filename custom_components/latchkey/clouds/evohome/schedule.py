"""The weekly schedule of a zone or of the hot water."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Final

from ..base import CommandRefused
from ..raw import read_mapping, read_mappings, read_text
from .bridge import Bridge

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def async_next_switch(bridge: Bridge, path: str, time_zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the schedule changes next, in UTC; None where there is none (one request).

    Raises RateLimited, RefreshTokenRejected or TemporaryError.
    """
    try:
        times = await bridge.get(f"{path}/schedule", schema=parse_times)
    except CommandRefused:  # the vendor's answer where there is no schedule
        return None
    return next_switch(times, time_zone, now)


def next_switch(times: Sequence[tuple[int, time]], time_zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the schedule changes next, in UTC; None where it never does."""
    today = now.astimezone(time_zone).date()
    # A week and a day: the only switch point of a week may have been earlier today.
    days = [today + timedelta(days=ahead) for ahead in range(8)]
    moments = (
        datetime.combine(day, at, time_zone).astimezone(UTC)
        for day in days
        for weekday, at in times
        if weekday == day.weekday()
    )
    return min((moment for moment in moments if moment > now), default=None)


def parse_times(raw: Any) -> list[tuple[int, time]]:
    """Return when the schedule changes: day of the week (Monday is 0) and local time."""
    return [
        (_DAYS.index(day["day_of_week"]), at)
        for day in read_mappings(read_mapping(raw).get("daily_schedules"))
        if day.get("day_of_week") in _DAYS
        for at in _parse_day(day.get("switchpoints"))
    ]


def _parse_day(raw: Any) -> Iterable[time]:
    """Yield the times of a day that make sense."""
    for switchpoint in read_mappings(raw):
        try:
            yield time.fromisoformat(read_text(switchpoint.get("time_of_day")) or "").replace(tzinfo=None)
        except ValueError:
            continue
