"""Long work in slices: the event loop gets on with other things in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable, MutableMapping, Sequence
from time import thread_time
from typing import Final
from weakref import WeakKeyDictionary

SLICE = 0.01
"""Seconds of computing after which the event loop gets its turn."""

_TURNS: Final[MutableMapping[asyncio.AbstractEventLoop, float]] = WeakKeyDictionary()
"""When the work began that a loop does now: what follows without a pause shares its slice."""


def _turn_began() -> float:
    """Return when work began in this turn of the loop."""
    loop = asyncio.get_running_loop()
    if loop not in _TURNS:
        _TURNS[loop] = thread_time()
        loop.call_soon(_TURNS.pop, loop, None)
    return _TURNS[loop]


async def in_slices[ItemT](items: Iterable[ItemT]) -> AsyncIterator[ItemT]:
    """Yield items to do something with that takes no time by itself, but does for many."""
    began = _turn_began()
    for item in items:
        yield item
        if thread_time() - began >= SLICE:
            await asyncio.sleep(0)
            began = _turn_began()


async def in_batches[ItemT](items: Sequence[ItemT]) -> AsyncIterator[Sequence[ItemT]]:
    """Yield as many items at once as there is time for in a slice, going by those before."""
    size, done, began = 1, 0, _turn_began()
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
        began = _turn_began()
