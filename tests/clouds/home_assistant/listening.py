"""Who listens to an account, and finds what it is told."""

import asyncio
from collections.abc import Collection

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.model import Feature, FeatureId, Snapshot


class Listener:
    """Who is told what changes, and waits for it."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.told: list[frozenset[FeatureId] | None] = []
        self.losses: list[str] = []
        self._news = asyncio.Event()

    @property
    def snapshot(self) -> Snapshot:
        """What was told last."""
        return self.snapshots[-1]

    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take what changed."""
        self.snapshots.append(snapshot)
        self.told.append(None if features is None else frozenset(features))
        self._news.set()

    def paced(self) -> None:
        """Never be called: polls are as rare as ever."""
        raise AssertionError

    def lost(self, error: TemporaryError) -> None:
        """Take that nothing is told any more."""
        self.losses.append(str(error))
        self._news.set()

    async def next(self) -> None:
        """Wait for the next that is told."""
        async with asyncio.timeout(10):
            await self._news.wait()
        self._news.clear()


def feature(snapshot: Snapshot, name: str) -> Feature:
    """Return the feature of a name."""
    return found(snapshot, name)[1]


def found(snapshot: Snapshot, name: str) -> tuple[FeatureId, Feature]:
    """Return where the feature of a name is, and it."""
    for device in snapshot.devices.values():
        for key, each in device.features.items():
            if each.name == name:
                return (device.id, key), each
    raise KeyError(name)
