"""The push server speaks as the vendor's client library expects."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from aioafero.v1 import AferoBridgeV1
from aioafero.v1.conclave import ConclaveClient
from aioafero.v1.conclave.access import ConclaveAccess, request_conclave_access

from .hubspace import HubspaceSimulator
from .hubspace.conclave import HOST

LAMP = "Hall light"


def shown(bridge: AferoBridgeV1, hubspace: HubspaceSimulator, function_class: str) -> object:
    """Return how the library takes a function of the lamp to be."""
    device = bridge.get_afero_device(hubspace.find(LAMP).id)
    assert device is not None
    return next(state.value for state in device.states if state.functionClass == function_class)


async def until_shown(
    bridge: AferoBridgeV1, hubspace: HubspaceSimulator, function_class: str, value: object
) -> None:
    """Wait until the library takes a function of the lamp to be so."""
    async with asyncio.timeout(5):
        while shown(bridge, hubspace, function_class) != value:  # noqa: ASYNC110 - the library tells nobody
            await asyncio.sleep(0.01)


@pytest.fixture
async def listening(bridge: AferoBridgeV1) -> AsyncGenerator[ConclaveClient]:
    """Return the library's own client, logged in; polls of its bridge come too late for these tests."""
    bridge.events.polling_interval = 3600
    client = ConclaveClient(bridge, initial_backoff=0.01)
    await client.start()
    assert await client.wait_until_logged_in(5)
    yield client
    await client.stop()


async def test_aioafero_gets_a_token_for_a_server_of_the_vendors(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1
) -> None:
    access = await request_conclave_access(bridge)
    assert isinstance(access, ConclaveAccess)
    assert (access.host, access.port, access.ssl, access.channel_id) == (HOST, 443, True, bridge.account_id)
    assert hubspace.conclave.has_issued(access.token)


@pytest.mark.parametrize("compression", [True, False])
async def test_aioafero_is_greeted_and_welcomed(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, compression: bool
) -> None:
    hubspace.conclave.compression = compression
    client = ConclaveClient(bridge)
    await client.start()
    assert await client.wait_until_logged_in(5)
    assert hubspace.conclave.sessions == [bridge.account_id]
    await client.stop()


@pytest.mark.parametrize("separator", ["\n", "", "\n\n"])
@pytest.mark.parametrize("halves", [True, False])
@pytest.mark.usefixtures("listening")
async def test_aioafero_hears_what_a_person_switches(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, separator: str, halves: bool
) -> None:
    hubspace.conclave.separator, hubspace.conclave.halves = separator, halves
    lamp = hubspace.find(LAMP).id
    before = shown(bridge, hubspace, "power")
    hubspace.set_state(lamp, "power", None, "off" if before == "on" else "on")
    await until_shown(bridge, hubspace, "power", "off" if before == "on" else "on")
    hubspace.set_state(lamp, "brightness", None, 37)
    await until_shown(bridge, hubspace, "brightness", 37)


@pytest.mark.usefixtures("listening")
async def test_aioafero_hears_that_a_device_cannot_be_reached(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1
) -> None:
    hubspace.set_state(hubspace.find(LAMP).id, "available", None, value=False)
    await until_shown(bridge, hubspace, "available", value=False)


@pytest.mark.usefixtures("listening")
async def test_aioafero_hears_that_a_device_is_gone(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1
) -> None:
    lamp = hubspace.find(LAMP).id
    hubspace.remove(lamp)
    async with asyncio.timeout(5):
        while lamp in bridge.known_afero_device_ids:  # noqa: ASYNC110 - the library tells nobody
            await asyncio.sleep(0.01)


async def test_heartbeats_are_answered_by_aioafero(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1
) -> None:
    hubspace.conclave.heartbeat = 0.02
    client = ConclaveClient(bridge)
    await client.start()
    async with asyncio.timeout(5):
        while hubspace.conclave.heartbeats_answered < 5:  # noqa: ASYNC110 - a knob, which tells nobody
            await asyncio.sleep(0.01)
    assert hubspace.conclave.welcomes == 1
    await client.stop()


async def test_a_client_that_answers_no_heartbeat_is_dropped(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keep_quiet(*_: object) -> None:
        """Answer nothing."""

    monkeypatch.setattr("aioafero.v1.conclave.client.ConclaveConnection.send_heartbeat", keep_quiet)
    hubspace.conclave.heartbeat = 0.02
    client = ConclaveClient(bridge, initial_backoff=0.01)
    await client.start()
    async with asyncio.timeout(5):
        await hubspace.conclave.until_welcomed(3)
    await client.stop()


async def test_a_token_opens_one_session(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = await request_conclave_access(bridge)

    async def same(_: AferoBridgeV1) -> ConclaveAccess:
        return access

    monkeypatch.setattr("aioafero.v1.conclave.client.request_conclave_access", same)
    first, second = ConclaveClient(bridge), ConclaveClient(bridge, initial_backoff=0.01)
    await first.start()
    assert await first.wait_until_logged_in(5)
    await second.start()
    assert not await second.wait_until_logged_in(0.2)
    assert (hubspace.conclave.welcomes, hubspace.conclave.refused > 0) == (1, True)
    await second.stop()
    await first.stop()


async def test_the_bearer_of_the_api_opens_no_session(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = await request_conclave_access(bridge)
    tokens = bridge.token_data
    assert tokens is not None
    bearer = tokens.token or ""

    async def with_bearer(_: AferoBridgeV1) -> ConclaveAccess:
        return ConclaveAccess(access.host, access.port, True, True, bearer, access.channel_id)

    monkeypatch.setattr("aioafero.v1.conclave.client.request_conclave_access", with_bearer)
    client = ConclaveClient(bridge, initial_backoff=0.01)
    await client.start()
    assert not await client.wait_until_logged_in(0.2)
    assert hubspace.conclave.welcomes == 0
    await client.stop()


async def test_a_zombie_session_has_a_pulse_and_tells_nothing(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1, listening: ConclaveClient
) -> None:
    hubspace.conclave.mute()
    before = shown(bridge, hubspace, "power")
    hubspace.set_state(hubspace.find(LAMP).id, "power", None, "off" if before == "on" else "on")
    await asyncio.sleep(0.05)
    assert listening.logged_in
    assert shown(bridge, hubspace, "power") == before
    assert hubspace.conclave.sessions == []


@pytest.mark.usefixtures("listening")
async def test_what_happens_in_another_account_is_not_told(
    hubspace: HubspaceSimulator, bridge: AferoBridgeV1
) -> None:
    bob = hubspace.add_account("bob@example.com", "secret", [hubspace.find(LAMP)])
    before = shown(bridge, hubspace, "power")
    hubspace.conclave.tell_state(bob, hubspace.find(LAMP), ("power", None))
    await asyncio.sleep(0.05)
    assert shown(bridge, hubspace, "power") == before
