"""The network reaches the simulators by their real names, and nothing else."""

import asyncio
import os
import socket
import ssl

import aiohttp
import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .certificates import Authority
from .hubspace import HubspaceSimulator
from .network import Network, lead_process

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


async def test_a_client_that_opens_its_own_sockets_is_led_too(vendors: Network) -> None:
    trust = ssl.create_default_context()
    _, writer = await asyncio.open_connection("api2.afero.net", 443, ssl=trust)
    assert writer.get_extra_info("peername")[1] == vendors.ports["api2.afero.net"]
    writer.close()
    await writer.wait_closed()


def test_names_lead_where_they_led_once_it_is_over(authority: Authority) -> None:
    before = (socket.getaddrinfo, os.environ.get("SSL_CERT_FILE"))
    with lead_process({"api2.afero.net": 1}, authority.path):
        assert socket.getaddrinfo("api2.afero.net", 443, socket.AF_INET)[0][4] == ("127.0.0.1", 1)
        assert os.environ["SSL_CERT_FILE"] == str(authority.path)
    assert (socket.getaddrinfo, os.environ.get("SSL_CERT_FILE")) == before


async def test_a_stopped_network_leaves_no_request_hanging(
    vendors: Network, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hang()
    async with vendors.client() as session:
        with pytest.raises(TimeoutError):
            await session.get(URL, timeout=aiohttp.ClientTimeout(total=0.02))
