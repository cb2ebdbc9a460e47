"""What a person orders, as changes in the vendor's words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ..base import Celsius, CommandRefused, RefusalReason
from ..model import (
    Command,
    FollowSchedule,
    OverrideSchedule,
    SetClimate,
    SetSchedule,
    SetTemporaryPreset,
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
)
from .bridge import Bridge
from .changes import Change
from .installation import HotWater, Location, Part, Programmed, System, Timing, Zone
from .schedule import async_read_schedule, check_schedule, describe_schedule, programme_at
from .status import Status, ZoneStatus
from .words import (
    FOLLOW_SCHEDULE,
    NO_PRESET,
    PERMANENT,
    RESET,
    SYSTEM_MODES,
    SYSTEM_PRESETS,
    TEMPORARY,
    WATER_STATES,
    ZONE_PRESETS,
    first,
)

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Override:
    """What the vendor calls an override and its parts."""

    resource: str
    mode: str
    value: str
    until: str


_OVERRIDES: Final[Mapping[type[Programmed], _Override]] = {
    Zone: _Override(
        resource="heatSetpoint", mode="setpoint_mode", value="heat_setpoint_value", until="time_until"
    ),
    HotWater: _Override(resource="state", mode="mode", value="state", until="until_time"),
}


async def async_plan(
    bridge: Bridge, location: Location, part: Part, status: Status | None, command: Command
) -> tuple[Change, ...]:
    """Return the changes that a command takes, in the order in which they are sent.

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    match part:
        case System():
            return _plan_system(location, part, command)
        case Zone() if isinstance(command, SetClimate):
            return await _async_plan_zone(bridge, location, part, status, command)
        case HotWater() if isinstance(command, SetWaterHeater | SetWaterHeaterAway | SetWaterHeaterPower):
            return (await _async_plan_hot_water(bridge, location, part, command),)
    match command:
        case OverrideSchedule():
            _check_heats(location, part, status)
            return (await _async_override(bridge, location, part, command),)
        case FollowSchedule():
            return (_follow_schedule(part),)
        case SetSchedule(schedule):
            check_schedule(part, schedule)
            return (Change(part=part, resource="schedule", body=describe_schedule(schedule)),)
    raise CommandRefused("not_supported")


def _plan_system(location: Location, system: System, command: Command) -> tuple[Change, ...]:
    match command:
        case SetClimate(preset="reset"):
            return _reset(system)
        case SetClimate():
            return (_system_mode(system, command),)
        case SetTemporaryPreset():
            return (_temporary_system_mode(location, system, command),)
        case FollowSchedule():
            return (_system_mode(system, SetClimate(mode="heat")),)
    raise CommandRefused("not_supported")


def _system_mode(system: System, command: SetClimate) -> Change:
    """Set the mode for good: a preset is a mode, and so are heat, cool and off."""
    if command.preset is not None and command.preset != NO_PRESET:
        words: tuple[str, ...] = (SYSTEM_PRESETS.get(command.preset, ""),)
    else:
        words = SYSTEM_MODES[command.mode if command.mode in SYSTEM_MODES else "heat"]
    mode = first(words, system.modes)
    if mode is None:
        raise CommandRefused("not_supported")
    body = {"system_mode": mode, "permanent": True}
    # What a system says after a reset, nobody has seen.
    return Change(part=system, resource="mode", body=body, mode=None if mode == RESET else mode)


def _reset(system: System) -> tuple[Change, ...]:
    """Have all follow the schedules, in one step or, where the system does not know it, in several."""
    if RESET in system.modes:
        return (_system_mode(system, SetClimate(preset="reset")),)
    if not system.followers:
        raise CommandRefused("not_supported")
    return (_system_mode(system, SetClimate(mode="heat")), *map(_follow_schedule, system.followers))


