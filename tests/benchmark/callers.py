"""A thousand callers who meet an expired token: how many requests, and how long until all are served."""

import asyncio
import logging
import time
from typing import Final

from .holders import OURS, Ask, Vendor, holders, serving
from .results import Result

RUNS: Final = 7
CALLERS: Final = 1000
PAUSE: Final = 0.1
"""Seconds that the vendor takes for an answer."""

ROW: Final = "1,000 callers meet an expired token"


async def measure() -> list[Result]:
    """Have each of them serve a thousand callers and one, by turns."""
    logging.disable()
    vendor = Vendor(PAUSE)
    requests, seconds = dict[str, list[float]](), dict[str, list[float]]()
    alone = []
    async with serving(vendor) as client:
        for _ in range(RUNS):
            alone.append(await _serve(holders(client)[OURS], 1))
            for name, ask in holders(client).items():
                before = vendor.requests
                seconds.setdefault(name, []).append(await _serve(ask, CALLERS))
                requests.setdefault(name, []).append(vendor.requests - before)
    ours, one = seconds.pop(OURS), requests.pop(OURS)
    return [
        Result(ROW, "all served", "ms", ours, "one caller alone", alone, ratio_at_most=1.2),
        *(
            Result(ROW, f"all served, beside {name}", "ms", ours, name, took)
            for name, took in seconds.items()
        ),
        *(
            Result(ROW, f"requests, beside {name}", "", one, name, sent, at_most=1)
            for name, sent in requests.items()
        ),
    ]


async def _serve(ask: Ask, callers: int) -> float:
    """Return how many milliseconds it takes until so many have a bearer, or an error."""
    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(callers)), return_exceptions=True)
    return 1000 * (time.perf_counter() - began)
