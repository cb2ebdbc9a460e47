"""A camera that is a voice alone, and says so in one of the forms that there are."""

import asyncio
import re
from collections.abc import Callable
from typing import override

import pytest

from custom_components.latchkey.clouds.capabilities import LiveView
from custom_components.latchkey.clouds.capabilities import Viewer as LiveViewer
from custom_components.latchkey.clouds.model import IceCandidate
from custom_components.latchkey.door_phone.relay.relay import Relay
from tests.simulators.bticino.panel import Panel
from tests.simulators.peer import Viewer
from tests.simulators.sound import Tone

from .conftest import Door, Looker

PATIENCE = 20
NOTE = 440


def refused(answer: str) -> str:
    """Return an answer that takes no picture, as browsers write it."""
    begin, video = answer[: answer.index("m=video")], answer[answer.index("m=video") :]
    mid = re.findall(r"a=mid:\S+", video)[0]
    return f"{begin}m=video 0 UDP/TLS/RTP/SAVPF 109\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n{mid}\r\n"


def refused_without_a_name(answer: str) -> str:
    """Return an answer that takes no picture in the fewest words."""
    return f"{answer[: answer.index('m=video')]}m=video 0 UDP/TLS/RTP/SAVPF 0\r\n"


class Home(Door):
    """The cloud's half of a talk with those at home."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self.unit = Panel("Classe 300X")
        self._write = write

    @override
    async def call(self, offer: str, viewer: LiveViewer) -> LiveView:
        """Take an offer of the relay."""
        answer, candidates = await self.unit.answer(offer)
        viewer.answered(self._write(answer))
        for index, candidate in candidates:
            viewer.found(IceCandidate(candidate=candidate, media_index=index))
        return self


@pytest.mark.parametrize("write", [str, refused, refused_without_a_name])
async def test_who_looks_is_heard_and_hears_although_there_is_nothing_to_see(
    relay: Relay, write: Callable[[str], str]
) -> None:
    home, looker = Home(write), Looker(Viewer("firefox", Tone(NOTE)))
    await relay.async_call(home.call)
    await looker.look(relay)
    async with asyncio.timeout(PATIENCE):
        await home.unit.until(lambda: abs(home.unit.heard.frequency - NOTE) < 10)
        await looker.peer.until(lambda: abs(looker.peer.frequency() - NOTE) < 10)
    await looker.peer.close()
    await relay.async_close()
    await home.unit.close()


async def test_an_answer_that_speaks_of_more_than_was_offered_ends_it(
    relay: Relay, ended: asyncio.Event
) -> None:
    home = Home(lambda answer: f"{answer}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n")
    await relay.async_call(home.call)
    async with asyncio.timeout(5):
        await ended.wait()
    await home.unit.close()
