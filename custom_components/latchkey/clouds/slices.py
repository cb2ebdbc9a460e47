"""Long work in slices: the event loop gets on with other things in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable
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
