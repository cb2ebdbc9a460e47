"""Fixtures: an account at Total Connect Comfort that is linked."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.evohome.login import TOKEN_ENDPOINT
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount


async def forget(_refresh_token: str) -> None:
    """Save nothing."""


@pytest.fixture
async def session(evohome: EvohomeSimulator, client: aiohttp.ClientSession) -> AsyncGenerator[TokenSession]:
    """Return a session of the account."""
    granted = evohome.tokens.issue(evohome.accounts[EMAIL].id)
    session = TokenSession(client, TOKEN_ENDPOINT, granted.refresh_token, forget)
    yield session
    await session.async_close()


@pytest.fixture
def cloud(session: TokenSession) -> EvohomeCloud:
    """Return the account."""
    return EvohomeCloud(session, Settings())


@pytest.fixture
async def account(cloud: EvohomeCloud, evohome: EvohomeSimulator) -> LinkedAccount:
    """Return the account as it was when it was linked."""
    account = LinkedAccount(cloud, evohome, await cloud.async_fetch())
    await account.read_schedules()
    return account