def _temporary_system_mode(location: Location, system: System, command: SetTemporaryPreset) -> Change:
    """Set a mode that ends by itself."""
    modes = {preset: mode for preset, mode in SYSTEM_PRESETS.items() if mode in system.modes}
    temporary = [preset for preset, mode in modes.items() if mode in system.timings]
    if not temporary:
        raise CommandRefused("not_supported")
    if command.preset not in temporary:
        reason: RefusalReason = "mode_not_temporary" if command.preset in modes else "unknown_choice"
        raise CommandRefused(reason, chosen=command.preset, known=", ".join(temporary))
    mode = modes[command.preset]
    timing = system.timings[mode]
    until = _end_of_mode(location, timing, command.duration)
    body = {"system_mode": mode, "permanent": False, "time_until": _in_utc(until)}
    return Change(part=system, resource="mode", body=body, mode=mode, until=until)


def _end_of_mode(location: Location, timing: Timing, duration: timedelta) -> datetime:
    """Return when a mode ends; days end at midnight, and the first of them is today."""
    if duration <= timedelta():
        raise CommandRefused("end_in_the_past")
    if duration > timing.longest:
        raise _too_long(timing.longest)
    if duration % timing.step:
        raise _not_in_steps(timing.step)
    now = datetime.now(UTC)
    if not timing.in_days:
        return now + duration
    last_day = now.astimezone(location.time_zone) + duration
    return last_day.replace(hour=0, minute=0, second=0, microsecond=0)


def _too_long(longest: timedelta) -> CommandRefused:
    """Return the error that says how long it may be, in days where these are whole and several."""
    if longest > _DAY and not longest % _DAY:
        return CommandRefused("duration_too_long_days", days=f"{longest / _DAY:g}")
    return CommandRefused("duration_too_long_hours", hours=f"{longest / _HOUR:g}")


def _not_in_steps(step: timedelta) -> CommandRefused:
    """Return the error that says of what it must be a multiple."""
    if step == _DAY:
        return CommandRefused("duration_not_in_days")
    if step == _HOUR:
        return CommandRefused("duration_not_in_hours")
    return CommandRefused("duration_not_in_minutes", minutes=f"{step / timedelta(minutes=1):g}")


async def _async_plan_zone(
    bridge: Bridge, location: Location, zone: Zone, status: Status | None, command: SetClimate
) -> tuple[Change, ...]:
    """Set the mode of a thermostat that is its own system; of all others the override or none."""
    zone_status = status.zones.get(zone.id) if status else None
    system = location.own_system(zone)
    if command.mode is None or system is None:
        if command.target_temperature is not None:
            _check_heats(location, zone, status)
        return (await _async_target(bridge, location, zone, zone_status, command),)
    change = _system_mode(system, SetClimate(mode=command.mode))
    if command.target_temperature is None or command.mode == "off":
        return (change,)
    if command.mode != "heat":
        raise CommandRefused("not_supported")
    return (change, await _async_target(bridge, location, zone, zone_status, replace(command, mode=None)))


def _check_heats(location: Location, part: Programmed, status: Status | None) -> None:
    """Raise CommandRefused while a thermostat cools: the vendor takes targets of heating alone."""
    system = location.own_system(part) if isinstance(part, Zone) else None
    system_status = status.systems.get(system.id) if status and system else None
    if system_status is not None and system_status.mode in SYSTEM_MODES["cool"]:
        raise CommandRefused("not_supported")


async def _async_target(
    bridge: Bridge, location: Location, zone: Zone, status: ZoneStatus | None, command: SetClimate
) -> Change:
    """Override the target, as long as the preset says, or follow the schedule again."""
    target = command.target_temperature
    preset = command.preset or {"off": "permanent", "heat": "schedule"}.get(command.mode or "")
    if command.mode == "off":
        target = zone.minimum
    if target is None and preset == "schedule":
        return _follow_schedule(zone)
    mode = first(_override_modes(preset, status), zone.modes)
    if mode is None:
        raise CommandRefused("not_supported")
    if target is None:
        target = status.target if status else None
    if target is None:
        raise CommandRefused("refused")
    until = await _async_until(bridge, location, zone, status) if mode == TEMPORARY else None
    return _override(zone, _fit(zone, target), until)


def _override_modes(preset: str | None, status: ZoneStatus | None) -> tuple[str, ...]:
    """Return how a new target may hold, the best first.

    A permanent override stays one; all others end with the schedule, where the zone knows such ones.
    """
    if preset not in (None, "schedule"):
        return (ZONE_PRESETS.get(preset, ""),)
    if status is None or status.mode == PERMANENT:
        return (PERMANENT, TEMPORARY)
    return (TEMPORARY, PERMANENT)


