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
    """The cloud's half: takes offers to a unit, and answers to offers of its own."""

    def __init__(self) -> None:
        self.unit = Unit("Strada")
        self.calls: list[str] = []
        self.answers: list[str] = []
        self.viewer: LiveViewer | None = None
        self.closed = 0
        self._candidates: list[tuple[int, str]] = []

    async def call(self, offer: str, viewer: LiveViewer) -> LiveView:
        """Take an offer of the relay to the unit."""
        self.calls.append(offer)
        self.viewer = viewer
        answer, self._candidates = await self.unit.answer(offer)
        viewer.answered(answer)
        self._tell_candidates()
        return self

    async def ring(self) -> str:
        """Return the unit's own offer."""
        offer, self._candidates = await self.unit.offer()
        return offer

    async def answer(self, answer: str, viewer: LiveViewer) -> LiveView:
        """Take an answer of the relay to the unit."""
        self.answers.append(answer)
        self.viewer = viewer
        await self.unit.accept(answer)
        self._tell_candidates()
        return self

    def _tell_candidates(self) -> None:
        assert self.viewer is not None
        for index, candidate in self._candidates:
            self.viewer.found(IceCandidate(candidate=candidate, media_index=index))

    def hang_up(self) -> None:
        """Hang up at the unit."""
        assert self.viewer is not None
        self.viewer.ended()

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        await self.unit.add_candidate(candidate.candidate, candidate.media_index or 0)

    @override
    async def async_close(self) -> None:
        self.closed += 1


class Looker:
    """Somebody who looks, and their browser."""

    def __init__(self, peer: Viewer) -> None:
        self.peer = peer
        self.answers: list[str] = []
        self.ends = 0
        self.over = asyncio.Event()

    def answered(self, description: str) -> None:
        """Take the answer."""
        self.answers.append(description)

    def found(self, candidate: IceCandidate) -> None:
        """Take a way to the relay."""
        pytest.fail("the answer is whole")

    def ended(self) -> None:
        """Take that it is over."""
        self.ends += 1
        self.over.set()

    async def look(self, relay: Relay, offer: str | None = None, *, may_talk: bool = True) -> LiveView:
        """Look through the relay."""
        offer = offer or await self.peer.offer()
        view = await relay.async_add_viewer(offer, self, may_talk=may_talk)
        await self.peer.accept(self.answers[-1])
        return view


@pytest.fixture
async def doors(webrtc: None) -> AsyncGenerator[Callable[[], Door]]:
    """Return what makes a door."""
    doors: list[Door] = []

    def make() -> Door:
        doors.append(Door())
        return doors[-1]

    yield make
    for door in doors:
        await door.unit.close()


@pytest.fixture
def door(doors: Callable[[], Door]) -> Door:
    """Return a door."""
    return doors()


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


type Lookers = Callable[..., Looker]


@pytest.fixture
async def lookers(webrtc: None) -> AsyncGenerator[Lookers]:
    """Return what makes somebody who looks, with a kind of browser and a microphone."""
    lookers: list[Looker] = []

    def make(*of_peer: object) -> Looker:
        lookers.append(Looker(Viewer(*of_peer)))  # type: ignore[arg-type]  # as they are passed on
        return lookers[-1]

    yield make
    for looker in lookers:
        await looker.peer.close()


@pytest.fixture
def looker(lookers: Lookers) -> Looker:
    """Return somebody who looks with Chromium, and has no microphone."""
    return lookers()
