"""pybticino answers and rejects what the simulator pushes, and a real peer sees who rang."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest
from pybticino import AuthHandler

from .bticino import BticinoSimulator
from .test_bticino_live_view import URL, Session
from .test_bticino_push import Listener
from .vendors import EMAIL, PASSWORD


@pytest.fixture
async def listener(webrtc: None, handler: AuthHandler, bticino: BticinoSimulator) -> AsyncGenerator[Listener]:
    """Return who hears what is pushed of rings that can be answered."""
    bticino.answerable = True
    listener = Listener(handler)
    await listener.client.connect()
    yield listener
    await listener.client.disconnect()


@pytest.fixture
async def session(listener: Listener, handler: AuthHandler) -> AsyncGenerator[Session]:
    """Return a session that has subscribed."""
    session = Session(handler)
    await session.signalling.connect()
    yield session
    await session.close()


async def ring(bticino: BticinoSimulator, listener: Listener) -> dict[str, Any]:
    """Ring, and return what is pushed of that."""
    await bticino.ring("Strada")
    offer, _incoming = await listener.next(2)
    told: dict[str, Any] = offer["extra_params"]
    return told


def take_call(session: Session, told: dict[str, Any]) -> None:
    """Have a session be about a call that was pushed."""
    names = ("session_id", "tag_id", "correlation_id", "device_id")
    session.signalling.set_session_from_push(*(str(told[name]) for name in names))


async def answer(session: Session, told: dict[str, Any]) -> None:
    """Answer a call that was pushed."""
    take_call(session, told)
    sdp = await session.viewer.answer(told["data"]["session_description"]["sdp"])
    await session.signalling.send_answer(sdp)


async def test_who_answers_sees_who_rang_and_all_others_are_told(
    bticino: BticinoSimulator, listener: Listener, session: Session
) -> None:
    await answer(session, await ring(bticino, listener))
    assert (await session.viewer.frame()).height > 0
    assert await listener.next_types(2) == ["BNC1-accepted_call ", "BNC1-rtc rescind"]
    await session.signalling.send_terminate()
    await bticino.until_live(0)
    assert await listener.next_types(2) == ["BNC1-rtc terminate", "BNC1-end_recording "]
    assert bticino.peers == 0


async def test_a_call_that_is_terminated_while_it_rings_is_rejected(
    bticino: BticinoSimulator, listener: Listener, session: Session
) -> None:
    take_call(session, await ring(bticino, listener))
    assert bticino.peers == 1
    await session.signalling.send_terminate()
    types = await listener.next_types(3)
    assert types == ["BNC1-rtc terminate", "BNC1-missed_call ", "BNC1-rtc terminate"]
    assert bticino.peers == 0


async def test_a_visitor_who_leaves_hangs_up(
    bticino: BticinoSimulator, listener: Listener, session: Session
) -> None:
    told = await ring(bticino, listener)
    await answer(session, told)
    await bticino.until_live(1)
    await bticino.end(told["session_id"])
    assert await session.ended.get() == "terminate"
    assert bticino.peers == 0


async def test_an_answer_that_is_none_ends_the_call(
    bticino: BticinoSimulator, listener: Listener, session: Session
) -> None:
    take_call(session, await ring(bticino, listener))
    await session.signalling.send_answer("v=nonsense")
    assert await session.ended.get() == "terminate"
    assert bticino.peers == 0


@pytest.mark.parametrize("ends", ["answer", "miss", "end"])
async def test_an_answer_to_a_call_that_is_over_is_refused(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, listener: Listener, ends: str
) -> None:
    told = await ring(bticino, listener)
    await getattr(bticino, ends)(told["session_id"])
    assert await said(bticino, client, told, "answer") == {
        "error": {"code": 9, "message": "Session not found"}
    }
    assert bticino.peers == 0


async def test_the_vendor_takes_texts_alone(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, listener: Listener
) -> None:
    told = await ring(bticino, listener)
    assert isinstance(told["correlation_id"], int)
    refused = await said(bticino, client, told, "answer", correlation_id=told["correlation_id"])
    assert refused["error"]["message"] == "data/correlation_id must be string"


async def test_a_call_of_somebody_else_cannot_be_answered_or_rejected(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, listener: Listener
) -> None:
    bticino.add_account("bob@example.com", PASSWORD)
    told = await ring(bticino, listener)
    refused = await said(bticino, client, told, "answer", email="bob@example.com")
    assert refused["error"]["code"] == 9
    await said(bticino, client, told, "terminate", email="bob@example.com")
    assert bticino.peers == 1


async def test_a_bearer_that_dies_is_refused_with_the_next_signal(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, session: Session
) -> None:
    bridge, strada = bticino.module("Classe 300X").id, bticino.module("Strada").id
    await session.signalling.send_offer(bridge, await session.viewer.offer(), strada)
    await session.answers.get()
    bticino.tokens.expire_bearers()
    await session.signalling.send_terminate()
    await asyncio.sleep(0.05)
    assert bticino.live_sessions == 1
    await session.signalling.disconnect()
    await bticino.until_live(0)


async def test_a_viewer_too_many_is_told_that_the_door_phone_is_busy(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, listener: Listener
) -> None:
    bticino.max_peers = 0
    refused = await said(bticino, client, await ring(bticino, listener), "offer")
    assert refused == {"error": {"code": 10, "message": "Max number of peers reached"}}


async def said(
    bticino: BticinoSimulator,
    client: aiohttp.ClientSession,
    told: dict[str, Any],
    kind: str,
    *,
    email: str = EMAIL,
    **changes: Any,
) -> dict[str, Any]:
    """Return what is said to a signal about a call."""
    bearer = bticino.tokens.issue(bticino.accounts[email].id).bearer
    description = {"type": "call", "sdp": "v=0", "module_id": bticino.module("Strada").id}
    names = ("session_id", "tag_id", "correlation_id", "device_id")
    signal = {name: str(told[name]) for name in names} | changes
    data = {"type": kind, "session_description": description}
    async with client.ws_connect(URL) as socket:
        await socket.send_json({"action": "subscribe", "access_token": bearer, "app_type": "app_security"})
        await socket.receive_json()
        await socket.send_json({"action": "rtc", "data": data, **signal})
        answered: dict[str, Any] = await socket.receive_json()
    return answered
