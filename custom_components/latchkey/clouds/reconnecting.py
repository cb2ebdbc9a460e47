"""Keeps open what a vendor pushes through."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, Never

from ..auth.errors import TemporaryError

FIRST_PAUSE = 1.0
MAX_PAUSE = 60.0
"""Seconds between two attempts to connect; from the first to the last they double."""

STEADY: Final = 60.0
"""Seconds that a socket is open until the pause begins at its shortest again. With each that opens all is
read anew: the vendor counts these requests, and one that drops sockets often must not be asked too often."""


async def async_reconnect(
    async_serve: Callable[[], Awaitable[TemporaryError]],
    on_lost: Callable[[TemporaryError], None],
    max_pause: float | None = None,
) -> Never:
    """Serve a socket anew each time that it ends, until cancelled, after a pause.

    `async_serve` opens a socket, keeps it until it ends and returns why it did. Whatever it raises, such
    as RefreshTokenRejected, ends this. Pauses grow to `max_pause` seconds, or to MAX_PAUSE.
    """
    now = asyncio.get_running_loop().time
    failures = 0
    while True:
        since = now()
        error = await async_serve()
        on_lost(error)
        failures = 0 if now() - since >= STEADY else failures + 1
        await asyncio.sleep(max(_pause(failures, max_pause or MAX_PAUSE), error.retry_after or 0.0))


def _pause(failures: int, longest: float) -> float:
    """Return the seconds until the next attempt to connect."""
    pause: float = min(FIRST_PAUSE * 2 ** min(failures, 10), longest)
    return pause * random.uniform(0.5, 1)  # noqa: S311 - spreads accounts, guards nothing
