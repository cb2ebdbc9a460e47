"""What a set-up computes, from the config entry to the last entity."""

import gc
from collections.abc import Awaitable, Callable
from typing import Final

from .homes import Way, home, home_assistant_alone, latchkey, timed
from .results import Result, interleaved

RUNS: Final = {10: 5, 100: 5, 1000: 3}
"""How often so many devices are set up."""

MAX_RATIO: Final = 1.5
MAX_GROWTH: Final = 1.3
"""What a device of a thousand may take of what one of a hundred takes."""


async def measure() -> list[Result]:
    """Set homes up, and as many entities with nothing behind them."""
    row, results = "Processor time of a set-up", dict[int, Result]()
    for devices, runs in RUNS.items():
        ours, theirs = await interleaved(
            _set_up(devices, latchkey), _set_up(devices, home_assistant_alone), runs
        )
        peer = "as many entities with nothing behind"
        results[devices] = Result(
            row, f"{devices:,} devices", "ms", ours, peer, theirs, ratio_at_most=MAX_RATIO
        )
    few, many = ([each / devices for each in results[devices].ours] for devices in (100, 1000))
    linear = Result(row, "each of 1,000 devices", "ms", many, "each of 100", few, ratio_at_most=MAX_GROWTH)
    return [*results.values(), linear]


def _set_up(devices: int, link: Way) -> Callable[[], Awaitable[float]]:
    """Return what sets a home up in a Home Assistant of its own."""

    async def set_up() -> float:
        async with home(devices, link) as each:
            gc.collect()
            with timed() as clock:
                await each.set_up()
            return clock.milliseconds

    return set_up
