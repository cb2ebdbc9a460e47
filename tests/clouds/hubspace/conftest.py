"""Fixtures: an account at Hubspace that is linked."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.hubspace.login import TOKEN_ENDPOINT
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL

from .account import LinkedHome


async def forget(_refresh_token: str) -> None:
    """Save nothing."""


@pytest.fixture
async def session(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> AsyncGenerator[TokenSession]:
    """Return a session of the account."""
    granted = hubspace.tokens.issue(hubspace.accounts[EMAIL].id)
    session = TokenSession(client, TOKEN_ENDPOINT, granted.refresh_token, forget)
    yield session
    await session.async_close()


@pytest.fixture
def cloud(session: TokenSession) -> HubspaceCloud:
    """Return the account."""
    return HubspaceCloud(session, Settings())


@pytest.fixture
async def home(cloud: HubspaceCloud, hubspace: HubspaceSimulator) -> LinkedHome:
    """Return the home of the account, as it was when it was linked."""
    return LinkedHome(cloud, hubspace, await cloud.async_fetch())
