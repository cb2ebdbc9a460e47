"""Waiting for another process."""

import asyncio
from collections.abc import Awaitable, Callable

from .process import DemoError

SECONDS_BETWEEN = 0.2


async def eventually(read: Callable[[], Awaitable[object]], expected: object, seconds: float = 60) -> None:
    """Read again and again until what is expected is there; raises DemoError where it takes too long."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while (actual := await read()) != expected:
        if loop.time() > deadline:
            raise DemoError(f"still {actual!r} instead of {expected!r} after {seconds:.0f} seconds")
        await asyncio.sleep(SECONDS_BETWEEN)
