"""The clock of a session in the hands of a test."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from custom_components.latchkey.auth import counting, session


class Clock:
    """Stands still until it is moved; time-outs fire when it has passed them."""

    def __init__(self) -> None:
        self.now = 2.0**20

    def time(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def sessions_look_at(clock: Callable[[], float]) -> Iterator[None]:
    """Have sessions look at this clock; their timers are those of the loop."""
    with patch.object(session, "monotonic", clock), patch.object(counting, "monotonic", clock):
        yield


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until something is so; the suite's time-out guards against never."""
    while not condition():  # noqa: ASYNC110 - what is waited for tells nobody that it happens
        await asyncio.sleep(0)


async def settle() -> None:
    """Let everything run that can run without an answer from the network."""
    for _ in range(20):
        await asyncio.sleep(0)
