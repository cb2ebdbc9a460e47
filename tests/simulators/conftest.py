"""Fixtures of the simulators' own tests: aioafero, logged in."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest
from aioafero.v1 import AferoBridgeV1

from .hubspace import HubspaceSimulator
from .vendors import EMAIL


@pytest.fixture
async def bridge(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> AsyncGenerator[AferoBridgeV1]:
    """Return aioafero's bridge, logged in with a refresh token, after its first poll."""
    refresh_token = hubspace.tokens.issue(hubspace.accounts[EMAIL].id).refresh_token
    bridge = AferoBridgeV1(EMAIL, refresh_token, client)
    await bridge.initialize()
    await bridge.async_block_until_done()  # type: ignore[no-untyped-call]  # aioafero's own
    yield bridge
    await bridge.close()
