"""Who is told what changes in a linked home."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager, suppress

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.model import FeatureId, Snapshot

from .account import LinkedHome


class Listener:
    """Keeps a linked home as it is told, as the coordinator does."""

    def __init__(self, home: LinkedHome) -> None:
        self.home = home
        self.told: list[frozenset[FeatureId] | None] = []
        """Which features each telling was about."""
        self.paces: list[float | None] = []
        """How often polls were enough, each time that this changed."""
        self._news = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Be told what is pushed, from the moment on that all is known."""
        listening = asyncio.create_task(self.home.cloud.async_listen(self))
        await self.until(lambda: bool(self.paces))
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take what changed."""
        self.home.snapshot = snapshot
        self.told.append(None if features is None else frozenset(features))
        self._wake()

    def lost(self, error: TemporaryError) -> None:
        """Never be called: polls go on."""
        raise AssertionError(error)

    def paced(self) -> None:
        """Take how often polls are enough now."""
        self.paces.append(self.home.cloud.poll_interval)
        self._wake()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(10):
            while not holds():
                news = self._news
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await news.wait()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
