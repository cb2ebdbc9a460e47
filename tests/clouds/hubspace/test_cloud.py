"""How often the vendor is asked, and what is built anew of its answers."""

from collections.abc import Callable
from time import monotonic

import pytest

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.gate import VendorPaused
from custom_components.latchkey.clouds.hubspace import cloud as hubspace_cloud
from custom_components.latchkey.clouds.hubspace.afero import Modelled
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.hubspace.metadevice import Metadevice
from custom_components.latchkey.clouds.model import Device, Light, SetLight, Snapshot
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import catalogue, many
from tests.simulators.vendors import EMAIL

from .account import LinkedHome

METADEVICES = "/v1/accounts/*/metadevices"
WHO = "/v1/users/me"
HOUR = 3600.0


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what lets seconds pass on the clock of the cloud."""
    passed = 0.0
    monkeypatch.setattr(f"{hubspace_cloud.__name__}.monotonic", lambda: monotonic() + passed)

    def let_pass(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    return let_pass


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the names of the devices that are other objects than before."""
    return {
        device.name
        for device_id, device in after.devices.items()
        if device is not before.devices.get(device_id)
    }


def names(snapshot: Snapshot) -> set[str]:
    return {device.name for device in snapshot.devices.values()}


async def test_the_account_is_who_the_vendor_says(cloud: HubspaceCloud, hubspace: HubspaceSimulator) -> None:
    account = await cloud.async_identify()
    assert account.id == hubspace.accounts[EMAIL].id
    assert account.name == EMAIL


async def test_an_account_whose_email_changes_stays_the_same_account(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    before = await cloud.async_identify()
    hubspace.change_email(EMAIL, "alice@example.org")
    after = await cloud.async_identify()
    assert (after.id, after.name) == (before.id, "alice@example.org")


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        '{"accountAccess": []}',
        '{"accountAccess": [5]}',
        '{"accountAccess": [{"account": 5}]}',
        '{"accountAccess": [{"account": {"accountId": "../../evil"}}]}',
    ],
)
async def test_an_answer_that_names_no_account_is_a_temporary_error(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator, body: str
) -> None:
    hubspace.faults.answer("/v1/users/me", status=200, body=body)
    with pytest.raises(TemporaryError):
        await cloud.async_identify()


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ('"credential": {"credentialId": "bob@example.com"}', "bob@example.com"),
        ('"credential": null', "The Bobs"),
    ],
)
async def test_an_account_is_called_by_its_email_or_its_description(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator, about: str, name: str
) -> None:
    body = f'{{{about}, "accountAccess": [{{"account": {{"accountId": "b-1", "description": "The Bobs"}}}}]}}'
    hubspace.faults.answer("/v1/users/me", status=200, body=body)
    assert (await cloud.async_identify()).name == name


async def test_an_account_that_is_known_is_not_asked_who_it_is(
    session: TokenSession, hubspace: HubspaceSimulator
) -> None:
    cloud = HubspaceCloud(session, Settings(account_id=hubspace.accounts[EMAIL].id))
    await cloud.async_fetch()
    assert hubspace.count(WHO) == 0


@pytest.mark.parametrize("status", [None, 400, 401, 404])
async def test_an_account_that_the_vendor_knows_by_another_id_is_asked_once_who_it_is(
    session: TokenSession, hubspace: HubspaceSimulator, status: int | None
) -> None:
    cloud = HubspaceCloud(session, Settings(account_id="0f0e"))
    if status is not None:
        hubspace.faults.answer("/v1/accounts/0f0e", status=status, times=None)
    for _ in range(2):
        assert len((await cloud.async_fetch()).devices) > 10
    assert hubspace.count(WHO) == 1


async def test_an_account_that_is_refused_as_who_it_is_is_not_asked_again_who_it_is(
    session: TokenSession, hubspace: HubspaceSimulator
) -> None:
    cloud = HubspaceCloud(session, Settings(account_id=hubspace.accounts[EMAIL].id))
    hubspace.faults.answer(METADEVICES, status=403, times=None)
    for _ in range(2):
        with pytest.raises(TemporaryError):
            await cloud.async_fetch()
    assert hubspace.count(WHO) == 1


