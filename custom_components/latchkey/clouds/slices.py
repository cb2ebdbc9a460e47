"""Long work in slices: the event loop gets on with other things in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from time import monotonic

SLICE = 0.005
"""Seconds after which the event loop gets its turn, whoever used the processor meanwhile.

What follows a slice within its turn may be a slice of its own: three of these are not noticed either.
"""


async def in_slices[ItemT](items: Iterable[ItemT]) -> AsyncIterator[ItemT]:
    """Yield items to do something with that takes no time by itself, but does for many."""
    began = monotonic()
    for item in items:
        yield item
        if monotonic() - began >= SLICE:
            await asyncio.sleep(0)
            began = monotonic()
    if monotonic() - began >= SLICE / 2:
        await asyncio.sleep(0)  # What follows may take a slice of its own.


async def in_batches[ItemT](items: Sequence[ItemT]) -> AsyncIterator[Sequence[ItemT]]:
    """Yield in each slice as many items at once as there is time for, going by those before."""
    size, done = 1, 0
    while done < len(items):
        began = monotonic()
        yield items[done : done + size]
        done += size
        took = monotonic() - began
        size = max(int(size * SLICE / took), 1) if took else len(items)
        await asyncio.sleep(0)
