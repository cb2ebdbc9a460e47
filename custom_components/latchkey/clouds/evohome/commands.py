"""Commands in the vendor's words."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ...auth.errors import TemporaryError
from ..base import CommandRefused
from ..model import Command, SetClimate, SetWaterHeater
from ..raw import read_mapping
from .bridge import Bridge
from .installation import HotWater, Location, Part, System, Zone, parse_id
from .mapping import HEAT_MODES, NO_PRESET, OFF_MODES, SYSTEM_PRESETS, ZONE_PRESETS, first
from .schedule import async_next_switch
from .status import Status, ZoneStatus

TASK_INTERVAL = 1.0
TASK_TIMEOUT = 10.0
"""Seconds that a command is waited for; a gateway takes three to five, and longer where others queue."""


async def async_send(
    bridge: Bridge, location: Location, part: Part, status: Status | None, command: Command
) -> None:
    """Carry out a command, and wait until the gateway has done it.

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    match part, command:
        case System(), SetClimate():
            await _async_set_system(bridge, part, command)
        case Zone(), SetClimate():
            zone_status = status.zones.get(part.id) if status else None
            await _async_set_zone(bridge, location, part, zone_status, command)
        case HotWater(), SetWaterHeater():
            await _async_set_hot_water(bridge, location, part, command.mode)
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
    await _async_put(
        bridge,
        f"temperatureControlSystem/{system.id}/mode",
        {"system_mode": mode, "permanent": True},
    )


async def _async_set_zone(
    bridge: Bridge, location: Location, zone: Zone, status: ZoneStatus | None, command: SetClimate
) -> None:
    """Override the target, as long as the preset says, or follow the schedule again."""
    target = command.target_temperature
    preset = command.preset or {"off": "permanent", "heat": "schedule"}.get(command.mode or "")
    if target is None and command.mode == "off":
        target = zone.minimum
    if target is None and preset != "schedule":
        target = status.target if status else None
    if target is not None and preset in (None, "schedule"):
        preset = _preset_of(status)
    mode = ZONE_PRESETS.get(preset or "")
    if mode not in zone.modes:
        raise CommandRefused("mode_not_allowed")
    path = f"temperatureZone/{zone.id}"
    values: dict[str, Any] = {"setpoint_mode": mode}
    if mode != "FollowSchedule":
        if target is None:
            raise CommandRefused("refused")
        until = await _async_until(bridge, path, location, status) if mode == "TemporaryOverride" else None
        values = _override("setpoint_mode", "time_until", until, heat_setpoint_value=_fit(zone, target))
    await _async_put(bridge, f"{path}/heatSetpoint", values)


def _preset_of(status: ZoneStatus | None) -> str:
    """Return how a new target holds: a permanent override stays one, all others end with the schedule."""
    return "permanent" if status is None or status.mode == "PermanentOverride" else "temporary"


async def _async_until(
    bridge: Bridge, path: str, location: Location, status: ZoneStatus | None
) -> datetime | None:
    """Return when a temporary override ends: when the one that runs does, or at the next switch point."""
    now = datetime.now(UTC)
    if status is not None and status.until is not None and status.until > now:
        return status.until
    return await async_next_switch(bridge, path, location.time_zone, now)


def _fit(zone: Zone, target: float) -> float:
    return min(max(target, zone.minimum), zone.maximum)


async def _async_set_hot_water(bridge: Bridge, location: Location, hot_water: HotWater, mode: str) -> None:
    """Turn it on or off until the schedule says otherwise, or follow the schedule again."""
    path = f"domesticHotWater/{hot_water.id}"
    state = {"on": "On", "off": "Off"}.get(mode)
    if mode == "auto" and "FollowSchedule" in hot_water.modes:
        values: dict[str, Any] = {"mode": "FollowSchedule"}
    elif state is not None and state in hot_water.states:
        until = await async_next_switch(bridge, path, location.time_zone, datetime.now(UTC))
        values = _override("mode", "until_time", until, state=state)
    else:
        raise CommandRefused("mode_not_allowed")
    await _async_put(bridge, f"{path}/state", values)


def _override(mode_name: str, until_name: str, until: datetime | None, **values: Any) -> dict[str, Any]:
    """Return what overrides a schedule: until a moment, or for good where none is known."""
    if until is None:
        return {mode_name: "PermanentOverride", **values}
    return {
        mode_name: "TemporaryOverride",
        until_name: f"{until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        **values,
    }


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
