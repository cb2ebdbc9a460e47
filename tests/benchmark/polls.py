"""What a poll computes, from when its answer is there to the last state that is written."""

import gc
from collections.abc import Awaitable, Callable
from typing import Final

from homeassistant.core import Event, EventStateChangedData, callback

from .homes import ENTITIES_OF_A_DEVICE, PEER, Home, both, timed
from .results import Result, interleaved

RUNS: Final = 7
DEVICES: Final = (500, 1000)
CHANGED: Final = {0: 1 / 20, 1: 1 / 20, 10: None}
"""How many devices change, and what of the peer's time Latchkey may take; all of them as much as the peer."""


async def measure() -> list[Result]:
    """Poll homes in which nothing, something and everything changed."""
    return [result for devices in DEVICES for result in await _polls(devices)]


async def _polls(devices: int) -> list[Result]:
    row = f"Processor time of a poll, {devices * ENTITIES_OF_A_DEVICE:,} entities"
    results = []
    async with both(devices) as (ours, theirs):
        for changed, limit in {**CHANGED, devices: 1.0}.items():
            gc.collect()
            runs = await interleaved(_poll(ours, changed), _poll(theirs, changed), RUNS)
            case = f"{'all' if changed == devices else changed} changed"
            results.append(Result(row, case, "ms", runs[0], PEER, runs[1], ratio_at_most=limit))
        assert ours.shown() == theirs.shown()
    return results


def _poll(home: Home, devices: int) -> Callable[[], Awaitable[float]]:
    """Return what polls a home after so many devices changed, and sees that it shows that."""

    async def poll() -> float:
        shown = 0

        @callback
        def count(_: Event[EventStateChangedData]) -> None:
            nonlocal shown
            shown += 1

        home.answers.change(devices)
        stop = home.hass.bus.async_listen("state_changed", count)
        with timed() as clock:
            await home.poll()
        stop()
        assert shown == devices, shown
        return clock.milliseconds

    return poll
