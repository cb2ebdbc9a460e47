"""What a home holds in memory, from before it is set up until it was polled three times."""

import asyncio
import gc
import json
import resource
import sys
import tracemalloc
from pathlib import Path
from typing import Final

from .homes import PEER, Way, as_documented, home, home_assistant_alone, latchkey
from .processes import ask
from .results import Result

DEVICES: Final = 500
POLLS: Final = 3
CHANGED: Final = 10
"""Devices, before the first poll."""

PATIENCE: Final = 120.0
MAX_RATIO: Final = 0.8

_WAYS: Final[dict[str, Way]] = {
    "latchkey": latchkey,
    "as_documented": as_documented,
    "home_assistant_alone": home_assistant_alone,
}


async def measure() -> list[Result]:
    """Have each home in a process of its own, or in some, where that differs from run to run."""
    row = "Memory of 1,000 entities"
    traced = {way: [await _held(way, "traced")] for way in _WAYS}
    resident = {
        way: [await _held(way, "resident") for _ in range(3)] for way in ("latchkey", "as_documented")
    }
    theirs = traced["as_documented"]
    return [
        Result(row, "allocated", "MB", traced["latchkey"], PEER, theirs, ratio_at_most=MAX_RATIO),
        Result(row, "allocated by Home Assistant alone", "MB", traced["home_assistant_alone"], PEER, theirs),
        Result(
            row,
            "resident",
            "MB",
            resident["latchkey"],
            PEER,
            resident["as_documented"],
            ratio_at_most=MAX_RATIO,
        ),
    ]


async def _held(way: str, reading: str) -> float:
    """Return what a process of its own reads."""
    megabytes: float = await ask(__name__, way, reading, within=PATIENCE)
    return megabytes


async def hold(way: str, reading: str) -> float:
    """Return how many megabytes a home takes; what is there once for all homes is there before."""
    async with home(1, _WAYS[way]) as first:
        await first.set_up()
    async with home(DEVICES, _WAYS[way]) as each:
        each.answers.change(CHANGED)
        gc.collect()
        if reading == "traced":
            tracemalloc.start()
        before = _megabytes()
        await each.set_up()
        for _ in range(POLLS if way != "home_assistant_alone" else 0):
            await each.poll()
        gc.collect()
        return _megabytes() - before


def _megabytes() -> float:
    if tracemalloc.is_tracing():
        return tracemalloc.get_traced_memory()[0] / 2**20
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    print(json.dumps(asyncio.run(hold(*sys.argv[1:]))))  # noqa: T201  # to who started this
