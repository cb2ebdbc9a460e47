"""How a location is, as `location/{id}/status` tells it; what makes no sense is None."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..raw import is_number, read_mapping, read_mappings, read_text
from .installation import list_part_ids, list_systems, parse_id

_COLDEST: Final = -40.0
_HOTTEST: Final = 100.0
"""Degrees Celsius; a sensor that fails tells 128."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that does not work."""

    kind: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneStatus:
    """How a zone is."""

    name: str | None
    temperature: float | None
    target: float | None
    mode: str | None
    until: datetime | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotWaterStatus:
    """How the hot water is."""

    temperature: float | None
    state: str | None
    mode: str | None
    until: datetime | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemStatus:
    """How a control system is, and the gateway that it is reached through."""

    mode: str | None
    until: datetime | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a location is: its parts by their ids."""

    systems: Mapping[str, SystemStatus] = field(default_factory=dict)
    zones: Mapping[str, ZoneStatus] = field(default_factory=dict)
    hot_waters: Mapping[str, HotWaterStatus] = field(default_factory=dict)
    part_ids: frozenset[str] = frozenset()


def parse_status(raw: Any, time_zone: tzinfo) -> Status:
    """Return how a location is; times without an offset are in its time zone. Raises TemporaryError."""
    location = read_mapping(raw)
    if not isinstance(location.get("gateways"), list):
        raise TemporaryError("the vendor's answer holds no status")
    systems: dict[str, SystemStatus] = {}
    zones: dict[str, ZoneStatus] = {}
    hot_waters: dict[str, HotWaterStatus] = {}
    for gateway in read_mappings(location["gateways"]):
        gateway_faults = _parse_faults(gateway, time_zone)
        for system in read_mappings(gateway.get("temperature_control_systems")):
            if (system_id := parse_id(system.get("system_id"))) is not None:
                systems[system_id] = _parse_system(system, gateway_faults, time_zone)
            zones.update(_by_id(read_mappings(system.get("zones")), time_zone))
            hot_water = read_mapping(system.get("dhw"))
            if (hot_water_id := parse_id(hot_water.get("dhw_id"))) is not None:
                hot_waters[hot_water_id] = _parse_hot_water(hot_water, time_zone)
    return Status(
        systems=systems,
        zones=zones,
        hot_waters=hot_waters,
        part_ids=list_part_ids(list_systems(location)),
    )


def _by_id(zones: Iterable[Mapping[str, Any]], time_zone: tzinfo) -> Iterable[tuple[str, ZoneStatus]]:
    """Yield zones that have an id."""
    for raw in zones:
        if (zone_id := parse_id(raw.get("zone_id"))) is not None:
            yield zone_id, _parse_zone(raw, time_zone)


def _parse_system(raw: Mapping[str, Any], faults: tuple[Fault, ...], time_zone: tzinfo) -> SystemStatus:
    mode = read_mapping(raw.get("system_mode_status"))
    return SystemStatus(
        mode=read_text(mode.get("mode")),
        until=parse_time(mode.get("time_until"), time_zone),
        faults=faults + _parse_faults(raw, time_zone),
    )


def _parse_zone(raw: Mapping[str, Any], time_zone: tzinfo) -> ZoneStatus:
    setpoint = read_mapping(raw.get("setpoint_status"))
    return ZoneStatus(
        name=read_text(raw.get("name")),
        temperature=_parse_temperature(raw),
        target=plausible_temperature(setpoint.get("target_heat_temperature")),
        mode=read_text(setpoint.get("setpoint_mode")),
        until=parse_time(setpoint.get("until"), time_zone),
        faults=_parse_faults(raw, time_zone),
    )


def _parse_hot_water(raw: Mapping[str, Any], time_zone: tzinfo) -> HotWaterStatus:
    state = read_mapping(raw.get("state_status"))
    return HotWaterStatus(
        temperature=_parse_temperature(raw),
        state=read_text(state.get("state")),
        mode=read_text(state.get("mode")),
        until=parse_time(state.get("until"), time_zone),
        faults=_parse_faults(raw, time_zone),
    )


def _parse_temperature(raw: Mapping[str, Any]) -> float | None:
    """Return the temperature that a sensor measures; None where it is not reached."""
    status = read_mapping(raw.get("temperature_status"))
    return None if status.get("is_available") is False else plausible_temperature(status.get("temperature"))


def plausible_temperature(value: Any) -> float | None:
    """Return a temperature in degrees Celsius; None where it is none."""
    return float(value) if is_number(value) and _COLDEST <= value <= _HOTTEST else None


def _parse_faults(raw: Mapping[str, Any], time_zone: tzinfo) -> tuple[Fault, ...]:
    """Return the active faults."""
    return tuple(
        Fault(kind=kind, since=parse_time(item.get("since"), time_zone))
        for item in read_mappings(raw.get("active_faults"))
        if (kind := read_text(item.get("fault_type"))) is not None
    )


def parse_time(raw: Any, time_zone: tzinfo) -> datetime | None:
    """Return a moment in the time zone of its location; None where it is none."""
    try:
        moment = datetime.fromisoformat(read_text(raw) or "")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=time_zone)
        return moment.astimezone(UTC).astimezone(time_zone)
    except ValueError, OverflowError:
        return None