async def test_a_poll_of_200_devices_is_one_request(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    hubspace.empty()
    hubspace.add(*many(200))
    assert len((await cloud.async_fetch()).devices) == 200
    hubspace.requests.clear()
    await cloud.async_fetch()
    assert [(request.method, request.path.rpartition("/")[2]) for request in hubspace.requests] == [
        ("GET", "metadevices")
    ]


async def test_a_poll_in_which_one_device_changed_builds_that_one_alone(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    hubspace.empty()
    hubspace.add(*many(200))
    before = await cloud.async_fetch()
    built: list[str] = []
    build = cloud._bridge.async_model

    async def build_and_count(metadevice: Metadevice) -> Modelled:
        built.append(metadevice.name)
        return await build(metadevice)

    monkeypatch.setattr(cloud._bridge, "async_model", build_and_count)
    hubspace.set_state(hubspace.find("Light 7").id, "power", None, "on")
    after = await cloud.async_fetch()
    assert changed(before, after) == {"Light 7"}
    assert built == ["Light 7"]


async def test_a_poll_in_which_nothing_changed_shows_the_same_objects(home: LinkedHome) -> None:
    before = await home.poll(discover=True)
    assert changed(before, await home.poll()) == set()
    assert changed(before, await home.poll(discover=True)) == set()


async def test_a_change_that_no_feature_shows_leaves_the_device_the_same_object(home: LinkedHome) -> None:
    before = home.snapshot
    await home.touch("Front door", "last-event", "app-unlock-success")
    assert changed(before, home.snapshot) == set()


async def test_a_command_changes_the_one_device(home: LinkedHome) -> None:
    before = home.snapshot
    await home.touch("Bedroom fan light", "brightness", 1)
    assert changed(before, home.snapshot) == {"Bedroom ceiling fan"}


async def test_the_first_fetch_reads_everything_and_the_next_only_the_states(home: LinkedHome) -> None:
    assert home.vendor.count(METADEVICES) == 1
    await home.poll()
    await home.poll()
    assert home.vendor.count(METADEVICES) == 3
    assert home.feature("Porch light", Light).effects


async def test_new_and_gone_devices_are_found_hourly(
    home: LinkedHome, pass_time: Callable[[float], None]
) -> None:
    home.vendor.rename(home.vendor.find("Garden").id, "Yard")
    pass_time(HOUR - 60)
    await home.poll()
    assert "Garden" in home.snapshot.places.values()
    pass_time(60)
    home.vendor.requests.clear()
    await home.poll()
    assert "Yard" in home.snapshot.places.values()
    assert home.vendor.count(METADEVICES) == 1


async def test_devices_are_read_anew_on_request(home: LinkedHome) -> None:
    home.vendor.rename(home.vendor.find("Garden").id, "Yard")
    await home.poll(discover=True)
    assert "Yard" in home.snapshot.places.values()


async def test_a_device_that_a_poll_shows_for_the_first_time_is_there_at_once(home: LinkedHome) -> None:
    home.vendor.add(*many(1))
    await home.poll()
    assert "Light 1" in names(home.snapshot)
    home.vendor.requests.clear()
    await home.poll()
    assert home.vendor.count() == 1


async def test_a_device_that_a_poll_shows_no_more_is_gone_at_once(home: LinkedHome) -> None:
    home.vendor.remove(home.vendor.find("Alarm").id)
    await home.poll()
    assert names(home.snapshot).isdisjoint({"Alarm", "Hall motion", "Back door", "Garage door"})
    home.vendor.requests.clear()
    await home.poll()
    assert home.vendor.count() == 1


async def test_nothing_of_a_device_that_is_gone_is_kept(home: LinkedHome) -> None:
    for device in catalogue():
        if device.name != "Hall light" and device.type_id == "metadevice.device":
            home.vendor.remove(device.id)
    await home.poll()
    bridge = home.cloud._bridge
    assert len(bridge.tracked_devices) == len(bridge.known_afero_device_ids) == 1
    assert sum(len(controller.items) for controller in bridge._controllers.values()) == 1


async def test_a_device_that_is_renamed_has_its_name_at_the_next_poll(home: LinkedHome) -> None:
    home.vendor.rename(home.vendor.find("Hall light").id, "Corridor light")
    await home.poll()
    assert "Corridor light" in names(home.snapshot)


async def test_nothing_is_kept_of_the_warnings_of_a_device_that_is_gone(home: LinkedHome) -> None:
    home.vendor.remove(home.vendor.find("Mystery").id)
    await home.poll()
    assert home.cloud._home._warnings._warned == set()


@pytest.mark.parametrize("discover", [True, False])
async def test_a_home_without_devices_after_one_with_devices_is_a_temporary_error(
    home: LinkedHome, discover: bool
) -> None:
    everything = list(home.vendor.accounts[EMAIL].metadevices.values())
    home.vendor.empty()
    with pytest.raises(TemporaryError):
        await home.poll(discover=discover)
    home.vendor.add(*everything)
    before = home.snapshot
    assert changed(before, await home.poll()) == set()


async def test_a_home_that_has_no_devices_from_the_beginning_is_empty(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    hubspace.empty()
    assert await cloud.async_fetch() == Snapshot(devices={})


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503, 504])
async def test_a_vendor_in_trouble_is_a_temporary_error_and_is_asked_once(
    home: LinkedHome, status: int
) -> None:
    home.vendor.requests.clear()
    home.vendor.faults.answer(METADEVICES, status=status, retry_after=30)
    with pytest.raises(TemporaryError) as caught:
        await home.poll()
    assert caught.value.retry_after == 30
    assert home.vendor.count() == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["GET *", "PUT *", "POST */conclaveAccess"])
