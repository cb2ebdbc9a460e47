"""Fixtures: a real Home Assistant as the other side, and sessions of its user."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import reconnecting
from custom_components.latchkey.clouds.home_assistant import follower
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.login import HomeAssistantLogin, token_endpoint
from custom_components.latchkey.clouds.settings import Settings

from .instance import Instance
from .listening import Listener
from .remote import PASSWORD, USERNAME, Remote


@pytest.fixture
async def remote(hass: HomeAssistant, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve the other side."""
    remote = Remote(hass)
    await remote.start()
    yield remote
    await remote.stop()


@pytest.fixture
async def instance(socket_enabled: None) -> AsyncGenerator[Instance]:
    """Serve something that is as a test wants it."""
    instance = Instance()
    await instance.server.start_server()
    yield instance
    await instance.server.close()


@pytest.fixture
async def session(remote: Remote, client: aiohttp.ClientSession) -> AsyncGenerator[TokenSession]:
    """Return a session of the user."""
    token = await HomeAssistantLogin(client, remote.url).async_start(
        Credentials(username=USERNAME, password=PASSWORD)
    )
    session = TokenSession(client, token_endpoint(remote.url), token.refresh_token, keep, token=token)
    yield session
    await session.async_close()


async def keep(_refresh_token: str) -> None:
    """Save nothing: the token does not rotate."""


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing longer than it takes."""
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(follower, "DEBOUNCE", 0.02)
    monkeypatch.setattr(follower, "STARTING", 0.05)


@pytest.fixture
def cloud(remote: Remote, session: TokenSession) -> HomeAssistantCloud:
    """Return the account."""
    return HomeAssistantCloud(session, Settings(), url=remote.url)


@pytest.fixture
async def listener(remote: Remote, cloud: HomeAssistantCloud) -> AsyncGenerator[Listener]:
    """Return who is told what changes, while it is."""
    remote.add_entity("light.hall", "off")
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    yield listener
    listening.cancel()
    await asyncio.wait([listening])
