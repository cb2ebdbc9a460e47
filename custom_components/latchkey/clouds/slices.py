"""Long work in slices: the event loop gets on with other things in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from time import thread_time

SLICE = 0.01
"""Seconds of computing after which the event loop gets its turn."""


async def in_slices[ItemT](items: Iterable[ItemT]) -> AsyncIterator[ItemT]:
    """Yield items to do something with that takes no time by itself, but does for many."""
    began = thread_time()
    for item in items:
        yield item
        if thread_time() - began >= SLICE:
            await asyncio.sleep(0)
            began = thread_time()
    if thread_time() - began >= SLICE / 2:
        await asyncio.sleep(0)  # What follows may take a slice of its own.


async def in_batches[ItemT](items: Sequence[ItemT]) -> AsyncIterator[Sequence[ItemT]]:
    """Yield as many items at once as there is time for in a slice, going by those before."""
    size, done, began = 1, 0, thread_time()
    while done < len(items):
        yield items[done : done + size]
        done += size
        took = thread_time() - began
        if took < SLICE / 2:
            size *= 2
            continue
        if took > SLICE:
            size = max(size // 2, 1)
        await asyncio.sleep(0)
        began = thread_time()
