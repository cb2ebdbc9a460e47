"""pybticino hears from the simulator what happens at the doors."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest
import websockets
from pybticino import AuthHandler, WebsocketClient
from pybticino.exceptions import PyBticinoException

from .bticino import BticinoSimulator
from .vendors import EMAIL, PASSWORD

URL = "wss://app-ws.netatmo.net" + BticinoSimulator.PUSH


class Listener:
    """pybticino's own client, and what it has heard."""

    def __init__(self, handler: AuthHandler) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.client = WebsocketClient(handler, self._hear)

    async def _hear(self, message: dict[str, Any]) -> None:
        self.heard.put_nowait(message)

    async def next(self, number: int = 1) -> list[dict[str, Any]]:
        """Return the next messages."""
        return [await self.heard.get() for _ in range(number)]

    async def next_types(self, number: int) -> list[str]:
        """Return what the next messages are."""
        messages = await self.next(number)
        return [
            f"{each['push_type']} {each['extra_params'].get('data', {}).get('type', '')}" for each in messages
        ]


@pytest.fixture
async def listener(handler: AuthHandler) -> AsyncGenerator[Listener]:
    """Return pybticino's client, subscribed."""
    listener = Listener(handler)
    await listener.client.connect()
    yield listener
    await listener.client.disconnect()


def subscription(bearer: str) -> dict[str, str]:
    return {"action": "Subscribe", "access_token": bearer, "app_type": "app_camera"}


@pytest.fixture
def bearer(bticino: BticinoSimulator) -> str:
    return bticino.tokens.issue(bticino.accounts[EMAIL].id).bearer


async def test_pybticino_hears_a_ring(bticino: BticinoSimulator, listener: Listener) -> None:
    session_id = await bticino.ring("Strada")
    offer, incoming = await listener.next(2)
    assert offer["push_type"] == "BNC1-rtc"
    assert offer["extra_params"]["session_id"] == session_id
    assert offer["extra_params"]["device_id"] == bticino.module("Classe 300X").id
    description = offer["extra_params"]["data"]["session_description"]
    assert description["module_id"] == bticino.module("Strada").id
    assert description["modules"] == [bticino.module("Portone").id]
    assert incoming["push_type"] == "BNC1-incoming_call"
    assert incoming["extra_params"]["session_id"] == session_id
    assert incoming["extra_params"]["snapshot_url"].startswith("https://images.example.com/")


async def test_an_offer_that_is_repeated_is_the_same_one(
    bticino: BticinoSimulator, listener: Listener
) -> None:
    session_id = await bticino.ring("Strada")
    offer, _ = await listener.next(2)
    await bticino.repeat_offer(session_id)
    assert await listener.next() == [offer]


async def test_two_units_ring_at_once(bticino: BticinoSimulator, listener: Listener) -> None:
    first, second = await bticino.ring("Strada"), await bticino.ring("Ingresso")
    heard = [each["extra_params"]["session_id"] for each in await listener.next(4)]
    assert heard == [first, first, second, second]


async def test_a_missed_call_is_terminated_twice(bticino: BticinoSimulator, listener: Listener) -> None:
    await bticino.miss(await bticino.ring("Strada"))
    await listener.next(2)
    types = await listener.next_types(3)
    assert types == ["BNC1-rtc terminate", "BNC1-missed_call ", "BNC1-rtc terminate"]


async def test_one_firmware_sends_no_offer(bticino: BticinoSimulator, listener: Listener) -> None:
    await bticino.ring("Strada", offers=False)
    assert await listener.next_types(1) == ["BNC1-incoming_call "]


async def test_the_offer_of_a_bridge_without_a_unit_names_none(
    bticino: BticinoSimulator, listener: Listener
) -> None:
    await bticino.ring("Classe 100X")
    offer, _ = await listener.next(2)
    assert offer["push_type"] == "BNCX-rtc"
    assert "module_id" not in offer["extra_params"]["data"]["session_description"]


async def test_a_line_that_is_lost_is_told(bticino: BticinoSimulator, listener: Listener) -> None:
    await bticino.connect("Classe 300X", connected=False)
    [lost] = await listener.next()
    assert lost["push_type"] == "BNC1-disconnection"
    assert lost["extra_params"]["device_id"] == bticino.module("Classe 300X").id


async def test_a_call_that_is_answered_elsewhere_ends_later(
    bticino: BticinoSimulator, listener: Listener
) -> None:
    session_id = await bticino.ring("Strada")
    await bticino.answer(session_id)
    await bticino.end(session_id)
    await listener.next(2)
    assert await listener.next_types(4) == [
        "BNC1-accepted_call ",
        "BNC1-rtc rescind",
        "BNC1-rtc terminate",
        "BNC1-end_recording ",
    ]


