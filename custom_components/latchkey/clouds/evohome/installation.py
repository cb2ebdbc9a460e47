"""What an account has installed, as `location/installationInfo` tells it; what makes no sense is left out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from typing import Any, Final

from _evohome.time_zone import iana_tz_from_windows_tz
from aiozoneinfo import async_get_time_zone

from ...auth.errors import TemporaryError
from ..raw import is_number, read_mapping, read_mappings, read_text
from .words import FOLLOW_SCHEDULE

_GHOST: Final = "Unknown"
"""The model and the type of zones that were removed, but are still listed."""

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_TEN_MINUTES: Final = timedelta(minutes=10)
_LONGEST_PERIOD: Final = timedelta(days=99)

_MAX_OFFSET: Final = 14 * 60
"""Minutes; no clock of the world is further from UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a mode of a system may last."""

    in_days: bool
    """Whether whole days are counted, of which the first is today, instead of hours from now on."""

    longest: timedelta
    step: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLimits:
    """What the schedule of a zone or of hot water may be."""

    fewest: int
    most: int
    """Switch points a day."""

    step: timedelta
    """The times of switch points are multiples of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A room, or several, with one target temperature."""

    id: str
    name: str
    model: str | None
    modes: tuple[str, ...]
    minimum: float
    maximum: float
    step: float
    longest_override: timedelta
    schedule_limits: ScheduleLimits | None
    """None where it has no schedule."""

    @property
    def device_id(self) -> str:
        """Its device; a thermostat that is its own system has the id of that system."""
        return f"zone_{self.id}"

    @property
    def path(self) -> str:
        """Where it is in the vendor's API."""
        return f"temperatureZone/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotWater:
    """A boiler of hot water."""

    id: str
    modes: tuple[str, ...]
    states: tuple[str, ...]
    longest_override: timedelta
    schedule_limits: ScheduleLimits | None
    """None where it has no schedule."""

    @property
    def device_id(self) -> str:
        """Its device."""
        return f"hot_water_{self.id}"

    @property
    def path(self) -> str:
        """Where it is in the vendor's API."""
        return f"domesticHotWater/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A control system: the controller on the wall, or a thermostat that is its own."""

    id: str
    model: str | None
    modes: tuple[str, ...]
    timings: Mapping[str, Timing]
    """Of the modes that may end by themselves."""

    zones: tuple[Zone, ...]
    hot_water: HotWater | None

    @property
    def device_id(self) -> str:
        """Its device."""
        return self.id

    @property
    def is_thermostat(self) -> bool:
        """Whether it is a thermostat that is its own system: its one zone has its id."""
        return [zone.id for zone in self.zones] == [self.id]

    @property
    def programmed(self) -> tuple[Programmed, ...]:
        """Its zones and its hot water."""
        return self.zones if self.hot_water is None else (*self.zones, self.hot_water)

    @property
    def followers(self) -> tuple[Programmed, ...]:
        """What of it can be told to follow its schedule."""
        return tuple(part for part in self.programmed if FOLLOW_SCHEDULE in part.modes)

    @property
    def path(self) -> str:
        """Where it is in the vendor's API."""
        return f"temperatureControlSystem/{self.id}"


type Part = System | Zone | HotWater
type Programmed = Zone | HotWater
"""What may have a schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A home."""

    id: str
    name: str
    time_zone: tzinfo
    systems: tuple[System, ...]
    part_ids: frozenset[str]
    """The ids of all that is listed, also of what is not usable."""

    def parts(self) -> Iterable[Part]:
        """Yield all that has a device."""
        for system in self.systems:
            yield system
            yield from system.programmed

    def own_system(self, zone: Zone) -> System | None:
        """Return the system that a thermostat is by itself; None for the zones of others."""
        return next((each for each in self.systems if each.is_thermostat and zone in each.zones), None)

    def with_schedule(self) -> Iterable[Programmed]:
        """Yield all that has a schedule."""
        for part in self.parts():
            if not isinstance(part, System) and part.schedule_limits is not None:
                yield part


def list_locations(raw: Any) -> list[Mapping[str, Any]]:
    """Return the locations in the vendor's words; raises TemporaryError where the answer holds none."""
    locations = [item for item in read_mappings(raw) if parse_id(_info(item).get("location_id")) is not None]
    if not isinstance(raw, list) or (raw and not locations):
        raise TemporaryError("the vendor's answer holds no locations")
    return locations


async def async_parse_location(raw: Mapping[str, Any]) -> Location:
    """Return a location; reads its time zone from the disk."""
    info = _info(raw)
    location_id = parse_id(info.get("location_id")) or ""
    listed = list(list_systems(raw))
    parsed = {system.id: system for item in listed if (system := _parse_system(item)) is not None}
    return Location(
        id=location_id,
        name=read_text(info.get("name")) or location_id,
        time_zone=await _async_time_zone(read_mapping(info.get("time_zone"))),
        systems=tuple(parsed.values()),
        part_ids=list_part_ids(listed),
    )


def list_systems(location: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Yield the control systems of all gateways."""
    for gateway in read_mappings(location.get("gateways")):
        yield from read_mappings(gateway.get("temperature_control_systems"))


def list_part_ids(systems: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of all zones and hot water that are listed."""
    ids: set[str | None] = set()
    for system in systems:
        ids.update(parse_id(zone.get("zone_id")) for zone in read_mappings(system.get("zones")))
        ids.add(parse_id(read_mapping(system.get("dhw")).get("dhw_id")))
    return frozenset(part_id for part_id in ids if part_id is not None)


def parse_id(raw: Any) -> str | None:
    """Return an id, which is a number in decimal digits; None where it is none."""
    return raw if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,32}", raw) else None


