"""Fixtures of all tests: the vendors, and clients that reach them and nothing else.

A test that asks for `hass` gets a Home Assistant whose own HTTP client reaches the simulators too.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import aiohttp
import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.util.ssl import get_default_context
from hypothesis import settings

from custom_components.latchkey.auth import redaction

from .simulators import vendors as simulated
from .simulators.bticino import BticinoSimulator
from .simulators.certificates import Authority
from .simulators.evohome import EvohomeSimulator
from .simulators.hubspace import HubspaceSimulator
from .simulators.network import LOOPBACK, Network, lead_process

# How long an example takes depends on what else the machine does.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def no_secrets_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with nothing masked."""
    monkeypatch.setattr(redaction, "_masked_until", {})
    monkeypatch.setattr(redaction, "_spellings", ())


@pytest.fixture(autouse=True)
def no_threads_of_other_tests() -> Generator[None]:
    """Let a thread that has just written a journal end: it is done, but on a busy machine not yet gone."""
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("latchkey journal"):
            thread.join(10)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the certificate authority of this process."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def hubspace() -> HubspaceSimulator:
    """Return Hubspace with one account, whose home is the catalogue; `vendors` serves it."""
    return simulated.hubspace()


@pytest.fixture
def evohome() -> EvohomeSimulator:
    """Return evohome with one account, whose locations are the catalogue; `vendors` serves it."""
    return simulated.evohome()


@pytest.fixture
def bticino() -> BticinoSimulator:
    """Return BTicino with one account, whose homes are the catalogue; `vendors` serves it."""
    return simulated.bticino()


@pytest.fixture
async def vendors(
    socket_enabled: None,
    authority: Authority,
    hubspace: HubspaceSimulator,
    evohome: EvohomeSimulator,
    bticino: BticinoSimulator,
) -> AsyncGenerator[Network]:
    """Serve all vendors on their real host names."""
    network = Network(authority, [hubspace, evohome, bticino])
    await network.start()
    with lead_process(network.ports, authority.path), bearing_who_hangs_up():
        yield network
    await network.stop()


@contextmanager
def bearing_who_hangs_up() -> Generator[None]:
    """Take it for no error that a client, which an unload ends, leaves a simulator within a handshake.

    asyncio reports it in debug mode, and Home Assistant's fixtures make an error of whatever is reported.
    """
    loop = asyncio.get_running_loop()
    report = loop.call_exception_handler

    def report_others(context: dict[str, Any]) -> None:
        is_hung_up = isinstance(context.get("exception"), ConnectionError)
        if not (is_hung_up and context["message"].endswith("incoming connection")):
            report(context)

    with patch.object(loop, "call_exception_handler", report_others):
        yield


@pytest.fixture
def webrtc() -> Generator[None]:
    """Let WebRTC peers, the simulators' and the test's own, meet on loopback: adapters are mocked."""
    with patch("aioice.ice.get_host_addresses", return_value=[LOOPBACK]):
        yield


@pytest.fixture
async def client(vendors: Network) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client session that reaches the simulators and nothing else."""
    async with vendors.client() as session:
        yield session


@pytest.fixture
def hass(hass: HomeAssistant, vendors: Network) -> HomeAssistant:
    """Return a Home Assistant whose HTTP client reaches the simulators and nothing else."""
    hass.data[DATA_RESOLVER] = vendors.resolver  # type: ignore[misc]  # any resolver with real_close will do
    get_default_context().load_verify_locations(vendors.authority.path)
    return hass
