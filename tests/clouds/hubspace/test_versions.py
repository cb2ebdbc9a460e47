"""The firmware of devices is read in the background, and nothing waits for it."""

import asyncio
import json
from collections.abc import Callable
from time import monotonic
from typing import Any
from unittest.mock import AsyncMock

import pytest

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace import versions as hubspace_versions
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.hubspace.metadevice import Version
from custom_components.latchkey.clouds.model import Snapshot
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many

from .account import LinkedHome
from .listener import Listener

VERSIONS = "/v1/*/versions"
HOUR = 3600.0


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing else go first."""
    monkeypatch.setattr(hubspace_versions, "PAUSE", 0.0)


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what lets seconds pass on the clock of who reads the firmware."""
    passed = 0.0
    monkeypatch.setattr(hubspace_versions, "monotonic", lambda: monotonic() + passed)

    def let_pass(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    return let_pass


def many_of(vendor: HubspaceSimulator, count: int) -> None:
    """Let a home have so many lights, and nothing else."""
    vendor.empty()
    vendor.add(*many(count))


def known(snapshot: Snapshot) -> int:
    """Return of how many devices the firmware is known."""
    return sum(device.software_version is not None for device in snapshot.devices.values())


async def test_the_first_answer_does_not_wait_for_the_firmware(home: LinkedHome) -> None:
    assert home.vendor.count(VERSIONS) == 0
    assert known(home.snapshot) == 0


async def test_the_firmware_is_told_when_it_is_read(home: LinkedHome) -> None:
    listener = Listener(home)
    own = [device for device in home.snapshot.devices.values() if device.parent is None]
    async with listener.listening():
        await listener.until(lambda: known(home.snapshot) == len(own))
    assert home.vendor.count(VERSIONS) == len(own)


async def test_whoever_waits_for_something_goes_first(
    home: LinkedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubspace_versions, "PAUSE", 0.2)
    listener = Listener(home)
    async with listener.listening():
        await asyncio.sleep(0.1)
        assert home.vendor.count(VERSIONS) == 0
        await home.vendor.until_asked(VERSIONS)


async def test_a_firmware_that_was_known_before_a_restart_is_known_at_once(
    session: TokenSession, hubspace: HubspaceSimulator
) -> None:
    many_of(hubspace, 2)
    first = hubspace.find("Light 1").device_id or ""
    snapshot = await HubspaceCloud(session, Settings(software_versions={first: "1.4.1"})).async_fetch()
    assert {device.id: device.software_version for device in snapshot.devices.values()} == {
        first: "1.4.1",
        hubspace.find("Light 2").device_id: None,
    }


async def test_a_firmware_that_was_known_before_a_restart_is_read_anew(
    session: TokenSession, hubspace: HubspaceSimulator
) -> None:
    many_of(hubspace, 1)
    versions = {hubspace.find("Light 1").device_id or "": "1.4.1"}
    cloud = HubspaceCloud(session, Settings(software_versions=versions))
    home = LinkedHome(cloud, hubspace, await cloud.async_fetch())
    await home.read_firmware()
    assert home.device("Light 1").software_version == "1.4.2"


async def test_nothing_is_told_where_all_firmware_is_what_it_was(
    session: TokenSession, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_of(hubspace, 2)
    versions = {hubspace.find(name).device_id or "": "1.4.2" for name in ("Light 1", "Light 2")}
    cloud = HubspaceCloud(session, Settings(software_versions=versions))
    monkeypatch.setattr(cloud._push, "async_run", AsyncMock())
    listener = Listener(LinkedHome(cloud, hubspace, await cloud.async_fetch()))
    listening = asyncio.create_task(cloud.async_listen(listener))
    await hubspace.until_asked(VERSIONS, times=2)
    await asyncio.sleep(0.05)
    listening.cancel()
    assert listener.told == []


async def test_a_firmware_that_is_read_while_polls_fail_is_told_with_the_poll_that_does_not(
    session: TokenSession, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_of(hubspace, 1)
    cloud = HubspaceCloud(session, Settings())
    monkeypatch.setattr(cloud._push, "async_run", AsyncMock())
    home = LinkedHome(cloud, hubspace, await cloud.async_fetch())
    listener = Listener(home)
    hubspace.faults.hold(VERSIONS)
    listening = asyncio.create_task(cloud.async_listen(listener))
    await hubspace.until_asked(VERSIONS)
    hubspace.faults.answer("/v1/accounts/*/metadevices")
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    hubspace.faults.heal()
    while not cloud._home.versions:  # noqa: ASYNC110 - it tells nobody that it is read
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    listening.cancel()
    # Whoever is told anything takes the vendor for reached.
    assert listener.told == []
    assert known(await home.poll()) == 1


async def test_the_firmware_is_read_once_for_each_device_and_again_after_a_day(
    home: LinkedHome, pass_time: Callable[[float], None]
) -> None:
    own = [device for device in home.snapshot.devices.values() if device.parent is None]
    for _ in range(24):
        await home.read_firmware()
        pass_time(HOUR)
    assert home.vendor.count(VERSIONS) == len(own)
    pass_time(HOUR)
    await home.read_firmware()
    assert home.vendor.count(VERSIONS) == 2 * len(own)


async def test_the_firmware_of_a_large_home_is_read_of_30_devices_at_a_time(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    many_of(hubspace, 50)
    home = LinkedHome(cloud, hubspace, await cloud.async_fetch())
    for count in (30, 50, 50):
        assert known(await home.read_firmware()) == hubspace.count(VERSIONS) == count


async def test_devices_whose_firmware_cannot_be_read_do_not_keep_others_from_their_turn(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    many_of(hubspace, 35)
    home = LinkedHome(cloud, hubspace, await cloud.async_fetch())
    hubspace.faults.answer(VERSIONS, status=503, times=30)
    assert [known(await home.read_firmware()) for _ in range(3)] == [0, 30, 35]


async def test_a_refresh_token_that_is_rejected_at_the_firmware_is_told_and_leaves_nothing_running(
    home: LinkedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = asyncio.all_tasks()

    async def reject(_device_id: str) -> Version:
        await asyncio.sleep(0)
        raise RefreshTokenRejected

    monkeypatch.setattr(home.cloud._bridge, "async_version", reject)
    with pytest.raises(RefreshTokenRejected):
        await home.cloud.async_listen(Listener(home))
    assert asyncio.all_tasks() <= tasks


async def test_nothing_is_kept_of_the_firmware_of_a_device_that_is_gone(home: LinkedHome) -> None:
    await home.read_firmware()
    gone = home.device("Mystery").id
    home.vendor.remove(home.vendor.find("Mystery").id)
    await home.poll()
    await home.read_firmware()
    assert gone not in home.cloud._home.versions
    assert gone not in home.cloud._versions._asked_at


@pytest.mark.parametrize(
    "body", [None, "[]", "{}", '{"applicationVersion": [5], "applicationVersionString": 2}', "<html>"]
)
async def test_a_firmware_that_cannot_be_read_is_no_loss(home: LinkedHome, body: str | None) -> None:
    status = 503 if body is None else 200
    home.vendor.faults.answer(VERSIONS, status=status, body=body or "", times=None)
    assert known(await home.read_firmware()) == 0


@pytest.mark.parametrize(
    ("answer", "firmware"),
    [
        ({"applicationVersionString": "1.4.2", "applicationVersion": 10402}, "1.4.2"),
        ({"applicationVersion": 10402}, "10402"),
        ({"applicationVersionString": "1.4.2", "hardwareVersion": "2"}, "1.4.2"),
    ],
)
async def test_the_firmware_is_the_text_or_else_the_number_that_the_vendor_tells(
    home: LinkedHome, answer: dict[str, Any], firmware: str
) -> None:
    home.vendor.faults.answer(VERSIONS, status=200, body=json.dumps(answer), times=None)
    (device, *_) = (await home.read_firmware()).devices.values()
    assert (device.software_version, device.hardware_version) == (firmware, None)
