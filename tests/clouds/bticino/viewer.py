"""Who looks at a door, or talks to somebody there."""

import asyncio

from custom_components.latchkey.clouds.model import IceCandidate
from tests.simulators.peer import Viewer as Peer
from tests.simulators.sound import Sound


class Viewer:
    """Who looks: passes on what the other side says, as a browser at Home Assistant does."""

    def __init__(self, microphone: Sound | None = None) -> None:
        self.peer = Peer(microphone=microphone)
        self.answers: asyncio.Queue[str] = asyncio.Queue()
        self.candidates: asyncio.Queue[IceCandidate] = asyncio.Queue()
        self.ends = 0
        self.over = asyncio.Event()

    def answered(self, description: str) -> None:
        """Take the answer."""
        self.answers.put_nowait(description)

    def found(self, candidate: IceCandidate) -> None:
        """Take a way to the other side."""
        self.candidates.put_nowait(candidate)

    def ended(self) -> None:
        """Take that it is over."""
        self.ends += 1
        self.over.set()

    async def see(self) -> None:
        """Take the ways to the other side, until it is seen."""
        candidate = await self.candidates.get()
        await self.peer.add_candidate(candidate.candidate, candidate.media_index or 0)
        await self.peer.frame()

    async def connect(self) -> None:
        """Take the answer and the first way to the other side."""
        await self.peer.accept(await self.answers.get())
        candidate = await self.candidates.get()
        await self.peer.add_candidate(candidate.candidate, candidate.media_index or 0)
