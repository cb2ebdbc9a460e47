"""Work for many entities at once, which the event loop must not notice."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from homeassistant.core import HomeAssistant, callback

from ..clouds.slices import in_batches, in_slices
from ..entry import LatchkeyConfigEntry


class Work:
    """The work of one account: one thing after the other, in slices, as long as the account is set up."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
        """Have nothing to do yet."""
        self._hass = hass
        self._entry = entry
        self.turn = asyncio.Lock()
        """Who holds it works; two at a time would be two slices at a stretch."""

        self._tasks: set[asyncio.Task[None]] = set()
        self._has_ended = False

    @callback
    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work at once; where it is more than a slice, it goes on by itself."""
        if self._has_ended:
            work.close()
            return
        task = self._entry.async_create_task(self._hass, work, "latchkey work")
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def async_each[ItemT](self, items: Iterable[ItemT], do: Callable[[ItemT], object]) -> None:
        """Do something with each item, when what began before is done."""
        async with self.turn:
            async for item in in_slices(items):
                do(item)

    async def async_batches[ItemT](
        self, items: Sequence[ItemT], do: Callable[[Sequence[ItemT]], object]
    ) -> None:
        """Do something with many items at a time, when what began before is done."""
        async with self.turn:
            async for batch in in_batches(items):
                do(batch)

    async def async_until_done(self) -> None:
        """Wait until all that was begun is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def async_end(self) -> None:
        """Leave what is not done undone, and begin nothing any more."""
        self._has_ended = True
        for task in self._tasks:
            task.cancel()
        await self.async_until_done()
