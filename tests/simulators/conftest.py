"""What the simulators' own tests share: the vendors' libraries, or what they log in with."""

from collections.abc import AsyncGenerator
from typing import override

import aiohttp
import pytest
from aioafero.v1 import AferoBridgeV1
from evohomeasync2 import EvohomeClient
from evohomeasync2.auth import AbstractTokenManager
from pybticino import AuthHandler

from .hubspace import HubspaceSimulator
from .vendors import EMAIL, PASSWORD


class TokenManager(AbstractTokenManager):
    """Keeps tokens in memory."""

    @override
    async def save_access_token(self) -> None:
        pass


@pytest.fixture
def evohome_async_3() -> None:
    """Leave out what asks evohome-async in the words of its version 3, where an older one is installed."""
    if not hasattr(EvohomeClient, "setup"):
        pytest.skip("evohome-async is older than 3")


@pytest.fixture
async def bridge(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> AsyncGenerator[AferoBridgeV1]:
    """Return aioafero's bridge, logged in with a refresh token, after its first poll."""
    refresh_token = hubspace.tokens.issue(hubspace.accounts[EMAIL].id).refresh_token
    bridge = AferoBridgeV1(EMAIL, refresh_token, client)
    await bridge.initialize()
    await bridge.async_block_until_done()  # type: ignore[no-untyped-call]  # aioafero's own
    yield bridge
    await bridge.close()


@pytest.fixture
def handler(client: aiohttp.ClientSession) -> AuthHandler:
    """Return what pybticino logs in with; it has not asked for a token so far."""
    return AuthHandler(EMAIL, PASSWORD, session=client)
