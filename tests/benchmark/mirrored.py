"""What a busy home that is mirrored costs this side: the event loop, and memory."""

import asyncio
import gc
import os
import resource
import time
from pathlib import Path
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback

from .links import linked_to_other_side
from .other_side import other_side
from .results import Result
from .standin import StandIn, stand_in

ENTITIES: Final = 5000
CHANGES: Final = 200
"""How many of them change each second."""

SECONDS: Final = int(os.environ.get("BENCHMARK_SECONDS", "120"))
SPANS: Final = 10
"""Into how many spans these are divided, each of which has its figure."""

WARM_UP: Final = ENTITIES / CHANGES + 20
"""Seconds until each entity has changed once: what is kept of each is there from then on."""

PEER: Final = "stand-in of remote_homeassistant"
MAX_PERCENT: Final = 10.0
"""Of a core, that the event loop may be busy."""

MAX_GROWTH: Final = 4.0
"""Megabytes more at the end than at the start: what the allocator may not have given back."""


async def measure() -> list[Result]:
    """Look at a home that is mirrored twice for so many seconds: both are told the same changes."""
    async with (
        other_side(ENTITIES, CHANGES) as other,
        linked_to_other_side(other) as hass,
        stand_in(other.url, other.refresh_token) as theirs,
    ):
        await asyncio.sleep(WARM_UP)
        return await _look(hass, theirs)


async def _look(hass: HomeAssistant, theirs: StandIn) -> list[Result]:
    seen, before = 0, _megabytes()

    @callback
    def count(_: Event[EventStateChangedData]) -> None:
        nonlocal seen
        seen += 1

    hass.bus.async_listen("state_changed", count)
    _, seen_there = await theirs.read()
    spans = list[tuple[float, float]]()
    for _ in range(SPANS):
        spans.append(await _span(theirs))
        gc.collect()  # What Python has not looked for yet is not kept.
    seen_there = (await theirs.read())[1] - seen_there
    assert seen > SECONDS * CHANGES / 2
    assert abs(seen - seen_there) < seen / 10, (seen, seen_there)  # One may be told a little later.
    row = f"{ENTITIES:,} mirrored entities, {CHANGES} changes a second"
    (ours, peers), unit = zip(*spans, strict=True), "% of a core"
    return [
        Result(row, "event loop busy", unit, ours, at_most=MAX_PERCENT),
        Result(row, "beside bare states", unit, ours, PEER, peers, ratio_at_most=1),
        Result(row, "growth of memory", "MB", [_megabytes() - before], at_most=MAX_GROWTH),
    ]


async def _span(theirs: StandIn) -> tuple[float, float]:
    """Return what part of a core this event loop takes for a while, and the other one, in percent."""
    began, ours, peers = time.monotonic(), time.thread_time(), (await theirs.read())[0]
    await asyncio.sleep(SECONDS / SPANS)
    peers = (await theirs.read())[0] - peers
    seconds = time.monotonic() - began
    return 100 * (time.thread_time() - ours) / seconds, 100 * peers / seconds


def _megabytes() -> float:
    """Return the memory of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
