"""What a bearer costs whoever asks for one: next to nothing with a valid token, one request without."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession

from ..auth.server import Server
from .counting import counted

CALLERS = 1000


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[Server]:
    """Serve the model vendor."""
    server = Server()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def session(server: Server) -> AsyncGenerator[TokenSession]:
    """Return a session that has no bearer yet."""

    async def save(_refresh_token: str) -> None:
        pass

    endpoint = TokenEndpoint(url=f"{server.url}/token", client_id="client")
    async with aiohttp.ClientSession() as client:
        session = TokenSession(client, endpoint, "refresh-0", save)
        yield session
        await session.async_close()


async def test_a_bearer_with_a_valid_token_is_one_call_and_a_look_at_the_clock(session: TokenSession) -> None:
    await session.async_get_access_token()
    with counted() as calls:
        for _ in range(100):
            await session.async_get_access_token()
    assert calls.python <= 101
    assert calls.c <= 101


async def test_a_thousand_callers_with_an_expired_token_cause_one_request_and_wait_at_little_cost(
    session: TokenSession, server: Server
) -> None:
    asyncio.get_running_loop().set_debug(False)  # it takes down where each task comes from
    with counted() as one:
        await session.async_get_access_token()
    session.invalidate(await session.async_get_access_token())
    with counted() as many:
        bearers = await asyncio.gather(*(session.async_get_access_token() for _ in range(CALLERS)))
    assert len(server.forms) == 2
    assert set(bearers) == {"bearer-2"}
    assert many.all - one.all < 90 * CALLERS
