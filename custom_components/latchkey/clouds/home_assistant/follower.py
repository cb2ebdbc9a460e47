"""Follows another Home Assistant while its socket is open."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Never

from ..capabilities import Listener
from ..model import FeatureId
from ..pushes import Pushes
from .client import Client
from .home import Home
from .reading import async_read
from .watches import Watches

BATCH = 0.1
"""Seconds that changes are gathered for before they are told."""

DEBOUNCE = 1.0
"""Seconds after a change of the registries until these are read anew."""

STARTING = 2.0
"""Seconds after which an instance that is starting is looked at again."""

_EVENTS: Final = (
    "entity_registry_updated",
    "device_registry_updated",
    "area_registry_updated",
    "label_registry_updated",
    "core_config_updated",
)


class Follower:
    """Tells a listener what changes at the other end of one socket."""

    def __init__(
        self, home: Home, listener: Listener, client: Client, pushes: Pushes, watches: Watches
    ) -> None:
        """Take who keeps what is told, who is told, who tells, and who notes that something was told."""
        self._home = home
        self._listener = listener
        self._client = client
        self._pushes = pushes
        self._watches = watches
        self._loop = asyncio.get_running_loop()
        self._stale = asyncio.Event()
        self._changed: set[FeatureId] = set()
        self._lock = asyncio.Lock()
        self._batch: asyncio.TimerHandle | None = None
        self._unsubscribe: Callable[[], None] | None = None

    async def async_run(self) -> Never:
        """Tell all that there is, and what changes, until cancelled. Raises TemporaryError."""
        for event in _EVENTS:
            await self._client.async_subscribe(self._on_registry, "subscribe_events", event_type=event)
        while True:
            await self.async_take_all()
            self._listener.changed(self._home.snapshot, None)
            await self._async_until_stale()

    def stop(self) -> None:
        """Tell nothing any more."""
        if self._batch is not None:
            self._batch.cancel()

    async def async_take_all(self) -> None:
        """Read all anew, and be told of the states of what is shown from now on. Raises TemporaryError."""
        async with self._lock:
            self._stale.clear()
            self._home.take(*await async_read(self._client))
            # Anew each time: the first message of a subscription is newer than all that was read.
            before = self._unsubscribe
            self._unsubscribe = await self._async_subscribe(sorted(self._home.shown))
            if before is not None:
                before()
            self._watches.look()

    async def _async_subscribe(self, shown: Sequence[str]) -> Callable[[], None] | None:
        """Be told of the states of these entities, and return what ends that. Raises TemporaryError."""
        if not shown:
            return None  # The other side would take an empty list for all that there is.
        return await self._client.async_subscribe(self._on_states, "subscribe_entities", entity_ids=shown)

    async def _async_until_stale(self) -> None:
        """Wait until the registries have changed and rest, or until the other side may have started."""
        patience = None if self._home.is_running else STARTING
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._stale.wait()
                await asyncio.sleep(DEBOUNCE)

    def _on_registry(self, _event: Any) -> None:
        """Take that something was added, renamed, moved or removed."""
        self._stale.set()

    def _on_states(self, event: Any) -> None:
        """Take states, and tell of them in a moment, together with those of others that follow at once."""
        self._pushes.heard()
        if not self._changed.isdisjoint(self._home.features_in(event)):
            self._tell()  # Who rings three times has rung three times.
        changed = self._home.change(event)
        self._watches.look(changed)
        self._changed.update(changed)
        if self._changed and self._batch is None:
            self._batch = self._loop.call_later(BATCH, self._tell)

    def _tell(self) -> None:
        """Tell what changed."""
        self.stop()
        self._batch = None
        changed = self._home.update(self._changed)
        self._changed.clear()
        if changed:
            self._listener.changed(self._home.snapshot, changed)
