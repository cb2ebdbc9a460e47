"""Fixtures: an account of each kind in turn, the toy's among them."""

from collections.abc import AsyncGenerator
from typing import Final

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.latchkey import clouds
from custom_components.latchkey.auth import session as token_session
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds import load_vendor
from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.settings import Settings
from tests.clouds.home_assistant.remote import PASSWORD as REMOTE_PASSWORD
from tests.clouds.home_assistant.remote import USERNAME, Remote
from tests.conftest import bearing_who_hangs_up
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.certificates import Authority
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import Network, lead_process
from tests.simulators.simulator import Simulator
from tests.simulators.vendors import EMAIL, PASSWORD

from .front import Front
from .subjects import Subject
from .toy import CLOUDS, ToySimulator

APIS: Final = {
    "bticino": "/*api/",
    "evohome": EvohomeSimulator.API,
    "hubspace": HubspaceSimulator.API,
    "toy": ToySimulator.API,
}
"""How the paths begin that only who has a bearer may ask for, by the kinds that have a simulator."""


@pytest.fixture(autouse=True)
def toy_is_a_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plug the toy in: its folder is one of those of the clouds."""
    monkeypatch.setattr(clouds, "__path__", [*clouds.__path__, str(CLOUDS)])


@pytest.fixture(autouse=True)
def patient_with_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again at once."""
    monkeypatch.setattr(token_session, "FIRST_PAUSE", 0.0)


@pytest.fixture
def toy() -> ToySimulator:
    """Return the toy's vendor; `vendors` serves it."""
    return ToySimulator(EMAIL, PASSWORD)


@pytest.fixture
def simulators(
    bticino: BticinoSimulator, evohome: EvohomeSimulator, hubspace: HubspaceSimulator, toy: ToySimulator
) -> list[Simulator]:
    """Return all vendors, the toy's too."""
    return [bticino, evohome, hubspace, toy]


@pytest.fixture
async def vendors(
    socket_enabled: None, authority: Authority, simulators: list[Simulator]
) -> AsyncGenerator[Network]:
    """Serve all vendors on their real host names."""
    network = Network(authority, simulators)
    await network.start()
    with lead_process(network.ports, authority.path), bearing_who_hangs_up():
        yield network
    await network.stop()


@pytest.fixture
async def remote(hass: HomeAssistant) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant, with something of each kind that is easily had."""
    remote = Remote(hass)
    await remote.start()
    remote.add_entity("light.kitchen", device="Stove", supported_color_modes=["brightness"], brightness=100)
    remote.add_entity("switch.fan", device="Stove")
    async_mock_service(hass, "switch", "turn_on")
    remote.add_entity(
        "sensor.heat", "21.5", device="Stove", unit_of_measurement="°C", device_class="temperature"
    )
    remote.add_entity("lock.door", "locked")
    remote.add_entity("select.mode", "a", options=["a", "b"])
    yield remote
    await remote.stop()


@pytest.fixture
async def front(remote: Remote) -> AsyncGenerator[tuple[Front, str]]:
    """Serve what stands before the other Home Assistant, and return where."""
    front = Front(remote.url)
    server = TestServer(front.application())
    await server.start_server()
    yield front, str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture(params=sorted([*APIS, "home_assistant"]))
def kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of account in turn."""
    name: str = request.param
    return name


@pytest.fixture
def subject(kind: str, request: pytest.FixtureRequest, vendors: Network) -> Subject:
    """Return the account of a kind."""
    if kind not in APIS:
        front, url = request.getfixturevalue("front")
        return _subject_at(front, url, request.getfixturevalue("remote"))
    simulator = request.getfixturevalue(kind)
    return Subject(
        vendor=load_vendor(kind),
        simulator=simulator,
        api=APIS[kind],
        token=simulator.TOKEN,
        account_id=simulator.accounts[EMAIL].id,
        username=EMAIL,
        password=PASSWORD,
        revoke=simulator.tokens.revoke_all,
    )


def _subject_at(front: Front, url: str, remote: Remote) -> Subject:
    """Return the account at another Home Assistant."""
    return Subject(
        vendor=load_vendor("home_assistant", url),
        simulator=front,
        api=front.API,
        token=front.TOKEN,
        account_id=remote.user.id,
        username=USERNAME,
        password=REMOTE_PASSWORD,
        revoke=remote.revoke_all,
        rotates=False,
        url=url,
    )


@pytest.fixture
async def own_client(vendors: Network) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client session that serves one login alone."""
    async with vendors.client() as session:
        yield session


@pytest.fixture
async def token(subject: Subject, own_client: aiohttp.ClientSession) -> Token:
    """Return what a login brought."""
    return await subject.log_in(own_client)


@pytest.fixture
def saved() -> list[str]:
    """Return the refresh tokens that were saved, in order."""
    return []


@pytest.fixture
async def session(
    subject: Subject, token: Token, client: aiohttp.ClientSession, saved: list[str]
) -> AsyncGenerator[TokenSession]:
    """Return a session of the account."""

    async def save(refresh_token: str) -> None:
        saved.append(refresh_token)

    session = TokenSession(client, subject.vendor.token_endpoint, token.refresh_token, save, token=token)
    yield session
    await session.async_close()


@pytest.fixture
def cloud(subject: Subject, session: TokenSession) -> Cloud:
    """Return the account."""
    return subject.vendor.load_cloud()(session, Settings())
