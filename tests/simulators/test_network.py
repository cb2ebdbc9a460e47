"""The network reaches the simulators by their real names, and nothing else."""

import aiohttp
import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .hubspace import HubspaceSimulator
from .network import Network

URL = "https://api2.afero.net/v1/users/me"


async def test_home_assistants_own_client_reaches_the_vendor(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    async with async_create_clientsession(hass).get(URL) as response:
        assert response.status == 401
    assert hubspace.count("/v1/users/me") == 1


async def test_home_assistants_own_client_reaches_nothing_else(hass: HomeAssistant) -> None:
    with pytest.raises(aiohttp.ClientConnectorDNSError):
        await async_create_clientsession(hass).get("https://elsewhere.example/")


async def test_a_client_reaches_nothing_else(client: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.ClientConnectorDNSError):
        await client.get("https://elsewhere.example/")


async def test_a_client_that_does_not_trust_the_authority_is_not_fooled(vendors: Network) -> None:
    connector = aiohttp.TCPConnector(resolver=vendors.resolver)
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(URL)


async def test_a_stopped_network_leaves_no_request_hanging(
    vendors: Network, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hang()
    async with vendors.client() as session:
        with pytest.raises(TimeoutError):
            await session.get(URL, timeout=aiohttp.ClientTimeout(total=0.02))
