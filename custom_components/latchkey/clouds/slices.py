"""Long work in slices: the event loop gets on with other things in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic

SLICE = 0.01
"""Seconds after which the event loop gets its turn."""


async def in_slices[ItemT](items: Iterable[ItemT]) -> AsyncIterator[ItemT]:
    """Yield items to do something with that takes no time by itself, but does for many."""
    began = monotonic()
    for item in items:
        yield item
        if monotonic() - began >= SLICE:
            await asyncio.sleep(0)
            began = monotonic()
