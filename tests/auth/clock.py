"""The loop's clock in the hands of a test."""

import asyncio
from collections.abc import Callable


class Clock:
    """Stands still until it is moved; time-outs fire when it has passed them."""

    def __init__(self) -> None:
        self.now = 2.0**20

    def time(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until something is so; the suite's time-out guards against never."""
    while not condition():  # noqa: ASYNC110 - what is waited for tells nobody that it happens
        await asyncio.sleep(0)


async def settle() -> None:
    """Let everything run that can run without an answer from the network."""
    for _ in range(20):
        await asyncio.sleep(0)
