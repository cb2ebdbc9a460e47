"""What the states of cameras do not tell: whether they are on, and what a live view of them needs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from time import monotonic
from typing import Final, Never, override

from ...auth.errors import RefreshTokenRejected, TemporaryError
from ...auth.session import TokenSession
from ..capabilities import Listener
from ..live_views import parse_ice_servers
from ..model import FeatureId, LiveViewConfig, Snapshot
from ..raw import read_mapping, read_text, read_texts
from .client import Client
from .home import Home
from .mapping.cameras import Sight

LIFE = 5 * 60.0
"""Seconds after which a camera is asked again: credentials of TURN servers do not live for ever."""

LIFE_WHILE_OFF = 60.0
"""Seconds after which one that is off is asked again: nobody tells when it is on."""

PAUSE = 1.0
"""Seconds between two rounds, however often cameras change."""

_OFF: Final = 503
_NONE: Final = "0"
"""Seconds between two pictures: too few."""


class Sights:
    """Asks the cameras of the other side, one after the other, while its socket is open."""

    def __init__(self, home: Home, session: TokenSession, url: str) -> None:
        """Take who knows the cameras, and the way to the other side."""
        self._home = home
        self._session = session
        self._url = url
        self._due_at: dict[str, float] = {}
        self._due = asyncio.Event()

    def doubt(self, entity_id: str) -> None:
        """Ask a camera again."""
        if self._due_at.pop(entity_id, None) is not None:
            self._due.set()

    @asynccontextmanager
    async def over(self, client: Client, listener: Listener) -> AsyncIterator[Listener]:
        """Ask over a socket, and tell what is new; yield who must be told what the states tell."""
        self._due_at.clear()
        self._due.clear()
        asking = asyncio.create_task(self._async_ask_always(client, listener), name="latchkey cameras")
        try:
            yield _Overhearing(listener, self._heard)
        finally:
            asking.cancel()
            await asyncio.wait([asking])

    def _heard(self, features: Collection[FeatureId] | None) -> None:
        """Take that cameras changed, or that there may be others."""
        if features is None:
            self._due.set()
        for feature_id in features or ():
            part = self._home.parts.get(feature_id)
            if part is not None:
                self.doubt(part.entity.entity_id)

    async def _async_ask_always(self, client: Client, listener: Listener) -> Never:
        """Ask whenever a camera may be another than it was."""
        await self._due.wait()
        while True:
            self._due.clear()
            changed = [each async for each in self._async_ask(client)]
            if changed:
                listener.changed(self._home.snapshot, changed)
            await asyncio.sleep(PAUSE)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience()):
                    await self._due.wait()

    async def _async_ask(self, client: Client) -> AsyncIterator[FeatureId]:
        """Ask all cameras for which it is time; yield what changed."""
        for entity_id in list(self._overdue()):
            self._due_at[entity_id] = monotonic() + LIFE
            # Who does not answer is as it was.
            with suppress(TemporaryError, RefreshTokenRejected):
                sight = await self._async_look(client, entity_id)
                if not sight.on:
                    self._due_at[entity_id] = monotonic() + LIFE_WHILE_OFF
                for feature_id in self._home.see(entity_id, sight):
                    yield feature_id

    def _overdue(self) -> Iterable[str]:
        """Yield the cameras for which it is time."""
        now, cameras = monotonic(), self._home.list_cameras()
        self._due_at = {each: at for each, at in self._due_at.items() if each in cameras}
        return (each for each in cameras if self._due_at.get(each, now) <= now)

    def _patience(self) -> float:
        """Return the seconds until it is time for the next camera."""
        return max(0.0, min(self._due_at.values(), default=monotonic() + LIFE) - monotonic())

    async def _async_look(self, client: Client, entity_id: str) -> Sight:
        """Return what a camera says now. Raises RefreshTokenRejected or TemporaryError."""
        before = self._home.sight(entity_id)
        if not await self._async_is_on(entity_id):
            return replace(before, on=False)
        told = read_mapping(await client.async_ask("camera/capabilities", entity_id=entity_id))
        if "web_rtc" not in read_texts(told.get("frontend_stream_types")):
            return Sight()
        config = read_mapping(await client.async_ask("camera/webrtc/get_client_config", entity_id=entity_id))
        servers = parse_ice_servers(read_mapping(config.get("configuration")).get("iceServers"))
        channel = read_text(config.get("dataChannel"))
        return Sight(
            config=LiveViewConfig(ice_servers=servers, data_channel=channel),
            can_talk=told.get("two_way_audio") is True,
        )

    async def _async_is_on(self, entity_id: str) -> bool:
        """Return whether a camera is on.

        A stream with no time between two pictures is refused in another way where the camera is off, and
        bothers no camera; other questions to one that is off are errors in the log of the other side.
        """
        response = await self._session.async_request(
            "GET", f"{self._url}/api/camera_proxy_stream/{entity_id}", params={"interval": _NONE}
        )
        return response.status != _OFF


class _Overhearing(Listener):
    """A listener, and somebody who hears what it is told."""

    def __init__(self, listener: Listener, on_change: Callable[[Collection[FeatureId] | None], None]) -> None:
        """Take both."""
        self._listener = listener
        self._on_change = on_change

    @override
    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take the account as it is now."""
        self._listener.changed(snapshot, features)
        self._on_change(features)

    @override
    def lost(self, error: TemporaryError) -> None:
        """Take that nothing is told for now."""
        self._listener.lost(error)

    @override
    def paced(self) -> None:
        """Take that polls are to come at another pace."""
        self._listener.paced()