async def test_a_pause_that_the_vendor_asks_for_holds_for_polls_commands_and_push_alike(
    home: LinkedHome, status: int, asked: str
) -> None:
    async def poll() -> None:
        await home.poll()

    async def switch() -> None:
        await home.send("Hall light", SetLight(on=True), Light)

    async def open_push() -> None:
        await home.cloud._bridge.async_conclave_access()

    home.vendor.faults.answer(asked, status=status, retry_after=60)
    home.vendor.requests.clear()
    first = {"GET *": poll, "PUT *": switch, "POST */conclaveAccess": open_push}[asked]
    for ask in (first, poll, switch, open_push):
        with pytest.raises(VendorPaused) as caught:
            await ask()
        assert 55 < (caught.value.retry_after or 0) <= 60
    assert home.vendor.count() == 1


@pytest.mark.parametrize("body", ["<html>", '{"error": "x"}', '"text"', "null", "[", "[[[[", "5"])
async def test_an_answer_that_is_no_list_of_devices_is_a_temporary_error(home: LinkedHome, body: str) -> None:
    home.vendor.faults.answer(METADEVICES, status=200, body=body)
    before = home.snapshot
    with pytest.raises(TemporaryError):
        await home.poll()
    assert changed(before, await home.poll()) == set()


async def test_a_vendor_that_was_away_at_the_first_fetch_is_asked_anew(
    cloud: HubspaceCloud, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer("/v1", status=503)
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    assert len((await cloud.async_fetch()).devices) > 10


async def test_a_rejected_refresh_token_is_told_as_such(home: LinkedHome) -> None:
    home.vendor.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await home.poll()


def test_every_class_of_device_that_was_ever_seen_is_in_the_catalogue() -> None:
    seen = {
        "ceiling-fan",
        "door-lock",
        "exhaust-fan",
        "fan",
        "freezer",
        "glass-door",
        "landscape-transformer",
        "light",
        "portable-air-conditioner",
        "power-outlet",
        "security-system",
        "security-system-keypad",
        "switch",
        "thermostat",
        "water-timer",
    }
    assert seen <= {metadevice.device_class for metadevice in catalogue()}


async def test_every_class_of_device_is_more_than_its_connection(home: LinkedHome) -> None:
    def is_known(device: Device) -> bool:
        return any(feature.category != "diagnostic" for feature in device.features.values())

    assert {device.name for device in home.snapshot.devices.values() if not is_known(device)} == {"Mystery"}
