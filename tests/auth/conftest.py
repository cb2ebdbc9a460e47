"""The model vendor over real HTTP, a clock that a test moves, and sessions that are closed in the end."""

import asyncio
import math
from collections.abc import AsyncGenerator, Callable
from typing import Any

import aiohttp
import pytest

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession

from .clock import Clock, sessions_look_at
from .server import Server

type OpenSession = Callable[..., TokenSession]


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Clock]:
    """Return the clock of the loop, and of what runs in it."""
    loop = asyncio.get_running_loop()
    clock = Clock()
    loop.slow_callback_duration = math.inf
    monkeypatch.setattr(loop, "time", clock.time)
    with sessions_look_at(clock.time):
        yield clock


@pytest.fixture
async def server(clock: Clock, socket_enabled: None) -> AsyncGenerator[Server]:
    """Serve the model vendor."""
    server = Server()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def client(server: Server) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client session."""
    # A jump of the clock makes both ends hang up an idle connection at once, and one of them is surprised.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as client:
        yield client


@pytest.fixture
def endpoint(server: Server) -> TokenEndpoint:
    """Return the model vendor's token endpoint."""
    return TokenEndpoint(url=f"{server.url}/token", client_id="client", revocation_url=f"{server.url}/revoke")


@pytest.fixture
def saved() -> list[str]:
    """Return the refresh tokens that were saved."""
    return []


@pytest.fixture
async def open_session(
    client: aiohttp.ClientSession, endpoint: TokenEndpoint, server: Server, saved: list[str]
) -> AsyncGenerator[OpenSession]:
    """Return what opens a session that starts with the vendor's first refresh token."""
    sessions: list[TokenSession] = []

    async def save(refresh_token: str) -> None:
        saved.append(refresh_token)

    def open_one(refresh_token: str = "refresh-0", **options: Any) -> TokenSession:
        on_rotate = options.pop("on_rotate", save)
        sessions.append(TokenSession(client, endpoint, refresh_token, on_rotate, **options))
        return sessions[-1]

    yield open_one
    server.gate.set()
    for session in sessions:
        await session.async_close()


@pytest.fixture
async def session(open_session: OpenSession) -> TokenSession:
    """Return a session of a vendor whose refresh tokens can be used once."""
    return open_session()