async def test_a_door_that_opens_and_locks_itself_is_told_twice(
    bticino: BticinoSimulator, listener: Listener
) -> None:
    bticino.relock_after, bticino.tells_locks = 0.0, True
    await bticino.set_state("Portone", lock=False)
    home, door = bticino.home("Casa"), bticino.module("Portone")
    told = [each["extra_params"]["home"] for each in await listener.next(2)]
    assert [each["modules"][0]["lock"] for each in told] == [False, True]
    assert (told[0]["id"], told[0]["modules"][0]["id"]) == (home.id, door.id)


async def test_a_state_is_not_told_where_that_is_off(bticino: BticinoSimulator, listener: Listener) -> None:
    bticino.pushes_state = False
    await bticino.set_state("Luci scale", status="on")
    await bticino.push({"push_type": "the next"})
    assert await listener.next() == [{"push_type": "the next"}]


async def test_half_a_message_comes_as_it_is(bticino: BticinoSimulator, listener: Listener) -> None:
    await bticino.push('{"push_type": "BNC1-r')
    await bticino.push('{"whole": true}')
    assert await listener.next() == [{"whole": True}]


async def test_somebody_else_hears_nothing(
    bticino: BticinoSimulator, listener: Listener, client: aiohttp.ClientSession
) -> None:
    bob = bticino.tokens.issue(bticino.add_account("bob@example.com", PASSWORD).id).bearer
    async with client.ws_connect(URL) as socket:
        await socket.send_json(subscription(bob))
        assert await socket.receive_json() == {"status": "ok"}
        await bticino.ring("Strada")
        await bticino.push("the next")
        assert await socket.receive_str() == "the next"


async def test_pybticino_subscribes_again_on_the_open_socket(
    bticino: BticinoSimulator, handler: AuthHandler, listener: Listener
) -> None:
    bticino.tokens.expire_bearers()
    assert bticino.sockets == 0
    await handler._refresh_access_token()
    await listener.client.resubscribe()
    await bticino.until_subscribed(2)
    assert bticino.sockets == 1
    assert await listener.next() == [{"status": "ok"}]


async def test_a_bearer_that_died_brings_no_more_news(
    bticino: BticinoSimulator, bearer: str, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(URL) as socket:
        await socket.send_json(subscription(bearer))
        assert await socket.receive_json() == {"status": "ok"}
        bticino.tokens.expire_bearers()
        await bticino.ring("Strada")
        await socket.send_json(subscription(bearer))
        refusal = {"error": {"code": 3, "message": "Access token expired"}}
        assert await socket.receive_json() == refusal
    assert bticino.subscriptions == 1


async def test_a_subscription_that_is_refused_leaves_the_socket_open(
    bticino: BticinoSimulator, bearer: str, client: aiohttp.ClientSession
) -> None:
    bticino.refuse_subscriptions = 1
    async with client.ws_connect(URL) as socket:
        codes = []
        for message in (subscription(bearer), subscription("made up"), {"action": "Subscribe"}):
            await socket.send_json(message)
            codes.append((await socket.receive_json())["error"]["code"])
        assert codes == [3, 2, 21]
        assert bticino.sockets == 0
        await socket.send_json(subscription(bearer))
        assert await socket.receive_json() == {"status": "ok"}


async def test_pybticino_sees_that_its_subscription_was_refused(
    bticino: BticinoSimulator, handler: AuthHandler
) -> None:
    bticino.refuse_subscriptions = 1
    with pytest.raises(PyBticinoException, match=r"\[3\]"):
        await Listener(handler).client.connect()


async def test_a_ping_costs_the_connection(
    bticino: BticinoSimulator, bearer: str, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(URL) as socket:
        await socket.ping()
        assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    assert bticino.pings == 1


async def test_a_socket_that_is_dropped_is_seen_at_once(
    bticino: BticinoSimulator, listener: Listener
) -> None:
    bticino.drop_sockets()
    task = listener.client.get_listener_task()
    assert task
    with pytest.raises(websockets.exceptions.ConnectionClosedError):
        await task


async def test_a_mute_socket_says_nothing_while_a_new_one_hears(
    bticino: BticinoSimulator, bearer: str, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(URL, timeout=aiohttp.ClientWSTimeout(ws_close=0.0)) as mute:
        await mute.send_json(subscription(bearer))
        assert await mute.receive_json() == {"status": "ok"}
        bticino.mute_sockets()
        await mute.send_json(subscription(bearer))
        async with client.ws_connect(URL) as socket:
            await socket.send_json(subscription(bearer))
            assert await socket.receive_json() == {"status": "ok"}
            await bticino.push("news")
            assert await socket.receive_str() == "news"
        with pytest.raises(TimeoutError):
            await mute.receive(timeout=0.01)
    assert bticino.subscriptions == 2
