"""pybticino negotiates a live view with the simulator, and a real peer sees what its unit sends."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest
from pybticino import AuthHandler, SignalingClient
from pybticino.exceptions import PyBticinoException

from .bticino import BticinoSimulator
from .network import Network
from .peer import Viewer, without_candidates
from .vendors import EMAIL, PASSWORD

URL = "wss://app-ws.netatmo.net" + BticinoSimulator.SIGNALLING


class Session:
    """A viewer, and pybticino's signalling client that negotiates for it."""

    def __init__(self, handler: AuthHandler) -> None:
        self.viewer = Viewer()
        self.signalling = SignalingClient(handler, self._answer, self._candidate, self._event)
        self.ended: asyncio.Queue[str] = asyncio.Queue()
        self.answers: asyncio.Queue[str] = asyncio.Queue()

    async def close(self) -> None:
        """Leave nothing open."""
        await self.viewer.close()
        await self.signalling.disconnect()

    async def _answer(self, _session_id: str, sdp: str) -> None:
        await self.viewer.accept(sdp)
        self.answers.put_nowait(sdp)

    async def _candidate(self, _session_id: str, ice: dict[str, Any]) -> None:
        await self.viewer.add_candidate(ice["candidate"], ice["sdp_m_line_index"])

    async def _event(self, _session_id: str, kind: str, _message: dict[str, Any]) -> None:
        self.ended.put_nowait(kind)


@pytest.fixture
async def session(webrtc: None, handler: AuthHandler) -> AsyncGenerator[Session]:
    """Return a session that has subscribed."""
    session = Session(handler)
    await session.signalling.connect()
    yield session
    await session.close()


async def look(bticino: BticinoSimulator, session: Session, unit: str = "Strada") -> None:
    """Send an offer to a unit."""
    bridge = bticino.module("Classe 300X").id
    await session.signalling.send_offer(bridge, await session.viewer.offer(), bticino.module(unit).id)


async def test_a_real_peer_sees_moving_pictures(bticino: BticinoSimulator, session: Session) -> None:
    await look(bticino, session)
    answer = await session.answers.get()
    assert "a=candidate:" not in answer
    assert "H264" in answer
    first, second = await session.viewer.frame(), await session.viewer.frame()
    assert (first.width, first.height) == (640, 480)
    assert bytes(first.planes[0]) != bytes(second.planes[0])
    assert bticino.live_sessions == 1


async def test_a_viewer_that_tells_its_candidates_later_sees_too(
    bticino: BticinoSimulator, session: Session
) -> None:
    sdp, candidates = without_candidates(await session.viewer.offer())
    await session.signalling.send_offer(bticino.module("Classe 300X").id, sdp, bticino.module("Strada").id)
    for index, candidate in candidates:
        await session.signalling.send_candidate(candidate, index)
    await session.signalling.send_candidate("", 0)
    await session.answers.get()
    assert (await session.viewer.frame()).width == 640


async def test_an_offer_that_names_no_unit_is_a_talk_with_those_at_home(
    bticino: BticinoSimulator, session: Session
) -> None:
    await session.signalling.send_offer(bticino.module("Classe 300X").id, await session.viewer.offer())
    await session.answers.get()
    assert session.viewer.directions() == {"audio": "recvonly", "video": "inactive"}
    assert bticino.live_sessions == 1


async def test_a_viewer_that_hangs_up_ends_the_live_view(bticino: BticinoSimulator, session: Session) -> None:
    await look(bticino, session)
    await session.answers.get()
    await session.signalling.send_terminate()
    await bticino.until_live(0)


async def test_a_viewer_whose_socket_is_gone_ends_the_live_view(
    bticino: BticinoSimulator, session: Session
) -> None:
    await look(bticino, session)
    await session.signalling.disconnect()
    await bticino.until_live(0)


async def test_a_unit_that_hangs_up_says_so(bticino: BticinoSimulator, session: Session) -> None:
    await look(bticino, session)
    await session.answers.get()
    await bticino.end_live_views()
    assert await session.ended.get() == "terminate"
    assert bticino.live_sessions == 0


async def test_a_vendor_that_stops_ends_the_live_view(
    vendors: Network, bticino: BticinoSimulator, session: Session
) -> None:
    await look(bticino, session)
    await session.answers.get()
    await vendors.stop()
    assert bticino.live_sessions == 0


async def test_a_unit_out_of_reach_only_terminates(bticino: BticinoSimulator, session: Session) -> None:
    bticino.module("Strada").reachable = False
    await look(bticino, session)
    assert await session.ended.get() == "terminate"
    assert session.answers.empty()
    assert bticino.live_sessions == 0


async def test_an_offer_that_is_none_is_terminated(bticino: BticinoSimulator, session: Session) -> None:
    await session.signalling.send_offer(bticino.module("Classe 300X").id, "v=nonsense")
    assert await session.ended.get() == "terminate"
    assert bticino.live_sessions == 0


async def test_the_unit_of_somebody_else_only_terminates(
    webrtc: None, bticino: BticinoSimulator, client: aiohttp.ClientSession
) -> None:
    bticino.add_account("bob@example.com", PASSWORD)
    session = Session(AuthHandler("bob@example.com", PASSWORD, session=client))
    await session.signalling.connect()
    await look(bticino, session)
    assert await session.ended.get() == "terminate"
    await session.close()


async def test_only_the_first_acknowledgement_names_the_session(
    bticino: BticinoSimulator, client: aiohttp.ClientSession
) -> None:
    bearer = bticino.tokens.issue(bticino.accounts[EMAIL].id).bearer
    device = bticino.module("Classe 300X").id
    description = {"type": "call", "sdp": "v=nonsense"}
    offer = {"action": "rtc", "device_id": device, "correlation_id": "7"}
    async with client.ws_connect(URL) as socket:
        await socket.send_json({"action": "subscribe", "access_token": bearer, "app_type": "app_security"})
        assert await socket.receive_json() == {"status": "ok"}
        await socket.send_json({**offer, "data": {"type": "offer", "session_description": description}})
        first = await socket.receive_json()
        assert first["type"] == "ack"
        assert (await socket.receive_json())["data"] == {"type": "terminate"}
        end = {**offer, "session_id": first["session_id"], "data": {"type": "terminate"}}
        await socket.send_json({**end, "tag_id": first["tag_id"]})
        assert await socket.receive_json() == {"type": "ack", "session_id": None, "tag_id": None}
        await socket.send_json({**end, "tag_id": None})
        assert (await socket.receive_json())["error"]["message"] == "data/tag_id must be string"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"action": "subscribe", "access_token": "made up", "app_type": "app_security"}, 2),
        ({"action": "subscribe", "access_token": "made up", "app_type": "app_camera"}, 21),
        ({"action": "rtc", "data": {"type": "offer"}}, 21),
        ([], 21),
    ],
)
async def test_who_has_not_subscribed_is_refused(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, message: object, code: int
) -> None:
    async with client.ws_connect(URL) as socket:
        await socket.send_json(message)
        assert (await socket.receive_json())["error"]["code"] == code


async def test_pybticino_sees_that_its_bearer_is_refused(
    bticino: BticinoSimulator, handler: AuthHandler
) -> None:
    await handler.get_access_token()
    bticino.tokens.expire_bearers()
    with pytest.raises(PyBticinoException, match="Access token expired"):
        await Session(handler).signalling.connect()
