"""Time that passes as fast as nobody computes: a day of outage in a minute.

The loop's clock, `time.monotonic` and the wall clock of this process jump to the next timer whenever there is
nothing to read, nothing to run and no thread at work. Both ends of every connection must be in this process.
"""

import asyncio
import selectors
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, Self, override
from unittest.mock import patch

from homeassistant.util import dt as dt_util

REST: Final = 0.0005
"""Seconds of real silence until it is believed: loopback delivers at once, threads are counted."""

_REAL: Final = time.monotonic


_LOOKING: Final = ("custom_components.latchkey", "tests.simulators", "homeassistant.auth", "aiohttp.", "jwt.")
"""The modules that look at a clock by a name of their own."""


class Clock:
    """What time it is."""

    def __init__(self) -> None:
        """Begin with the time of the machine."""
        self._skipped = 0.0
        self._wall = time.time() - self.monotonic()

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return _REAL() + self._skipped

    def wall(self) -> float:
        """Return seconds since the epoch, as far as this process is concerned."""
        return self._wall + self.monotonic()

    def skip(self, seconds: float) -> None:
        """Let time pass."""
        self._skipped += seconds

    def set_wall(self, moment: datetime) -> None:
        """Put the hands of the wall clock to another time."""
        self._wall = moment.timestamp() - self.monotonic()

    def turn_wall(self, by: timedelta) -> None:
        """Turn the hands of the wall clock, on or back."""
        self._wall += by.total_seconds()


class _Selector(selectors.EpollSelector):
    """Tells the clock to skip what nobody needs."""

    clock: Clock
    at_work = 0
    """How many threads compute for this loop."""

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if (ready := super().select(0)) or timeout == 0:
            return ready
        rest = REST if timeout is None else min(timeout, REST)
        if (ready := super().select(rest)) or self.at_work or timeout is None:
            return ready
        self.clock.skip(max(0.0, timeout - rest))
        return ready


class _Loop(asyncio.SelectorEventLoop):
    """An event loop that knows whether a thread is at work."""

    def __init__(self, selector: _Selector) -> None:
        super().__init__(selector)
        self._skipping = selector

    @override
    def run_in_executor[*ArgumentsT, ResultT](
        self, executor: Executor | None, func: Callable[[*ArgumentsT], ResultT], *args: *ArgumentsT
    ) -> asyncio.Future[ResultT]:
        future = super().run_in_executor(executor, func, *args)
        self._skipping.at_work += 1
        future.add_done_callback(self._rest)
        return future

    @override
    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        self._skipping.at_work += 1
        await super().shutdown_default_executor(timeout)
        self._skipping.at_work -= 1

    def _rest(self, _future: asyncio.Future[Any]) -> None:
        self._skipping.at_work -= 1


class _Meta(type):
    @override
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


@contextmanager
def _clock_everywhere(clock: Clock) -> Iterator[None]:
    """Have this process look at this clock."""

    class Datetime(datetime, metaclass=_Meta):
        @classmethod
        @override
        def now(cls, tz: tzinfo | None = None) -> Self:
            return datetime.fromtimestamp(clock.wall(), tz)  # type: ignore[return-value]  # as good as one

    replaced = {id(_REAL): clock.monotonic, id(datetime): Datetime}
    ours = [
        (module, name, replaced[id(value)])
        for key, module in list(sys.modules.items())
        if key.startswith(_LOOKING)
        for name, value in list(vars(module).items())
        if id(value) in replaced
    ]
    with (
        patch.object(time, "monotonic", clock.monotonic),
        patch.object(time, "time", clock.wall),
        patch.object(dt_util, "utcnow", lambda: datetime.fromtimestamp(clock.wall(), dt_util.UTC)),
    ):
        for module, name, value in ours:
            setattr(module, name, value)
        yield


def run_warped[ResultT](main: Coroutine[Any, Any, ResultT], clock: Clock) -> ResultT:
    """Run something with this clock until its end; nothing else runs in this process."""
    selector = _Selector()
    selector.clock = clock
    with (
        _clock_everywhere(clock),
        asyncio.Runner(loop_factory=lambda: _Loop(selector)) as runner,
    ):
        return runner.run(main)
