"""What goes wrong on open sockets goes wrong on all that is sent, until it is healed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from unittest.mock import patch

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.simulators.faults import Faults
from tests.simulators.hubspace.conclave import LINE, Conclave

from . import bad_frames

pytestmark = pytest.mark.usefixtures("socket_enabled")

HELLO = '{"hello": {"heartbeat": 60}}'


async def _echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data)
    return socket


@asynccontextmanager
async def _open() -> AsyncGenerator[tuple[Faults, aiohttp.ClientWebSocketResponse]]:
    """Yield an open socket that echoes, and its faults."""
    faults = Faults()
    application = web.Application(middlewares=[faults.middleware])
    application.router.add_get("/ws/", _echo)
    spoil = bad_frames.spoil_web_sockets(web.WebSocketResponse._post_start)
    with patch.object(web.WebSocketResponse, "_post_start", spoil):
        async with (
            TestServer(application) as server,
            aiohttp.ClientSession() as client,
            client.ws_connect(server.make_url("/ws/"), timeout=aiohttp.ClientWSTimeout(ws_close=0.1)) as line,
        ):
            await line.send_str(HELLO)
            assert await line.receive_str() == HELLO
            yield faults, line


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("frames dropped", WSMsgType.CLOSED),
        ("frames half and end", WSMsgType.CLOSED),
        ("frames giant", WSMsgType.ERROR),
        ("frames redirect", WSMsgType.ERROR),
        ("frames no UTF-8", WSMsgType.ERROR),
        ("frames deep", WSMsgType.TEXT),
    ],
)
async def test_an_open_web_socket_is_spoiled(name: str, becomes: WSMsgType) -> None:
    async with _open() as (faults, line):
        faults.spoil("/ws/", bad_frames.make(name))
        await line.send_str(HELLO)
        assert (await line.receive(5)).type is becomes


@pytest.mark.parametrize("name", ["frames silent", "frames half"])
async def test_a_web_socket_goes_silent(name: str) -> None:
    async with _open() as (faults, line):
        faults.spoil("/ws/", bad_frames.make(name))
        await line.send_str(HELLO)
        with pytest.raises(TimeoutError):
            await line.receive(0.2)


async def test_frames_are_whole_where_they_are_changed_and_after_it_is_healed() -> None:
    async with _open() as (faults, line):
        faults.spoil("/ws/", bad_frames.make("frames mutated 1"))
        await line.send_str(HELLO)
        assert await line.receive_str() != HELLO
        faults.heal()
        await line.send_str(HELLO)
        assert await line.receive_str() == HELLO


async def test_a_stream_of_the_push_server_is_spoiled() -> None:
    faults = Faults()
    server = await asyncio.start_server(Conclave(faults).serve, "127.0.0.1", 0)
    faults.spoil(LINE, bad_frames.make("frames redirect"))
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"{}\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 302")
        writer.close()
