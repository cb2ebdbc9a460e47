"""Commands in the vendor's words."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..base import CommandRefused
from ..model import (
    Command,
    FollowSchedule,
    OverrideSchedule,
    SetClimate,
    SetSchedule,
    SetTemporaryPreset,
    SetWaterHeater,
)
from ..raw import read_mapping
from .bridge import Bridge
from .installation import HotWater, Location, Part, Programmed, System, Timing, Zone, parse_id
from .schedule import async_read_schedule, check_schedule, describe_schedule, programme_at
from .status import Status, ZoneStatus
from .words import HEAT_MODES, NO_PRESET, OFF_MODES, SYSTEM_PRESETS, WATER_STATES, ZONE_PRESETS, first

TASK_INTERVAL = 1.0
TASK_TIMEOUT = 10.0
"""Seconds that a command is waited for; a gateway takes three to five, and longer where others queue."""


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


async def async_send(
    bridge: Bridge, location: Location, part: Part, status: Status | None, command: Command
) -> None:
    """Carry out a command, and wait until the gateway has done it.

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    match part, command:
        case System(), SetClimate():
            await _async_set_system(bridge, part, command)
        case System(), SetTemporaryPreset():
            await _async_set_system_for(bridge, location, part, command)
        case System(), FollowSchedule():
            await _async_set_system(bridge, part, SetClimate(mode="heat"))
        case Zone(), SetClimate():
            zone_status = status.zones.get(part.id) if status else None
            await _async_set_zone(bridge, location, part, zone_status, command)
        case HotWater(), SetWaterHeater():
            await _async_set_hot_water(bridge, location, part, command.mode)
        case Zone() | HotWater(), OverrideSchedule():
            await _async_override(bridge, location, part, command)
        case Zone() | HotWater(), FollowSchedule():
            await _async_follow_schedule(bridge, part)
        case Zone() | HotWater(), SetSchedule(schedule):
            check_schedule(part, schedule)
            await _async_put(bridge, f"{part.path}/schedule", describe_schedule(schedule))
        case _:
            raise CommandRefused("not_supported")


async def _async_set_system(bridge: Bridge, system: System, command: SetClimate) -> None:
    """Set the mode for good: a preset is a mode, and so are heat and off."""
    if command.preset is not None and command.preset != NO_PRESET:
        words: tuple[str, ...] = (SYSTEM_PRESETS.get(command.preset, ""),)
    else:
        words = OFF_MODES if command.mode == "off" else HEAT_MODES
    mode = first(words, system.modes)
    if mode is None:
        raise CommandRefused("mode_not_allowed")
    await _async_put(bridge, f"{system.path}/mode", {"system_mode": mode, "permanent": True})


async def _async_set_system_for(
    bridge: Bridge, location: Location, system: System, command: SetTemporaryPreset
) -> None:
    """Set a mode that ends by itself."""
    mode = SYSTEM_PRESETS.get(command.preset)
    if mode is None or mode not in system.modes:
        raise CommandRefused("mode_not_allowed")
    timing = system.timings.get(mode)
    if timing is None:
        raise CommandRefused("mode_not_temporary")
    until = _end_of_mode(location, timing, command.duration)
    values = {"system_mode": mode, "permanent": False, "time_until": _in_utc(until)}
    await _async_put(bridge, f"{system.path}/mode", values)


def _end_of_mode(location: Location, timing: Timing, duration: timedelta) -> datetime:
    """Return when a mode ends; days end at midnight, and the first of them is today."""
    if duration <= timedelta():
        raise CommandRefused("end_in_the_past")
    if duration > timing.longest:
        raise CommandRefused("duration_too_long", longest=_in_words(timing.longest))
    if duration % timing.step:
        raise CommandRefused("duration_not_in_steps", step=_in_words(timing.step))
    now = datetime.now(UTC)
    if not timing.in_days:
        return now + duration
    last_day = now.astimezone(location.time_zone) + duration
    return last_day.replace(hour=0, minute=0, second=0, microsecond=0)


def _in_words(duration: timedelta) -> str:
    """Return a duration in days or hours, by the symbols of these units."""
    if duration % timedelta(days=1):
        return f"{duration / timedelta(hours=1):g} h"
    return f"{duration / timedelta(days=1):g} d"


async def _async_set_zone(
    bridge: Bridge, location: Location, zone: Zone, status: ZoneStatus | None, command: SetClimate
) -> None:
    """Override the target, as long as the preset says, or follow the schedule again."""
    target = command.target_temperature
    preset = command.preset or {"off": "permanent", "heat": "schedule"}.get(command.mode or "")
    if command.mode == "off":
        target = zone.minimum
    if target is None and preset != "schedule":
        target = status.target if status else None
    if target is not None and preset in (None, "schedule"):
        preset = _preset_of(status)
    mode = ZONE_PRESETS.get(preset or "")
    if mode not in zone.modes:
        raise CommandRefused("mode_not_allowed")
    if mode == "FollowSchedule":
        await _async_follow_schedule(bridge, zone)
        return
    if target is None:
        raise CommandRefused("refused")
    until = await _async_until(bridge, location, zone, status) if mode == "TemporaryOverride" else None
    await _async_put_override(bridge, zone, _fit(zone, target), until)


