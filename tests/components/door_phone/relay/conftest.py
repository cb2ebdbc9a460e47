"""A relay between a simulated unit and people who look, all of them real WebRTC peers."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import override

import pytest

from custom_components.latchkey.clouds.capabilities import LiveView
from custom_components.latchkey.clouds.capabilities import Viewer as LiveViewer
from custom_components.latchkey.clouds.model import IceCandidate, LiveViewConfig
from custom_components.latchkey.door_phone.relay import load
from custom_components.latchkey.door_phone.relay.relay import Relay
from tests.simulators.bticino.unit import Unit
from tests.simulators.peer import Viewer

CONFIG = LiveViewConfig(payload_types={"OPUS": 111, "H264": 109}, wants_sound=True)


class Door(LiveView):
    """The cloud's half: takes offers to a unit, and answers with what the unit says."""

    def __init__(self) -> None:
        self.unit = Unit("Strada")
        self.offers: list[str] = []
        self.viewer: LiveViewer | None = None
        self.closed = 0

    async def call(self, offer: str, viewer: LiveViewer) -> LiveView:
        """Take an offer of the relay."""
        self.offers.append(offer)
        self.viewer = viewer
        answer, candidates = await self.unit.answer(offer)
        viewer.answered(answer)
        for index, candidate in candidates:
            viewer.found(IceCandidate(candidate=candidate, media_index=index))
        return self

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        await self.unit.add_candidate(candidate.candidate, candidate.media_index or 0)

    @override
    async def async_close(self) -> None:
        self.closed += 1


class Looker:
    """Somebody who looks, and their browser."""

    def __init__(self, peer: Viewer | None = None) -> None:
        self.peer = peer or Viewer()
        self.answers: list[str] = []
        self.ends = 0
        self.over = asyncio.Event()
        self.view: LiveView | None = None

    def answered(self, description: str) -> None:
        self.answers.append(description)

    def found(self, candidate: IceCandidate) -> None:
        pytest.fail("the answer is whole")

    def ended(self) -> None:
        self.ends += 1
        self.over.set()

    async def look(self, relay: Relay, offer: str | None = None, *, may_talk: bool = True) -> LiveView:
        """Look through the relay."""
        offer = offer or await self.peer.offer()
        self.view = await relay.async_add_viewer(offer, self, may_talk=may_talk)
        await self.peer.accept(self.answers[-1])
        return self.view


type Relays = Callable[[], Relay]


@pytest.fixture
async def door() -> AsyncGenerator[Door]:
    """Return a door."""
    door = Door()
    yield door
    await door.unit.close()


@pytest.fixture
def ended() -> asyncio.Event:
    """Return what is set when the relay says that it is over."""
    return asyncio.Event()


@pytest.fixture
async def relay(webrtc: None, ended: asyncio.Event) -> AsyncGenerator[Relay]:
    """Return a relay."""
    relay = load()(CONFIG, ended.set)
    yield relay
    await relay.async_close()


@pytest.fixture
async def looker() -> AsyncGenerator[Looker]:
    """Return somebody who looks."""
    looker = Looker()
    yield looker
    await looker.peer.close()