def _info(location: Mapping[str, Any]) -> Mapping[str, Any]:
    return read_mapping(location.get("location_info"))


def _parse_system(raw: Mapping[str, Any]) -> System | None:
    """Return a control system; None where it is no usable one."""
    system_id = parse_id(raw.get("system_id"))
    if system_id is None:
        return None
    zones = (_parse_zone(item) for item in read_mappings(raw.get("zones")))
    modes = list(read_mappings(raw.get("allowed_system_modes")))
    return System(
        id=system_id,
        model=read_text(raw.get("model_type")),
        modes=_words(mode.get("system_mode") for mode in modes),
        timings=dict(_parse_timings(modes)),
        zones=tuple({zone.id: zone for zone in zones if zone is not None}.values()),
        hot_water=_parse_hot_water(read_mapping(raw.get("dhw"))),
    )


def _parse_timings(modes: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Timing]]:
    """Yield how long the modes may last that may end by themselves."""
    for mode in modes:
        word = read_text(mode.get("system_mode"))
        if word is not None and mode.get("can_be_temporary") is True:
            in_days = mode.get("timing_mode") == "Period"
            longest, step = (_LONGEST_PERIOD, _DAY) if in_days else (_DAY, _HOUR)
            yield (
                word,
                Timing(
                    in_days=in_days,
                    longest=parse_duration(mode.get("max_duration"), longest),
                    step=parse_duration(mode.get("timing_resolution"), step),
                ),
            )


def _parse_zone(raw: Mapping[str, Any]) -> Zone | None:
    """Return a zone; None where it is no usable one."""
    zone_id = parse_id(raw.get("zone_id"))
    if zone_id is None or _GHOST in (raw.get("model_type"), raw.get("zone_type")):
        return None
    capabilities = read_mapping(raw.get("setpoint_capabilities"))
    minimum, maximum = _parse_limits(capabilities)
    step = capabilities.get("value_resolution")
    return Zone(
        id=zone_id,
        name=read_text(raw.get("name")) or zone_id,
        model=read_text(raw.get("model_type")),
        modes=_words(_list(capabilities.get("allowed_setpoint_modes"))),
        minimum=minimum,
        maximum=maximum,
        step=float(step) if is_number(step) and 0.1 <= step <= 1 else 0.5,  # noqa: PLR2004 - sensible steps
        longest_override=parse_duration(capabilities.get("max_duration"), _DAY),
        schedule_limits=_parse_schedule_limits(raw.get("schedule_capabilities")),
    )


def _parse_limits(capabilities: Mapping[str, Any]) -> tuple[float, float]:
    """Return the lowest and the highest target; those of most systems where they make no sense."""
    low, high = capabilities.get("min_heat_setpoint"), capabilities.get("max_heat_setpoint")
    if is_number(low) and is_number(high) and 0 <= low < high <= 50:  # noqa: PLR2004 - for rooms
        return float(low), float(high)
    return 5.0, 35.0


def _parse_hot_water(raw: Mapping[str, Any]) -> HotWater | None:
    """Return the hot water; None where there is none."""
    hot_water_id = parse_id(raw.get("dhw_id"))
    if hot_water_id is None:
        return None
    capabilities = read_mapping(raw.get("dhw_state_capabilities_response"))
    return HotWater(
        id=hot_water_id,
        modes=_words(_list(capabilities.get("allowed_modes"))),
        states=_words(_list(capabilities.get("allowed_states"))),
        longest_override=parse_duration(capabilities.get("max_duration"), _DAY),
        schedule_limits=_parse_schedule_limits(raw.get("schedule_capabilities_response")),
    )


def _parse_schedule_limits(raw: Any) -> ScheduleLimits | None:
    """Return what a schedule may be; None where there can be none."""
    capabilities = read_mapping(raw)
    most, fewest = capabilities.get("max_switchpoints_per_day"), capabilities.get("min_switchpoints_per_day")
    if not is_number(most) or most < 1:
        return None
    return ScheduleLimits(
        fewest=int(fewest) if is_number(fewest) else 0,
        most=int(most),
        step=parse_duration(capabilities.get("timing_resolution"), _TEN_MINUTES),
    )


def parse_duration(raw: Any, usual: timedelta) -> timedelta:
    """Return a duration such as "1.00:00:00", a day; the usual one where it makes no sense."""
    match = re.fullmatch(r"(?:(\d{1,3})\.)?(\d\d):(\d\d):(\d\d)", read_text(raw) or "", re.ASCII)
    if match is None:
        return usual
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds) or usual


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _words(raw: Iterable[Any]) -> tuple[str, ...]:
    """Return the words among these, each once."""
    return tuple(dict.fromkeys(word for item in raw if (word := read_text(item)) is not None))


async def _async_time_zone(raw: Mapping[str, Any]) -> tzinfo:
    """Return a time zone; one without summer time where its name is not known."""
    try:
        return await async_get_time_zone(iana_tz_from_windows_tz(read_text(raw.get("time_zone_id")) or ""))
    except KeyError:
        offset = raw.get("current_offset_minutes")
    return timezone(timedelta(minutes=offset if is_number(offset) and abs(offset) <= _MAX_OFFSET else 0))
