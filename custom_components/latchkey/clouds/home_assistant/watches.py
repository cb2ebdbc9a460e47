"""What somebody here looks at, such as a forecast: asked for again over each socket, and of what is back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Never

from ...auth.errors import TemporaryError
from ..model import FeatureId
from .client import Client
from .home import Home

MAX_WATCHES: Final = 50
"""Of one entity: somebody may page through a calendar."""

_LOGGER: Final = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Watch:
    """A command that subscribes to something of one entity."""

    feature_id: FeatureId
    command: str
    fields: Mapping[str, Any]
    on_event: Callable[[Any], None]
    is_up: bool = False
    """Whether the entity that is there now was asked."""

    unsubscribe: Callable[[], None] | None = field(default=None, repr=False)

    def tell(self, event: Any) -> None:
        """Take what is told, unless it comes late."""
        if self.is_up:
            self.on_event(event)

    def drop(self) -> None:
        """Be told nothing until it is asked for anew."""
        self.is_up = False
        unsubscribe, self.unsubscribe = self.unsubscribe, None
        if unsubscribe is not None:
            unsubscribe()


class Watches:
    """All that is looked at, and the socket over which it is told."""

    def __init__(self, home: Home) -> None:
        """Take who knows which entities there are."""
        self._home = home
        self._watches: dict[FeatureId, list[_Watch]] = {}
        self._due = asyncio.Event()
        self._following = asyncio.Event()
        """Whether it would be told that an entity is gone or back."""

    def add(
        self, feature_id: FeatureId, command: str, on_event: Callable[[Any], None], **fields: Any
    ) -> Callable[[], None]:
        """Have a command tell of an entity from now on, and return what ends that."""
        watch = _Watch(feature_id, command, fields, on_event)
        of_entity = self._watches.setdefault(feature_id, [])
        if len(of_entity) < MAX_WATCHES:
            of_entity.append(watch)
            self._due.set()

        def end() -> None:
            if watch in of_entity:
                of_entity.remove(watch)
                watch.drop()

        return end

    def look(self, feature_ids: Iterable[FeatureId] | None = None) -> None:
        """Take that these entities, or any, may be gone or back.

        Where an integration is loaded anew there, who was asked is gone without a word.
        """
        if feature_ids is None:
            self._following.set()
        for feature_id in self._watches.keys() if feature_ids is None else feature_ids:
            for watch in self._watches.get(feature_id, ()):
                if not self._home.is_there(feature_id):
                    watch.drop()
                elif not watch.is_up:
                    self._due.set()

    @asynccontextmanager
    async def over(self, client: Client) -> AsyncIterator[None]:
        """Have everything told over a socket, as long as that is open."""
        serving = asyncio.create_task(self._async_serve(client), name="latchkey watches")
        try:
            yield
        finally:
            serving.cancel()
            await asyncio.wait([serving])
            self._following.clear()
            for watch in self._all():
                watch.is_up, watch.unsubscribe = False, None

    async def _async_serve(self, client: Client) -> Never:
        """Ask for what is not told yet, whenever there may be something."""
        await self._following.wait()
        self._due.set()
        while True:
            await self._due.wait()
            self._due.clear()
            for watch in self._all():
                if not watch.is_up and self._home.is_there(watch.feature_id) and self._has(watch):
                    await self._async_subscribe(client, watch)

    async def _async_subscribe(self, client: Client, watch: _Watch) -> None:
        """Ask for something; who refuses is asked again when the entity changes."""
        watch.is_up = True
        entity_id = self._home.part(*watch.feature_id).entity.entity_id
        try:
            unsubscribe = await client.async_subscribe(
                watch.tell, watch.command, entity_id=entity_id, **watch.fields
            )
        except TemporaryError as error:
            watch.is_up = False
            _LOGGER.debug("Nothing is told by %s: %s", watch.command, error)
            return
        # Meanwhile nobody may look any more, or who was asked may be gone.
        if watch.is_up and self._has(watch):
            watch.unsubscribe = unsubscribe
        else:
            unsubscribe()

    def _all(self) -> list[_Watch]:
        return [watch for watches in self._watches.values() for watch in watches]

    def _has(self, watch: _Watch) -> bool:
        """Return whether somebody still looks."""
        return watch in self._watches[watch.feature_id]
