"""Who talks to whom: the units' ends of live views, and of calls that were answered."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..peer import Peer

type Tell = Callable[[dict[str, Any]], Awaitable[None]]
"""Tells the other end something of it."""


@dataclass(slots=True, kw_only=True)
class Talk:
    """A unit's end of one session."""

    bridge_id: str
    peer: Peer
    line: object
    """The connection over which it was arranged."""

    tell: Tell


class Talks:
    """The sessions that are open, by their ids."""

    def __init__(self) -> None:
        self._open: dict[str, Talk] = {}
        self._news = asyncio.Condition()

    def __contains__(self, session_id: str) -> bool:
        return session_id in self._open

    @property
    def live(self) -> int:
        """Return how many there are."""
        return len(self._open)

    @property
    def heard(self) -> list[dict[str, Any]]:
        """Return what is heard at the door in each, oldest first."""
        meters = [talk.peer.heard for talk in self._open.values()]
        return [{"level": each.level, "note": each.frequency, "seconds": each.loud_for} for each in meters]

    def at(self, bridge_id: str) -> int:
        """Return how many there are at a door phone."""
        return sum(talk.bridge_id == bridge_id for talk in self._open.values())

    async def begin(self, session_id: str, talk: Talk) -> None:
        """Take one that begins."""
        self._open[session_id] = talk
        await self._notify()

    async def add_candidate(self, session_id: str, line: str, index: int) -> None:
        """Tell the unit a way on which the other end may be reached."""
        if session_id in self._open:
            await self._open[session_id].peer.add_candidate(line, index)

    async def hang_up(self, session_id: str) -> None:
        """End one from the other end; it may be over."""
        talk = self._open.pop(session_id, None)
        if talk is not None:
            await talk.peer.close()
            await self._notify()

    async def terminate(self, session_id: str) -> None:
        """End one from the unit's end; it may be over."""
        talk = self._open.get(session_id)
        if talk is not None:
            await self.hang_up(session_id)
            await talk.tell({"type": "terminate"})

    async def terminate_all(self) -> None:
        """End all from the units' ends."""
        for session_id in tuple(self._open):
            await self.terminate(session_id)

    async def lose(self, line: object) -> None:
        """End all that were arranged over a line, which is gone."""
        for session_id in [key for key, talk in self._open.items() if talk.line is line]:
            await self.hang_up(session_id)

    async def close(self) -> None:
        """End all."""
        for session_id in tuple(self._open):
            await self.hang_up(session_id)

    async def until_live(self, number: int) -> None:
        """Wait until there are just so many."""
        async with self._news:
            await self._news.wait_for(lambda: self.live == number)

    async def _notify(self) -> None:
        async with self._news:
            self._news.notify_all()
