"""What each vendor is asked at a start, until the first entity is there: nothing that can come later."""

from collections import Counter
from collections.abc import AsyncGenerator

import aiohttp
import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import load_vendor
from custom_components.latchkey.clouds.settings import Settings
from tests.components.conftest import linked
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.simulator import Simulator
from tests.simulators.vendors import EMAIL

LOCATIONS = 4
HOMES = 2

type Vendor = HubspaceSimulator | EvohomeSimulator | BticinoSimulator


async def forget(_refresh_token: str) -> None:
    """Save nothing."""


@pytest.fixture
async def clients(client: aiohttp.ClientSession) -> AsyncGenerator[list[TokenSession]]:
    """Close the sessions that a test has opened."""
    sessions: list[TokenSession] = []
    yield sessions
    for session in sessions:
        await session.async_close()


async def start(vendor: Vendor, client: aiohttp.ClientSession, sessions: list[TokenSession]) -> None:
    """Ask for all that the first entity needs, as at a start of an account that is linked."""
    kind, account_id = load_vendor(vendor.name), vendor.accounts[EMAIL].id
    refresh_token = vendor.tokens.issue(account_id).refresh_token
    sessions.append(TokenSession(client, kind.token_endpoint, refresh_token, forget))
    cloud = kind.load_cloud()(sessions[-1], Settings(account_id=account_id))
    assert (await cloud.async_fetch()).devices


def asked(vendor: Simulator, *kinds: str) -> Counter[str]:
    """Return how often a vendor was asked for what; `kinds` are the ends of paths."""
    paths = (path for _, path in vendor.requests)
    return Counter(next((kind for kind in kinds if path.endswith(kind)), path) for path in paths)


async def test_hubspace_is_asked_for_a_token_and_once_for_all_that_there_is(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession, clients: list[TokenSession]
) -> None:
    await start(hubspace, client, clients)
    assert asked(hubspace, "/token", "/metadevices") == {"/token": 1, "/metadevices": 1}


async def test_evohome_is_asked_for_a_token_what_there_is_and_how_each_location_is(
    evohome: EvohomeSimulator, client: aiohttp.ClientSession, clients: list[TokenSession]
) -> None:
    await start(evohome, client, clients)
    kinds = "/Token", "/installationInfo", "/status"
    assert asked(evohome, *kinds) == {"/Token": 1, "/installationInfo": 1, "/status": LOCATIONS}


async def test_bticino_is_asked_for_a_token_what_there_is_and_then_for_all_else_at_the_same_time(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, clients: list[TokenSession]
) -> None:
    await start(bticino, client, clients)
    kinds = "/token", "/homesdata", "/homestatus", "/getevents", bticino.TURN
    assert asked(bticino, *kinds) == {
        "/token": 1,
        "/homesdata": 1,
        "/homestatus": HOMES,
        "/getevents": HOMES,
        bticino.TURN: 1,
    }


@pytest.mark.usefixtures("latchkey")
async def test_home_assistant_tells_a_cloud_whose_account_it_is(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    entry = linked(hass, hubspace, hubspace.accounts[EMAIL].id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert asked(hubspace)["/v1/users/me"] == 0
    assert await hass.config_entries.async_unload(entry.entry_id)
