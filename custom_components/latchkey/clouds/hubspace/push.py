"""Keeps a session at the vendor's push server, tells what it hears, and notices where it hears nothing."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Collection, Container
from typing import Final, Never

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..capabilities import Listener
from ..model import Snapshot, changed_features
from ..pushes import Pushes
from ..reconnecting import async_reconnect
from .bridge import Bridge
from .conclave import Conclave, async_open, parse_access
from .home import Home
from .messages import Messages, News
from .metadevice import Function

_LOGGER = logging.getLogger(__name__)

POLL_INTERVAL: Final = 10 * 60.0
"""Seconds between two polls while the vendor tells what changes; they find what it missed."""

FIRST_GAP: Final = 1.0
MAX_GAP: Final = 30.0
"""Seconds between two readings that messages lead to; they double while messages come faster."""

LATENESS: Final = 5.0
"""Seconds that a message may come later than a poll which found what it tells."""

MAX_PAUSE: Final = 10 * 60.0
"""Seconds between two attempts to connect, at the longest: polls go on meanwhile."""

FIRST_DOUBT: Final = 60.0
MAX_DOUBT: Final = 60 * 60.0
"""Seconds until another session is opened where one after the other is silent; they double."""

type Changes = Collection[tuple[str, Function]]
"""Functions of metadevices."""


class Push:
    """What the vendor tells by itself."""

    def __init__(
        self,
        session: TokenSession,
        bridge: Bridge,
        home: Home,
        pushes: Pushes,
        async_fetch: Callable[[bool], Awaitable[Snapshot]],
    ) -> None:
        """Take the ways to the vendor, the home, who notes what is told, and what reads the home anew.

        The last one also reads which devices there are where it is called with True.
        """
        self._session = session
        self._bridge = bridge
        self._home = home
        self._pushes = pushes
        self._async_fetch = async_fetch
        self._silences = Silences()
        self._is_open = False
        self._changed = asyncio.Event()
        self._stale = asyncio.Event()
        self._discover = False
        self._shown = Snapshot(devices={})

    @property
    def is_trusted(self) -> bool:
        """Whether the vendor tells what changes, as far as is known: few polls are enough."""
        return self._is_open and not self._silences.are_doubtful

    async def async_run(self, listener: Listener) -> None:
        """Keep a session and tell what it hears, until cancelled. Raises RefreshTokenRejected."""

        def lose(error: TemporaryError) -> None:
            _LOGGER.debug("Hubspace pushes nothing now: %s", error)
            listener.paced()

        await async_reconnect(lambda: self._async_serve(listener), lose, MAX_PAUSE)

    def polled(self, changes: Changes) -> None:
        """Take what a poll has told, and no message, of what messages should tell."""
        if self._is_open:
            self._silences.found(changes, self._home.told)

    async def _async_serve(self, listener: Listener) -> TemporaryError:
        """Open a session and keep it until it ends; return why it did."""
        try:
            await self._async_follow(listener)
        except TemporaryError as error:
            return error
        finally:
            self._is_open = False
            self._pushes.lost()

    async def _async_follow(self, listener: Listener) -> Never:
        """Follow one session. Raises RefreshTokenRejected, and TemporaryError when it ends."""
        access = parse_access(await self._bridge.async_conclave_access())
        async with async_open(self._session.client, access) as session:
            self._silences.start()
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._async_hear(session, listener))
                    tasks.create_task(self._async_tell(listener))
                    tasks.create_task(self._async_read_anew(listener))
                    tasks.create_task(self._silences.async_watch())
            except ExceptionGroup as failures:
                raise failures.exceptions[0] from None
        raise AssertionError  # None of these tasks returns.

    async def _async_hear(self, session: Conclave, listener: Listener) -> Never:
        """Take each message into the home."""
        messages = Messages(self._home)
        while True:
            message = await session.async_next()
            self._pushes.heard(message)
            news = messages.take(message)
            if news in (News.TOLD, News.UNCLEAR):
                self._changed.set()
                if self._silences.heard():
                    listener.paced()
            if news in (News.UNCLEAR, News.INVENTORY):
                self._discover = self._discover or news is News.INVENTORY
                self._stale.set()

    async def _async_tell(self, listener: Listener) -> Never:
        """Tell what changed as soon as all messages are taken that came together."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            shown = await self._home.async_snapshot(self._bridge)
            before, self._shown = self._shown, shown
            features = changed_features(before, shown)
            if features:
                listener.changed(shown, features)

    async def _async_read_anew(self, listener: Listener) -> Never:
        """Read all when the session begins, and whenever a message does not say all."""
        await self._async_read(listener)
        self._is_open = True
        self._pushes.opened()
        listener.paced()
        now = asyncio.get_running_loop().time
        gap, read_at = FIRST_GAP, -math.inf
        while True:
            await self._stale.wait()
            rest = read_at + gap - now()
            gap = min(2 * gap, MAX_GAP) if rest > 0 else FIRST_GAP
            await asyncio.sleep(max(rest, 0.0))
            self._stale.clear()
            await self._async_read(listener)
            read_at = now()

    async def _async_read(self, listener: Listener) -> None:
        """Read all anew, and tell it; which devices there are once more where that fails."""
        discover, self._discover = self._discover, False
        try:
            self._shown = await self._async_fetch(discover)
        except BaseException:
            self._discover = self._discover or discover
            raise
        listener.changed(self._shown, None)


class Silences:
    """Tells a session that has nothing to tell from one that tells nothing ("zombie")."""

    def __init__(self) -> None:
        """Trust the first session."""
        self._doubts = 0
        self._has_heard = False
        self._missed = asyncio.Event()
        self._never_told: set[tuple[str, Function]] = set()

    @property
    def are_doubtful(self) -> bool:
        """Whether the last session was silent while something changed, and nothing was heard since."""
        return self._doubts > 0

    def start(self) -> None:
        """Begin with another session."""
        self._has_heard = False
        self._missed.clear()

    def heard(self) -> bool:
        """Take that a message came; return whether that ends a doubt."""
        was_doubtful, self._doubts = self.are_doubtful, 0
        self._has_heard = True
        self._missed.clear()
        return was_doubtful

    def found(self, changes: Changes, told: Container[tuple[str, Function]]) -> None:
        """Take what a poll found; `told` are the functions that messages have told of at some time.

        What was missed while other messages came is not told at all, it seems, and not missed again.
        """
        missed = {change for change in changes if change in told or change not in self._never_told}
        if self._has_heard:
            self._never_told |= missed
        elif missed:
            self._missed.set()
        self._has_heard = False

    async def async_watch(self) -> Never:
        """Raise TemporaryError where the session tells nothing; a message may be a little late."""
        while True:
            await self._missed.wait()
            await asyncio.sleep(LATENESS)
            if self._missed.is_set():
                pause = FIRST_DOUBT * 2 ** (self._doubts - 1) if self._doubts else 0.0
                self._doubts = min(self._doubts + 1, 10)
                raise TemporaryError("the push server does not tell what changes", min(pause, MAX_DOUBT))
