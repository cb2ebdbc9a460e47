"""Follows another Home Assistant while its socket is open."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from itertools import batched, islice
from typing import Any, Final, Never

from ..capabilities import Listener
from ..model import FeatureId, Snapshot, changed_features, has_same_features
from ..pushes import Pushes
from ..together import async_together
from .client import Client
from .home import Home
from .reading import async_read, async_read_anew
from .stale import EVENTS, Stale
from .watches import Watches

DEBOUNCE = 1.0
"""Seconds after a change of the registries until these are read anew."""

STARTING = 2.0
"""Seconds after which an instance that is starting is looked at again."""

MAX_BATCH: Final = 50
"""Features that are told of in one turn of the event loop: the others follow in the next ones."""

SUBSCRIBED_AT_ONCE: Final = 250
"""Entities of one subscription: its first message tells how all of them are."""

MAX_SUBSCRIPTIONS: Final = 200
"""Each entity that is new has one of its own, until all are read again."""


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
        self._stale = Stale()
        self._is_stale = asyncio.Event()
        self._changed: dict[FeatureId, None] = {}
        """What is not told of yet, the oldest first."""

        self._lock = asyncio.Lock()
        self._telling: asyncio.Handle | None = None
        self._subscriptions: list[Callable[[], None]] = []

    async def async_run(self) -> Never:
        """Tell all that there is, and what changes, until cancelled. Raises TemporaryError."""
        await async_together(
            *(
                self._client.async_subscribe(self._on_registry, "subscribe_events", event_type=event)
                for event in EVENTS
            )
        )
        while True:
            await self.async_take_all()
            self._listener.changed(self._home.snapshot, None)
            while await self._async_is_little_stale():
                await self._async_revise()

    def stop(self) -> None:
        """Tell nothing any more."""
        if self._telling is not None:
            self._telling.cancel()

    async def async_take_all(self) -> None:
        """Read all anew, and be told of the states of what is shown from now on. Raises TemporaryError."""
        async with self._lock:
            self._take_stale()
            self._home.begin_reading()
            await self._home.async_take(*await async_read(self._client))
            # Anew each time: the first message of a subscription is newer than all that was read.
            before, self._subscriptions = self._subscriptions, []
            await self._async_subscribe(sorted(self._home.shown))
            for unsubscribe in before:
                unsubscribe()
            self._watches.look()

    async def _async_revise(self) -> None:
        """Read what changed of the registries, and tell what that means. Raises TemporaryError."""
        async with self._lock:
            before, stale = self._home.snapshot, self._take_stale()
            registry = await async_read_anew(self._client, self._home.registry, stale)
            revised = self._home.list_revised(registry, stale.entity_ids)
            await self._async_subscribe(self._home.list_new(registry, revised))
            await self._home.async_revise(registry, revised)
            self._watches.look()
        self._tell_difference(before, self._home.snapshot)

    def _tell_difference(self, before: Snapshot, after: Snapshot) -> None:
        """Tell which features changed; where some came or went, or rooms are others, anything may have."""
        is_same = (before.places, before.unchosen) == (after.places, after.unchosen)
        is_little = is_same and has_same_features(before, after)
        self._listener.changed(after, changed_features(before, after) if is_little else None)

    def _take_stale(self) -> Stale:
        """Return what must be read anew, which is done now."""
        stale, self._stale = self._stale, Stale()
        self._is_stale.clear()
        return stale

    async def _async_subscribe(self, shown: Sequence[str]) -> None:
        """Be told of the states of these entities, and first how they are now. Raises TemporaryError."""
        # None at all the other side would take for all that there is.
        for entity_ids in batched(shown, SUBSCRIBED_AT_ONCE, strict=False):
            first = asyncio.Event()
            on_event = partial(self._on_first_states, first)
            unsubscribe = await self._client.async_subscribe(
                on_event, "subscribe_entities", entity_ids=list(entity_ids)
            )
            self._subscriptions.append(unsubscribe)
            await self._client.async_wait(first)

    async def _async_is_little_stale(self) -> bool:
        """Wait until the registries have changed and rest; return whether it is not worth to read all anew.

        It is where the other side may have started.
        """
        patience = None if self._home.is_running else STARTING
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._is_stale.wait()
                await asyncio.sleep(DEBOUNCE)
        is_full = len(self._subscriptions) >= MAX_SUBSCRIPTIONS
        return self._home.is_running and not self._stale.everything and not is_full

    def _on_registry(self, event: Any) -> None:
        """Take that something was added, renamed, moved or removed."""
        self._stale.take(event)
        self._is_stale.set()

    def _on_first_states(self, first: asyncio.Event, event: Any) -> None:
        """Take states, the first of which say how entities are now."""
        self._on_states(event)
        first.set()

    def _on_states(self, event: Any) -> None:
        """Take states, and tell of them together with those of others that came with them."""
        self._pushes.heard()
        again = self._changed.keys() & self._home.features_in(event) if self._changed else None
        if again:
            self._tell(again)  # Who rings three times has rung three times.
        changed = self._home.change(event)
        self._watches.look(changed)
        self._changed.update(dict.fromkeys(changed))
        if self._changed and self._telling is None:
            self._telling = self._loop.call_soon(self._tell_next)

    def _tell_next(self) -> None:
        """Tell what changed: as much as takes no time."""
        is_much = len(self._changed) > MAX_BATCH
        self._telling = self._loop.call_soon(self._tell_next) if is_much else None
        self._tell(tuple(islice(self._changed, MAX_BATCH)))

    def _tell(self, feature_ids: Collection[FeatureId]) -> None:
        """Tell which of some features have changed in truth."""
        for feature_id in feature_ids:
            del self._changed[feature_id]
        changed = self._home.update(feature_ids)
        if changed:
            self._listener.changed(self._home.snapshot, changed)
