"""Changes in the vendor's words: how they are sent, and what is so once they are carried out."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from ...auth.errors import TemporaryError
from ..base import CommandRefused
from ..raw import read_mapping
from .bridge import Bridge
from .installation import HotWater, Part, System, Zone, parse_id
from .status import Status

TASK_INTERVAL = 1.0
TASK_TIMEOUT = 10.0
"""Seconds that a change is waited for; a gateway takes three to five, and longer where others queue."""

NEXT_TASK_TIMEOUT = 5.0
"""Seconds that each further change is waited for: a gateway carries out one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one part of a home."""

    part: Part
    resource: str
    """What of the part is changed, as its path in the vendor's API names it."""

    body: Mapping[str, Any]
    mode: str | None = None
    """The mode that the part is in then; None where that does not change, or is not known."""

    value: float | str | None = None
    """The target or the state that the part has then; None where the vendor does not say."""

    until: datetime | None = None


async def async_carry_out(bridge: Bridge, changes: Iterable[Change]) -> Sequence[Change]:
    """Send changes, wait a while for the gateway, and return those that it has carried out.

    One that is refused does not keep the others from being sent, and what was accepted is not undone.
    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    tasks: dict[str, Change] = {}
    refusals: list[CommandRefused] = []
    for change in changes:
        try:
            answer = await bridge.put(f"{change.part.path}/{change.resource}", json=change.body)
        except CommandRefused as error:
            refusals.append(error)
            continue
        task_id = parse_id(read_mapping(answer).get("id"))
        if task_id is not None:
            tasks[task_id] = change
    done = await _async_wait(bridge, tasks, refusals)
    if refusals:
        raise refusals[0]
    return done


async def _async_wait(
    bridge: Bridge, tasks: Mapping[str, Change], refusals: list[CommandRefused]
) -> Sequence[Change]:
    """Return what is carried out within a while; add to the refusals what the gateway cannot do."""
    done: list[Change] = []
    with suppress(TemporaryError, TimeoutError):
        async with asyncio.timeout(TASK_TIMEOUT + NEXT_TASK_TIMEOUT * (len(tasks) - 1)):
            for task_id, change in tasks.items():
                if await _async_is_done(bridge, task_id):
                    done.append(change)
                else:
                    refusals.append(CommandRefused("refused"))
    return done


async def _async_is_done(bridge: Bridge, task_id: str) -> bool:
    """Wait until the gateway has carried out a task, or says that it cannot (`commTasks`)."""
    while (state := await bridge.async_read(f"commTasks?commTaskId={task_id}", _parse_state)) != "Succeeded":
        if state == "Failed":
            return False
        await asyncio.sleep(TASK_INTERVAL)
    return True


def _parse_state(raw: Any) -> Any:
    return read_mapping(raw).get("state")


def confirm(status: Status, change: Change, time_zone: tzinfo) -> Status:
    """Return how a location, which is in a time zone, is once a change is carried out."""
    part, mode, until = change.part, change.mode, None
    if mode is None:
        return status
    if change.until is not None:
        until = change.until.astimezone(time_zone).replace(microsecond=0)
    match part:
        case System() if (system := status.systems.get(part.id)) is not None:
            system = replace(system, mode=mode, until=until)
            return replace(status, systems={**status.systems, part.id: system})
        case Zone() if (zone := status.zones.get(part.id)) is not None:
            target = zone.target if change.value is None else float(change.value)
            zone = replace(zone, mode=mode, until=until, target=target)
            return replace(status, zones={**status.zones, part.id: zone})
        case HotWater() if (hot_water := status.hot_waters.get(part.id)) is not None:
            state = hot_water.state if change.value is None else str(change.value)
            hot_water = replace(hot_water, mode=mode, until=until, state=state)
            return replace(status, hot_waters={**status.hot_waters, part.id: hot_water})
    return status