async def _async_until(
    bridge: Bridge, location: Location, zone: Zone, status: ZoneStatus | None
) -> datetime | None:
    """Return when a temporary override ends: when the one that runs does, or at the next switch point."""
    until = status.until if status is not None and status.mode == TEMPORARY else None
    if until is not None and until > datetime.now(UTC):
        return until
    return await _async_next_switchpoint(bridge, location, zone)


async def _async_next_switchpoint(bridge: Bridge, location: Location, part: Programmed) -> datetime | None:
    """Return when the schedule changes next, as the vendor has it now; None where it never does."""
    schedule = await async_read_schedule(bridge, part)
    programme = programme_at(schedule, location.time_zone, datetime.now(UTC))
    return programme.next_at if programme else None


def _fit(zone: Zone, target: float) -> float:
    return min(max(target, zone.minimum), zone.maximum)


async def _async_plan_hot_water(
    bridge: Bridge,
    location: Location,
    hot_water: HotWater,
    command: SetWaterHeater | SetWaterHeaterAway | SetWaterHeaterPower,
) -> Change:
    """Turn it on or off, until the schedule says otherwise or for good, or follow the schedule again."""
    match command:
        case SetWaterHeater(mode="auto") | SetWaterHeaterAway(away=False):
            return _follow_schedule(hot_water)
        case SetWaterHeater(mode):
            order = OverrideSchedule(value=mode)
        case SetWaterHeaterPower(on=True):
            order = OverrideSchedule(value="on", permanent=True)
        case _:
            order = OverrideSchedule(value="off", permanent=True)
    return await _async_override(bridge, location, hot_water, order)


async def _async_override(
    bridge: Bridge, location: Location, part: Programmed, command: OverrideSchedule
) -> Change:
    """Override the schedule until a moment, until it changes next, or for good."""
    value = _override_value(part, command.value)
    until = command.until
    if until is not None:
        _check_end(part, until)
    elif not command.permanent and TEMPORARY in part.modes:
        until = await _async_next_switchpoint(bridge, location, part)
    return _override(part, value, until)


def _override_value(part: Programmed, value: float | str) -> float | str:
    """Return what the vendor is told that shall be instead of what the schedule says."""
    if isinstance(part, Zone) and isinstance(value, float):
        if not part.minimum <= value <= part.maximum:
            limits = {"minimum": Celsius(part.minimum), "maximum": Celsius(part.maximum)}
            raise CommandRefused("temperature_out_of_range", **limits)
        return value
    state = WATER_STATES.get(str(value))
    if isinstance(part, HotWater) and state in part.states:
        return state
    raise CommandRefused("not_supported")


def _check_end(part: Programmed, until: datetime) -> None:
    if TEMPORARY not in part.modes:
        raise CommandRefused("end_not_supported")
    duration = until - datetime.now(UTC)
    if duration <= timedelta():
        raise CommandRefused("end_in_the_past")
    if duration > part.longest_override:
        raise _too_long(part.longest_override)


def _override(part: Programmed, value: float | str, until: datetime | None) -> Change:
    """Override the schedule, until a moment or for good."""
    mode = PERMANENT if until is None else TEMPORARY
    if mode not in part.modes:
        raise CommandRefused("not_supported")
    fields = _OVERRIDES[type(part)]
    body: dict[str, Any] = {fields.mode: mode, fields.value: value}
    if until is not None:
        body[fields.until] = _in_utc(until)
    return Change(part=part, resource=fields.resource, body=body, mode=mode, value=value, until=until)


def _follow_schedule(part: Programmed) -> Change:
    """End an override."""
    if FOLLOW_SCHEDULE not in part.modes:
        raise CommandRefused("not_supported")
    fields = _OVERRIDES[type(part)]
    body = {fields.mode: FOLLOW_SCHEDULE}
    return Change(part=part, resource=fields.resource, body=body, mode=FOLLOW_SCHEDULE)


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
