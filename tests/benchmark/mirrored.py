"""What a busy home that is mirrored costs this side: the event loop, and memory."""

import asyncio
import gc
import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant

from .links import linked_to_other_side
from .other_side import other_side
from .results import Result

ENTITIES: Final = 5000
CHANGES: Final = 200
"""How many of them change each second."""

SECONDS: Final = int(os.environ.get("BENCHMARK_SECONDS", "120"))
WARM_UP: Final = ENTITIES / CHANGES + 20
"""Seconds until each entity has changed once: what is kept of each is there from then on."""

MAX_PERCENT: Final = 10.0
"""Of a core, that the event loop may be busy."""

MAX_GROWTH: Final = 4.0
"""Megabytes more at the end than at the start: what the allocator may not have given back."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The clocks and the memory of this process at one moment."""

    time: float
    busy: float
    """Seconds that the thread of the event loop has computed."""

    megabytes: float

    @classmethod
    def now(cls) -> Reading:
        """Read them."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(time.monotonic(), time.thread_time(), pages * resource.getpagesize() / 2**20)


async def measure() -> list[Result]:
    """Look at a mirrored home for so many seconds."""
    async with (
        other_side(ENTITIES, CHANGES) as other,
        linked_to_other_side(other) as hass,
    ):
        return await _look(hass)


async def _look(hass: HomeAssistant) -> list[Result]:
    seen = 0

    def count(_: Event[EventStateChangedData]) -> None:
        nonlocal seen
        seen += 1

    await asyncio.sleep(WARM_UP)
    hass.bus.async_listen("state_changed", count)
    first = Reading.now()
    await asyncio.sleep(SECONDS)
    last = Reading.now()
    seconds = last.time - first.time
    assert seen / seconds > CHANGES / 2
    busy, growth = 100 * (last.busy - first.busy) / seconds, last.megabytes - first.megabytes
    row = f"{ENTITIES:,} mirrored entities, {CHANGES} changes a second"
    return [
        Result(row, "event loop busy", "% of a core", [busy], at_most=MAX_PERCENT),
        Result(row, "growth of memory", "MB", [growth], at_most=MAX_GROWTH),
    ]
