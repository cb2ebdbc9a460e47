"""Fixtures: an account with door phones that is linked, and listens."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import aiohttp
import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import reconnecting
from custom_components.latchkey.clouds.bticino import calls, doors, push, sockets
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.bticino.login import TOKEN_ENDPOINT
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount
from .viewer import Viewer

END_DELAY = timedelta(seconds=0.1)


async def forget(_refresh_token: str) -> None:
    """Save nothing."""


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing longer than it takes."""
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(push, "MIN_PAUSE", 0.02)
    monkeypatch.setattr(sockets, "CLOSE_TIMEOUT", 0.1)
    monkeypatch.setattr(bticino_cloud, "RELOCK_INTERVAL", 0.02)
    monkeypatch.setattr(calls, "PLACE_DELAY", timedelta(seconds=0.05))
    monkeypatch.setattr(calls, "END_DELAY", END_DELAY)
    monkeypatch.setattr(doors, "STRIKE_LIFE", timedelta(seconds=0.2))


@pytest.fixture
async def session(bticino: BticinoSimulator, client: aiohttp.ClientSession) -> AsyncGenerator[TokenSession]:
    """Return a session of the account."""
    granted = bticino.tokens.issue(bticino.accounts[EMAIL].id)
    session = TokenSession(client, TOKEN_ENDPOINT, granted.refresh_token, forget)
    yield session
    await session.async_close()


@pytest.fixture
def cloud(session: TokenSession) -> BticinoCloud:
    """Return the account."""
    return BticinoCloud(session, Settings())


@pytest.fixture
async def account(cloud: BticinoCloud, bticino: BticinoSimulator) -> LinkedAccount:
    """Return the account as it was when it was linked."""
    account = LinkedAccount(cloud, bticino)
    await account.poll()
    return account


@pytest.fixture
async def listening(account: LinkedAccount) -> AsyncGenerator[LinkedAccount]:
    """Return the account, told of what is pushed."""
    async with account.listening():
        yield account


@pytest.fixture
async def viewer(webrtc: None) -> AsyncGenerator[Viewer]:
    """Return somebody who looks."""
    viewer = Viewer()
    yield viewer
    await viewer.peer.close()