def _preset_of(status: ZoneStatus | None) -> str:
    """Return how a new target holds: a permanent override stays one, all others end with the schedule."""
    return "permanent" if status is None or status.mode == "PermanentOverride" else "temporary"


async def _async_until(
    bridge: Bridge, location: Location, zone: Zone, status: ZoneStatus | None
) -> datetime | None:
    """Return when a temporary override ends: when the one that runs does, or at the next switch point."""
    if status is not None and status.until is not None and status.until > datetime.now(UTC):
        return status.until
    return await _async_next_switchpoint(bridge, location, zone)


async def _async_next_switchpoint(bridge: Bridge, location: Location, part: Programmed) -> datetime | None:
    """Return when the schedule changes next, as the vendor has it now; None where it never does."""
    schedule = await async_read_schedule(bridge, part)
    programme = programme_at(schedule, location.time_zone, datetime.now(UTC))
    return programme.next_at if programme else None


def _fit(zone: Zone, target: float) -> float:
    return min(max(target, zone.minimum), zone.maximum)


async def _async_set_hot_water(bridge: Bridge, location: Location, hot_water: HotWater, mode: str) -> None:
    """Turn it on or off until the schedule says otherwise, or follow the schedule again."""
    if mode == "auto":
        await _async_follow_schedule(bridge, hot_water)
    else:
        await _async_override(bridge, location, hot_water, OverrideSchedule(value=mode))


async def _async_override(
    bridge: Bridge, location: Location, part: Programmed, command: OverrideSchedule
) -> None:
    """Override the schedule until a moment, or until it changes next."""
    value = _override_value(part, command.value)
    if "TemporaryOverride" not in part.modes:
        raise CommandRefused("mode_not_allowed")
    if command.until is None:
        until = await _async_next_switchpoint(bridge, location, part)
    else:
        until = command.until
        _check_end(part, until)
    await _async_put_override(bridge, part, value, until)


def _override_value(part: Programmed, value: float | str) -> float | str:
    """Return what the vendor is told that shall be instead of what the schedule says."""
    if isinstance(part, Zone) and isinstance(value, float):
        if not part.minimum <= value <= part.maximum:
            limits = {"minimum": f"{part.minimum:g}", "maximum": f"{part.maximum:g}"}
            raise CommandRefused("temperature_out_of_range", **limits)
        return value
    state = WATER_STATES.get(str(value))
    if isinstance(part, HotWater) and state in part.states:
        return state
    raise CommandRefused("mode_not_allowed")


def _check_end(part: Programmed, until: datetime) -> None:
    duration = until - datetime.now(UTC)
    if duration <= timedelta():
        raise CommandRefused("end_in_the_past")
    if duration > part.longest_override:
        raise CommandRefused("duration_too_long", longest=_in_words(part.longest_override))


async def _async_put_override(
    bridge: Bridge, part: Programmed, value: float | str, until: datetime | None
) -> None:
    """Override the schedule, until a moment or for good."""
    mode = "PermanentOverride" if until is None else "TemporaryOverride"
    fields = _OVERRIDES[type(part)]
    values: dict[str, Any] = {fields.mode: mode, fields.value: value}
    if until is not None:
        values[fields.until] = _in_utc(until)
    await _async_put(bridge, f"{part.path}/{fields.resource}", values)


async def _async_follow_schedule(bridge: Bridge, part: Programmed) -> None:
    """End an override."""
    if "FollowSchedule" not in part.modes:
        raise CommandRefused("mode_not_allowed")
    fields = _OVERRIDES[type(part)]
    await _async_put(bridge, f"{part.path}/{fields.resource}", {fields.mode: "FollowSchedule"})


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


async def _async_put(bridge: Bridge, path: str, values: dict[str, Any]) -> None:
    """Send a command, and wait a while until it is done; what was accepted is not undone where that fails."""
    answer = read_mapping(await bridge.put(path, json=values))
    task_id = parse_id(answer.get("id"))
    if task_id is None:
        return
    with suppress(TemporaryError, TimeoutError):
        async with asyncio.timeout(TASK_TIMEOUT):
            await _async_wait(bridge, task_id)


async def _async_wait(bridge: Bridge, task_id: str) -> None:
    """Wait until the gateway has carried out a task (`commTasks`); raises CommandRefused where it cannot."""
    while (state := await bridge.async_read(f"commTasks?commTaskId={task_id}", _parse_state)) != "Succeeded":
        if state == "Failed":
            raise CommandRefused("refused")
        await asyncio.sleep(TASK_INTERVAL)


def _parse_state(raw: Any) -> Any:
    return read_mapping(raw).get("state")
