"""The weekly schedules of zones and of hot water."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..base import Celsius, CommandRefused
from ..model import Schedule, Switchpoint
from ..raw import read_mapping, read_mappings, read_text
from .bridge import Bridge
from .installation import HotWater, Programmed, ScheduleLimits, Zone
from .status import plausible_temperature
from .words import WATER_STATES, word_of

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What a schedule says at one moment."""

    value: float | str
    next_value: float | str
    next_at: datetime
    """In the time zone of the home."""


async def async_read_schedule(bridge: Bridge, part: Programmed) -> Schedule:
    """Return a schedule (`…/schedule`); an empty one where there is none.

    Raises RateLimited, RefreshTokenRejected or TemporaryError.
    """
    try:
        return await bridge.get(f"{part.path}/schedule", schema=parse_schedule)
    except CommandRefused:  # the vendor's answer where there is no schedule
        return ()


def parse_schedule(raw: Any) -> Schedule:
    """Return the switch points that make sense, in their order; raises TemporaryError for no schedule."""
    days = read_mapping(raw).get("daily_schedules")
    if not isinstance(days, list):
        raise TemporaryError("the vendor's answer holds no schedule")
    points = (
        Switchpoint(weekday=DAYS.index(day["day_of_week"]), at=at, value=value)
        for day in read_mappings(days)
        if day.get("day_of_week") in DAYS
        for switchpoint in read_mappings(day.get("switchpoints"))
        if (at := _parse_time(switchpoint)) is not None and (value := _parse_value(switchpoint)) is not None
    )
    return tuple(sorted(points, key=lambda point: (point.weekday, point.at)))


def _parse_time(raw: Mapping[str, Any]) -> time | None:
    try:
        return time.fromisoformat(read_text(raw.get("time_of_day")) or "").replace(tzinfo=None)
    except ValueError:
        return None


def _parse_value(raw: Mapping[str, Any]) -> float | str | None:
    """Return a target temperature, or whether the water is on."""
    state = word_of(WATER_STATES, raw.get("dhw_state"))
    return plausible_temperature(raw.get("heat_setpoint")) if state is None else state


def programme_at(schedule: Schedule, time_zone: tzinfo, now: datetime) -> Programme | None:
    """Return what a schedule says now; None where it says nothing."""
    today = now.astimezone(time_zone).date()
    # A week and a day: the only switch point of a week may have been, or may come, on this day of the week.
    past = (_of_day(schedule, time_zone, today - timedelta(days=days)) for days in range(8))
    future = (_of_day(schedule, time_zone, today + timedelta(days=days)) for days in range(8))
    before = _first_some([moment for moment in day.items() if moment[0] <= now] for day in past)
    after = _first_some([moment for moment in day.items() if moment[0] > now] for day in future)
    if not before or not after:
        return None
    next_at, next_value = min(after)
    return Programme(value=max(before)[1], next_value=next_value, next_at=next_at.astimezone(time_zone))


def _first_some[MomentT](days: Iterable[list[MomentT]]) -> list[MomentT]:
    """Return the first day on which there is something: those after it are not looked at."""
    return next((day for day in days if day), [])


class Programmes:
    """What schedules say now, worked out anew when the next switch point has come."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[str, tuple[Schedule, tzinfo, Programme | None]] = {}

    def now(self, device_id: str, schedule: Schedule, time_zone: tzinfo) -> Programme | None:
        """Return what the schedule of a device says now."""
        now = datetime.now(UTC)
        known = self._known.get(device_id)
        if known is None or known[:2] != (schedule, time_zone) or (known[2] and known[2].next_at <= now):
            known = self._known[device_id] = schedule, time_zone, programme_at(schedule, time_zone, now)
        return known[2]


def _of_day(schedule: Schedule, time_zone: tzinfo, day: date) -> dict[datetime, float | str]:
    """Return what applies from which moments of a day on, in UTC; the later of two at one moment counts."""
    points = (point for point in schedule if point.weekday == day.weekday())
    return {_moment(datetime.combine(day, point.at), time_zone): point.value for point in points}


def _moment(local: datetime, time_zone: tzinfo) -> datetime:
    """Return when the clock shows a local time first, in UTC; a time that it skips is when it skips."""
    moment = local.replace(tzinfo=time_zone).astimezone(UTC)
    shown = moment.astimezone(time_zone)
    if shown.replace(tzinfo=None) == local:
        return moment
    while (moment - _MINUTE).astimezone(time_zone).utcoffset() == shown.utcoffset():
        moment -= _MINUTE
    return moment


def check_schedule(part: Programmed, schedule: Schedule) -> None:
    """Raise CommandRefused where the vendor would refuse a schedule."""
    if part.schedule_limits is None:
        raise CommandRefused("no_schedule")
    for point in schedule:
        _check_value(part, point)
        _check_time(part.schedule_limits, point)
    for earlier, later in pairwise(schedule):
        if (earlier.weekday, earlier.at) >= (later.weekday, later.at):
            raise CommandRefused("schedule_twice", **_where(later))
    counts = Counter(point.weekday for point in schedule)
    for weekday, day in enumerate(DAYS):
        _check_count(part.schedule_limits, day, counts[weekday])


def _check_value(part: Programmed, point: Switchpoint) -> None:
    match part, point.value:
        case Zone(), float(temperature):
            if not part.minimum <= temperature <= part.maximum:
                limits = {"minimum": Celsius(part.minimum), "maximum": Celsius(part.maximum)}
                raise CommandRefused("schedule_temperature", **_where(point), **limits)
        case HotWater(), str(state) if WATER_STATES.get(state) in part.states:
            return
        case _:
            raise CommandRefused("schedule_value", **_where(point))


def _check_time(limits: ScheduleLimits, point: Switchpoint) -> None:
    since_midnight = datetime.combine(date.min, point.at) - datetime.combine(date.min, time())
    if since_midnight % limits.step:
        minutes = f"{limits.step.total_seconds() / 60:g}"
        raise CommandRefused("schedule_time", **_where(point), minutes=minutes)


def _check_count(limits: ScheduleLimits, day: str, count: int) -> None:
    if not limits.fewest <= count <= limits.most:
        raise CommandRefused(
            "schedule_day",
            day=day.lower(),
            count=str(count),
            fewest=str(limits.fewest),
            most=str(limits.most),
        )


def _where(point: Switchpoint) -> dict[str, str]:
    """Return where in a schedule a switch point is, in the words in which people write it."""
    return {"day": DAYS[point.weekday].lower(), "at": f"{point.at:%H:%M}"}


def describe_schedule(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule in the vendor's words."""
    return {
        "daily_schedules": [
            {
                "day_of_week": day,
                "switchpoints": list(_describe_day(point for point in schedule if point.weekday == weekday)),
            }
            for weekday, day in enumerate(DAYS)
        ]
    }


def _describe_day(points: Iterable[Switchpoint]) -> Iterable[dict[str, Any]]:
    for point in points:
        key, value = ("heat_setpoint", point.value)
        if isinstance(value, str):
            key, value = ("dhw_state", WATER_STATES[value])
        yield {key: value, "time_of_day": f"{point.at:%H:%M:%S}"}
