"""An account at another Home Assistant."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import override

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..allowed import Sieve
from ..base import Account, Cloud
from ..capabilities import (
    HasPictures,
    HasPredecessor,
    HasReleaseNotes,
    Listener,
    Pushing,
    Selectable,
    TellsEvents,
)
from ..model import Command, JsonValue, Picture, Snapshot
from ..predecessor import Counterpart, MissingReason, OldEntity
from ..pushes import Pushes
from ..raw import read_mapping, read_text
from ..settings import Choices, Selection, Settings
from .bus import Bus, async_subscribe
from .calendars import Calendars
from .cameras import Cameras
from .client import Client
from .commands import describe
from .connection import Connection
from .follower import Follower
from .forecasts import Forecasts
from .home import Home
from .media import MediaLibrary
from .performing import async_perform
from .pictures import async_get_picture
from .predecessor import find_counterpart
from .reading import async_read
from .registry import Registry
from .release_notes import async_read_release_notes
from .scripts import Scripts
from .selection import choice_ids, choose, list_choices
from .sights import Sights
from .states import State
from .thumbnails import Thumbnails
from .todo_lists import TodoLists
from .watches import Watches


class HomeAssistantCloud(
    Calendars,
    Cameras,
    Forecasts,
    MediaLibrary,
    Scripts,
    TodoLists,
    Cloud,
    Pushing,
    Selectable,
    HasPictures,
    HasPredecessor,
    HasReleaseNotes,
    TellsEvents,
):
    """One user of another Home Assistant, and what of it is shown here."""

    commands_at_once = None

    def __init__(self, session: TokenSession, settings: Settings, *, url: str) -> None:
        """Take the session, what a person wants, and the address of the other side."""
        super().__init__(session, settings)
        self.pushes = Pushes()
        self._url = url
        self._connection = Connection(session, url)
        self._home = Home(settings, url)
        self._bus = Bus(settings)
        self._watches = Watches(self._home)
        self._thumbnails = Thumbnails(session, url)
        self._sights = Sights(self._home, session, url)
        self._follower: Follower | None = None

    @override
    async def async_identify(self) -> Account:
        """Return who the user is (`auth/current_user`); see `Cloud.async_identify`."""
        async with self._client() as client:
            user = read_mapping(await client.async_ask("auth/current_user"))
            config = read_mapping(await client.async_ask("get_config"))
        user_id = read_text(user.get("id"))
        if user_id is None:
            raise TemporaryError("the answer holds no user")
        names = (read_text(config.get("location_name")), read_text(user.get("name")))
        return Account(id=user_id, name=" – ".join(name for name in names if name) or user_id)

    @override
    async def async_list_choices(self) -> Choices:
        """Return out of what a person may choose; see `Selectable.async_list_choices`."""
        registry, states = await self._async_read()
        return list_choices(registry, states, self._settings)

    @override
    async def async_list_shown(self, selection: Selection) -> frozenset[str]:
        """Return the entities that a selection shows; see `Selectable.async_list_shown`."""
        registry, _ = await self._async_read()
        return choice_ids(registry, choose(registry, replace(self._settings, selection=selection)))

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all that is shown, read anew; see `Cloud.async_fetch`."""
        if self._follower is not None:
            await self._follower.async_take_all()
        else:
            self._home.begin_reading()
            await self._home.async_take(*await self._async_read())
        return self._home.snapshot

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Perform the actions that a command is (`call_service`); see `Cloud.async_send`."""
        target = self._target(device_id, feature_key)
        actions = describe(command, target, fahrenheit=self._home.fahrenheit)
        async with self._client() as client:
            await async_perform(client, target.part.entity, actions)
        self._sights.doubt(target.part.entity.entity_id)
        return self._home.snapshot

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the other side told last; see `Cloud.async_raw_words`."""
        return self._home.raw_words(sieve)

    @override
    async def async_get_picture(self, device_id: str, feature_key: str) -> Picture:
        """Return the picture of an entity; see `HasPictures.async_get_picture`."""
        entity = self._home.part(device_id, feature_key).entity
        return await async_get_picture(self._session, self._url, entity, self._home.state(entity))

    @override
    async def async_get_release_notes(self, device_id: str, feature_key: str) -> str | None:
        """Return what is new in some software; see `HasReleaseNotes.async_get_release_notes`."""
        entity = self._home.part(device_id, feature_key).entity
        async with self._client() as client:
            return await async_read_release_notes(client, entity)

    @override
    async def async_listen(self, listener: Listener) -> None:
        """Tell what changes as the other side tells it; see `Pushing.async_listen`."""

        async def follow(client: Client) -> None:
            async with self._watches.over(client), self._sights.over(client, listener) as overheard:
                self._follower = Follower(self._home, overheard, client, self.pushes, self._watches)
                self.pushes.opened()
                await self._bus.async_subscribe(client)
                await self._follower.async_run()

        def on_lost(error: TemporaryError) -> None:
            self._stop_following()
            listener.lost(error)

        try:
            await self._connection.async_run(follow, on_lost)
        finally:
            self._stop_following()

    @override
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an entity of the HACS integration is here; see `HasPredecessor.counterpart`."""
        return find_counterpart(old, self._home, self._url)

    @override
    def tell_events(self, on_event: Callable[[str, Mapping[str, JsonValue]], None]) -> None:
        """Have somebody told of events of the other side's bus; see `TellsEvents.tell_events`."""
        self._bus.tell(on_event)

    @override
    async def async_list_forbidden(self, event_types: Collection[str]) -> list[str]:
        """Return what only administrators are told; see `TellsEvents.async_list_forbidden`."""
        client = await self._connection.async_open()
        try:
            return await async_subscribe(client, lambda _event: None, event_types)
        finally:
            await client.async_close()

    def _stop_following(self) -> None:
        """Be told nothing any more."""
        if self._follower is not None:
            self._follower.stop()
            self.pushes.lost()
            self._follower = None

    @override
    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Client]:
        """Yield the socket that is open, or else one that is open for a moment."""
        if self._connection.client is not None:
            yield self._connection.client
            return
        client = await self._connection.async_open()
        try:
            yield client
        finally:
            await client.async_close()

    async def _async_read(self) -> tuple[Registry, Mapping[str, State]]:
        """Read all that there is."""
        async with self._client() as client:
            return await async_read(client)
