"""One socket, and other sides that do not behave."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandFailed, CommandRefused
from custom_components.latchkey.clouds.home_assistant import client as client_module
from custom_components.latchkey.clouds.home_assistant.client import Client

from .remote import Remote

type Peer = Callable[[web.WebSocketResponse], Awaitable[None]]
type Connect = Callable[[Peer], Awaitable[Client]]

GREETING = {"type": "auth_required", "ha_version": "2026.10.4"}


async def greet(socket: web.WebSocketResponse) -> None:
    """Let whoever connects in."""
    await socket.send_json(GREETING)
    await socket.receive_json()
    await socket.send_json({"type": "auth_ok"})


@pytest.fixture
async def connect(socket_enabled: None, client: aiohttp.ClientSession) -> AsyncGenerator[Connect]:
    """Serve a peer, and connect to it."""
    servers: list[TestServer] = []
    clients: list[Client] = []

    async def start(peer: Peer) -> Client:
        async def handler(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            await peer(socket)
            return socket

        application = web.Application()
        application.router.add_get("/api/websocket", handler)
        server = TestServer(application)
        await server.start_server()
        servers.append(server)
        url = str(server.make_url("")).rstrip("/")
        clients.append(await Client.async_open(client, url, "bearer"))
        return clients[-1]

    yield start
    for each in clients:
        await each.async_close()
    for server in servers:
        await server.close()


def answering(answer: Callable[[dict[str, Any]], Any]) -> Peer:
    """Return a peer that answers every command."""

    async def peer(socket: web.WebSocketResponse) -> None:
        await greet(socket)
        async for message in socket:
            reply = answer(json.loads(message.data))
            if reply is not None:
                await socket.send_str(reply if isinstance(reply, str) else json.dumps(reply))

    return peer


async def test_how_far_the_other_clock_is_ahead_is_known(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SimpleNamespace(time=lambda: time.time() - 3600)
    monkeypatch.setattr(client_module, "time", slow)
    assert (await connect(greet)).clock_ahead == pytest.approx(3600, abs=3)


async def test_a_command_is_answered(remote: Remote, session: TokenSession) -> None:
    bearer = await session.async_get_access_token()
    client = await Client.async_open(session.client, remote.url, bearer)
    assert (await client.async_ask("auth/current_user"))["id"] == remote.user.id
    with pytest.raises(TemporaryError, match="unknown_command"):
        await client.async_ask("no/such/command")
    with pytest.raises(TemporaryError, match="unknown_command"):
        await client.async_subscribe(print, "no/such/command")
    await client.async_close()


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_a_bearer_that_is_refused_is_temporary_and_leaves_no_socket(
    remote: Remote, client: aiohttp.ClientSession
) -> None:
    with pytest.raises(TemporaryError, match="AuthenticationFailed"):
        await Client.async_open(client, remote.url, "nonsense")


@pytest.mark.parametrize("first", ["", "[]", "7", '"text"', "{}", "nonsense"])
async def test_what_is_no_home_assistant_is_temporary(connect: Connect, first: str) -> None:
    async def peer(socket: web.WebSocketResponse) -> None:
        await socket.send_str(first)
        await socket.receive()

    with pytest.raises(TemporaryError):
        await connect(peer)


async def test_a_peer_that_says_nothing_is_not_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "CONNECT_TIMEOUT", 0.05)

    async def peer(socket: web.WebSocketResponse) -> None:
        await socket.receive()

    with pytest.raises(TemporaryError, match="TimeoutError"):
        await connect(peer)


async def test_a_socket_is_closed_where_nobody_waits_for_it_any_more(connect: Connect) -> None:
    connected, closed = asyncio.Event(), asyncio.Event()

    async def peer(socket: web.WebSocketResponse) -> None:
        await socket.send_json(GREETING)
        await socket.receive()
        connected.set()
        await socket.receive()
        closed.set()

    connecting = asyncio.ensure_future(connect(peer))
    async with asyncio.timeout(10):
        await connected.wait()
        connecting.cancel()
        await closed.wait()
    with pytest.raises(asyncio.CancelledError):
        await connecting


async def test_an_address_without_a_socket_is_temporary(
    remote: Remote, client: aiohttp.ClientSession
) -> None:
    with pytest.raises(TemporaryError):
        await Client.async_open(client, f"{remote.url}/nowhere", "bearer")


async def test_a_peer_that_goes_silent_is_noticed(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PING_INTERVAL", 0.01)
    monkeypatch.setattr(client_module, "PING_TIMEOUT", 0.05)
    client = await connect(answering(lambda _: None))
    async with asyncio.timeout(10):
        await client.async_run(asyncio.sleep(60))


async def test_a_peer_that_answers_pings_is_kept(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PING_INTERVAL", 0.01)
    pings = asyncio.Queue[int]()

    def answer(message: dict[str, Any]) -> Any:
        pings.put_nowait(message["id"])
        return {"id": message["id"], "type": "pong"}

    client = await connect(answering(answer))
    async with asyncio.timeout(10):
        assert len({await pings.get() for _ in range(3)}) == 3
    assert not client._listening.done()


async def test_a_command_under_way_ends_with_the_socket(connect: Connect) -> None:
    async def peer(socket: web.WebSocketResponse) -> None:
        await greet(socket)
        await socket.receive()
        await socket.close()

    client = await connect(peer)
    with pytest.raises(TemporaryError, match="closed"):
        await client.async_ask("get_config")
    with pytest.raises(TemporaryError, match="NotConnected"):
        await client.async_ask("get_config")


async def test_a_command_that_is_not_answered_is_not_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await connect(answering(lambda _: None))
    with pytest.raises(TemporaryError, match="TimeoutError"):
        await client._async_await(client._socket.send_command("get_config"), 0.02)


async def test_a_command_that_is_cancelled_here_is_cancelled(connect: Connect) -> None:
    client = await connect(answering(lambda _: None))
    asking = asyncio.create_task(client.async_ask("get_config"))
    await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.parametrize(
    "strange",
    [
        "[]",
        "7",
        '{"type": "result"}',
        '{"type": "result", "id": []}',
        '{"type": "event", "id": 99}',
        '{"type": "pong", "id": 99}',
        '{"id": 2}',
    ],
)
async def test_a_strange_message_leaves_the_others(connect: Connect, strange: str) -> None:
    async def peer(socket: web.WebSocketResponse) -> None:
        await greet(socket)
        message = await socket.receive_json()
        await socket.send_str(strange)
        await socket.send_json({"type": "result", "id": message["id"], "success": True, "result": 7})
        await socket.receive()

    client = await connect(peer)
    assert await client.async_ask("get_config") == 7


@pytest.mark.parametrize(
    ("error", "expected", "words"),
    [
        (
            {"code": "service_validation_error", "message": "Validation error: too hot"},
            CommandRefused("failed"),
            "too hot",
        ),
        (
            {"code": "not_found", "message": "Service x.y not found."},
            CommandRefused("not_supported"),
            "not found",
        ),
        (
            {"code": "unauthorized", "message": "Unauthorized"},
            CommandRefused("not_permitted"),
            "Unauthorized",
        ),
        (
            {"code": "home_assistant_error", "message": "Unauthorized"},
            CommandRefused("not_permitted"),
            "Unauthorized",
        ),
        (
            {"code": "home_assistant_error", "message": "The bulb is gone"},
            CommandFailed(),
            "The bulb is gone",
        ),
        (
            {"code": "service_validation_error", "message": f"Options are: {'eco, ' * 100}"},
            CommandRefused("failed"),
            f"{f'Options are: {"eco, " * 100}'[:254]}…",
        ),
        ({"code": "home_assistant_error", "message": ""}, CommandFailed(), "home_assistant_error"),
        ({}, CommandFailed(), "unknown_error"),
        (None, CommandFailed(), "unknown_error"),
    ],
)
async def test_why_an_action_fails_is_said_in_the_log_in_the_words_of_the_other_side(
    connect: Connect, caplog: pytest.LogCaptureFixture, error: Any, expected: Exception, words: str
) -> None:
    def answer(message: dict[str, Any]) -> Any:
        return {"type": "result", "id": message["id"], "success": False, "error": error}

    client = await connect(answering(answer))
    with pytest.raises(type(expected)) as raised:
        await client.async_call("light", "turn_on", {}, "light.hall")
    assert str(raised.value) == str(expected)
    assert [line for line in caplog.messages if "light.turn_on" in line and words in line]


async def test_what_the_other_side_says_forges_no_line_of_the_log(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(message: dict[str, Any]) -> Any:
        error = {"code": "home_assistant_error", "message": "no\n2026-11-29 ERROR all is lost"}
        return {"type": "result", "id": message["id"], "success": False, "error": error}

    client = await connect(answering(answer))
    with pytest.raises(CommandFailed):
        await client.async_call("light", "turn_on", {}, "light.hall")
    (told,) = (line for line in caplog.messages if "light.turn_on" in line)
    assert "\n" not in told


async def test_what_the_other_side_says_tells_the_log_no_key(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(message: dict[str, Any]) -> Any:
        said = "Cannot play http://192.0.2.8:8123/media/attic/song.mp3?authSig=0123456789abcdef"
        error = {"code": "home_assistant_error", "message": said}
        return {"type": "result", "id": message["id"], "success": False, "error": error}

    client = await connect(answering(answer))
    with pytest.raises(CommandFailed):
        await client.async_call("media_player", "play_media", {}, "media_player.hall")
    (told,) = (line for line in caplog.messages if "media_player.play_media" in line)
    assert "song.mp3" in told
    assert "0123456789abcdef" not in told


async def test_no_message_is_written_to_the_log(
    remote: Remote, session: TokenSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bearer = await session.async_get_access_token()
    client = await Client.async_open(session.client, remote.url, bearer)
    remote.hass.states.async_set("camera.door", "idle", {"access_token": "the key of a picture"})
    await client.async_ask("get_states")
    with pytest.raises(CommandRefused):
        await client.async_call("lock", "unlock", {"code": "7391 at the door"}, "lock.door")
    await client.async_close()
    dumped = [record.getMessage() for record in caplog.records if record.name == "hass_client"]
    assert dumped
    assert not [text for text in dumped if "the key of" in text or "7391" in text or bearer in text]


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/api/websocket", "/elsewhere", "https://a.example/"])
async def test_a_socket_is_opened_nowhere_else_than_where_it_was_asked_for(
    socket_enabled: None, client: aiohttp.ClientSession, location: str
) -> None:
    asked: list[str] = []

    async def redirect(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound(location)

    application = web.Application()
    application.router.add_get("/{path:.*}", redirect)
    async with TestServer(application) as server:
        with pytest.raises(TemporaryError):
            await Client.async_open(client, str(server.make_url("")).rstrip("/"), "bearer")
    assert asked == ["/api/websocket"]


async def test_a_subscription_that_tells_nothing_is_not_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "ANSWER_TIMEOUT", 0.05)
    client = await connect(
        answering(lambda message: {"type": "result", "id": message["id"], "success": True})
    )
    with pytest.raises(TemporaryError) as silent:
        await client.async_first("weather/subscribe_forecast")
    assert silent.value.cause == "no_answer"


async def test_a_subscription_whose_socket_ends_is_not_waited_for(connect: Connect) -> None:
    async def peer(socket: web.WebSocketResponse) -> None:
        await greet(socket)
        message = await socket.receive_json()
        await socket.send_json({"type": "result", "id": message["id"], "success": True})

    client = await connect(peer)
    with pytest.raises(TemporaryError) as lost:
        await client.async_first("weather/subscribe_forecast")
    assert lost.value.cause == "no_connection"


async def test_a_mistake_of_ours_costs_one_event_and_not_the_socket(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    async def peer(socket: web.WebSocketResponse) -> None:
        await greet(socket)
        number = (await socket.receive_json())["id"]
        await socket.send_json({"id": number, "type": "result", "success": True, "result": None})
        for divisor in (0, 1):
            await socket.send_json({"id": number, "type": "event", "event": divisor})
        await socket.receive()

    told: asyncio.Queue[float] = asyncio.Queue()
    client = await connect(peer)
    await client.async_subscribe(lambda divisor: told.put_nowait(1 / divisor), "subscribe_trigger")
    async with asyncio.timeout(10):
        assert await told.get() == 1
    assert "ZeroDivisionError" in caplog.text
