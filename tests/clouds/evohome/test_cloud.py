"""Asking the vendor: how often, for what, and what happens where it does not answer."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from math import ceil
from typing import Any

import aiohttp
import pytest

from custom_components.latchkey.auth import session as auth_session
from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import slices, together
from custom_components.latchkey.clouds.evohome import VENDOR
from custom_components.latchkey.clouds.evohome import bridge as bridge_module
from custom_components.latchkey.clouds.evohome import cloud as cloud_module
from custom_components.latchkey.clouds.evohome.bridge import Bridge
from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.evohome.mapping import map_location
from custom_components.latchkey.clouds.evohome.status import Status, parse_status
from custom_components.latchkey.clouds.model import Device, SetClimate, Snapshot
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.evohome.builder import location_without_gateway
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount

API = EvohomeSimulator.API
ACCOUNT = f"{API}/userAccount"
INSTALLATION = f"{API}/location/installationInfo"
STATUS = f"{API}/location/*/status"
SCHEDULE = f"{API}/*/schedule"
LOCATIONS = 4
LOGINS = 10


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the time that the account goes by."""
    clock = Clock()
    for module in (bridge_module, cloud_module):
        monkeypatch.setattr(module, "monotonic", clock)
    return clock


def status_of(vendor: EvohomeSimulator, name: str) -> str:
    """Return the path of a location's status."""
    return f"{API}/location/{vendor.location(name).id}/status"


async def test_the_account_is_known_by_the_vendors_user_id(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    account = await cloud.async_identify()
    assert (account.id, account.name) == (evohome.accounts[EMAIL].id, EMAIL)


async def test_the_user_id_stays_when_the_email_address_changes(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    before = await cloud.async_identify()
    evohome.change_email(EMAIL, "new@example.com")
    after = await cloud.async_identify()
    assert (after.id, after.name) == (before.id, "new@example.com")


async def test_an_account_that_is_known_is_not_asked_who_it_is(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    cloud = EvohomeCloud(session, Settings(account_id=evohome.accounts[EMAIL].id))
    await cloud.async_fetch()
    assert evohome.count(ACCOUNT) == 0


@pytest.mark.parametrize("status", [None, 400, 403, 404])
async def test_an_account_that_the_vendor_knows_by_another_id_is_asked_once_who_it_is(
    session: TokenSession, evohome: EvohomeSimulator, status: int | None
) -> None:
    cloud = EvohomeCloud(session, Settings(account_id="4711"))
    if status is not None:
        evohome.faults.answer(INSTALLATION, status=status)
    for _ in range(2):
        assert (await cloud.async_fetch(discover=True)).devices
    assert evohome.count(ACCOUNT) == 1


async def test_an_account_that_is_refused_as_who_it_is_is_not_asked_again_who_it_is(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    cloud = EvohomeCloud(session, Settings(account_id=evohome.accounts[EMAIL].id))
    evohome.faults.answer(INSTALLATION, status=403, times=None)
    for _ in range(2):
        with pytest.raises(TemporaryError):
            await cloud.async_fetch()
    assert evohome.count(ACCOUNT) == 1


async def test_a_poll_asks_once_for_each_location_and_for_nothing_else(account: LinkedAccount) -> None:
    before = account.vendor.count()
    await account.poll()
    assert account.vendor.count(STATUS) == 2 * LOCATIONS
    assert account.vendor.count() == before + LOCATIONS


async def test_a_location_that_is_hidden_is_named_and_not_asked_for(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    hidden = evohome.location("Home").id
    settings = Settings(hidden_places=frozenset({hidden}))
    cloud = EvohomeCloud(session, settings)
    snapshot = await LinkedAccount(cloud, evohome, await cloud.async_fetch()).read_schedules()
    assert snapshot.places[hidden] == "Home"
    assert evohome.count(status_of(evohome, "Home")) == 0
    assert evohome.count(STATUS) == LOCATIONS - 1
    assert evohome.count(SCHEDULE) == 2
    assert {device.place for device in snapshot.devices.values() if not device.available} == {hidden}


async def test_the_locations_are_listed_without_asking_how_they_are(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    assert set((await cloud.async_list_homes()).values()) == {"Home", "Cottage", "Office", "Studio"}
    assert evohome.count(INSTALLATION) == 1
    assert evohome.count(STATUS) == evohome.count(SCHEDULE) == 0


async def test_a_location_without_a_system_is_named_and_not_asked_for(account: LinkedAccount) -> None:
    account.vendor.add_location(location_without_gateway("Shed"))
    before = account.vendor.count(STATUS)
    snapshot = await account.poll(discover=True)
    assert "Shed" in snapshot.places.values()
    assert account.vendor.count(STATUS) == before + LOCATIONS


async def test_a_week_at_the_default_pace_costs_what_it_must_and_no_more(
    clock: Clock,
    cloud: EvohomeCloud,
    session: TokenSession,
    evohome: EvohomeSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("Office", "Studio"):
        evohome.remove_location(name)
    locations, schedules = 2, 6
    monkeypatch.setattr(auth_session, "monotonic", clock)
    pace = VENDOR.pace.default
    polls = 7 * 24 * 60 * 60 // pace
    account = LinkedAccount(cloud, evohome, Snapshot(devices={}))
    for _ in range(polls):
        await account.poll()
        clock.advance(pace)
    # A bearer lives for 1800 seconds; the poll that finds less than a minute left of it buys the next one.
    polls_of_a_life = ceil((1800 - 60) / pace)
    assert evohome.count(EvohomeSimulator.TOKEN) == ceil(polls / polls_of_a_life)
    assert evohome.count(STATUS) == polls * locations
    assert evohome.count(SCHEDULE) == 7 * schedules
    assert evohome.count(INSTALLATION) == 7
    assert evohome.count(ACCOUNT) == 1
    assert evohome.count("*", "PUT") == 0
    assert evohome.accounts[EMAIL].logins_left == LOGINS


async def test_the_installation_is_read_on_request(account: LinkedAccount) -> None:
    account.vendor.remove_zone("Kitchen")
    snapshot = await account.poll(discover=True)
    assert "Kitchen" not in {device.name for device in snapshot.devices.values()}
    assert account.vendor.count(INSTALLATION) == 2


async def test_a_zone_that_is_gone_is_not_available_and_within_the_hour_no_more(
    clock: Clock, account: LinkedAccount
) -> None:
    account.vendor.remove_zone("Kitchen")
    await account.poll()
    assert not account.device("Kitchen").available
    assert account.device("Bathroom").available
    clock.advance(cloud_module.RECHECK_INTERVAL)
    snapshot = await account.poll()
    assert "Kitchen" not in {device.name for device in snapshot.devices.values()}
    assert account.vendor.count(INSTALLATION) == 2


async def test_a_location_that_is_gone_is_not_available_and_within_the_hour_no_more(
    clock: Clock, account: LinkedAccount
) -> None:
    account.vendor.remove_location("Cottage")
    await account.poll()
    assert not account.device("Cottage thermostat").available
    assert account.device("Kitchen").available
    clock.advance(cloud_module.RECHECK_INTERVAL)
    snapshot = await account.poll()
    assert set(snapshot.places.values()) == {"Home", "Office", "Studio"}
    assert "Cottage" not in {device.name for device in snapshot.devices.values()}


async def test_a_location_that_is_listed_without_its_gateway_for_once_keeps_its_devices(
    clock: Clock, account: LinkedAccount
) -> None:
    home = account.vendor.location("Home")
    gateway, home.gateway = home.gateway, None
    before = set(account.snapshot.devices)
    snapshot = await account.poll(discover=True)
    assert set(snapshot.devices) == before
    assert not account.device("Kitchen").available
    home.gateway = gateway
    await account.poll()
    assert account.device("Kitchen").available
    clock.advance(cloud_module.RECHECK_INTERVAL)
    await account.poll()
    assert account.vendor.count(INSTALLATION) == 3


@pytest.mark.parametrize("gone", [("Home",), ("Studio",), ("Home", "Cottage"), ("Cottage", "Studio")])
async def test_locations_that_are_gone_cost_one_token_more_a_life_and_none_of_the_others(
    clock: Clock,
    account: LinkedAccount,
    session: TokenSession,
    monkeypatch: pytest.MonkeyPatch,
    gone: tuple[str, ...],
) -> None:
    monkeypatch.setattr(auth_session, "monotonic", clock)
    await account.poll()
    for name in gone:
        account.vendor.remove_location(name)
    before = account.vendor.count(EvohomeSimulator.TOKEN)
    polls_of_a_life = (1800 - 60) // VENDOR.pace.default
    for _ in range(polls_of_a_life):
        await account.poll()
        assert account.device("Office thermostat").available
        clock.advance(VENDOR.pace.default)
    assert account.vendor.count(EvohomeSimulator.TOKEN) == before + 1


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
async def test_a_location_that_fails_leaves_the_others(account: LinkedAccount, status: int) -> None:
    account.vendor.faults.answer(status_of(account.vendor, "Home"), status=status)
    await account.poll()
    assert not account.device("Kitchen").available
    assert not account.device("Hot water").available
    assert account.device("Cottage thermostat").available
    await account.poll()
    assert account.device("Kitchen").available


async def test_a_poll_fails_where_every_location_does(account: LinkedAccount) -> None:
    account.vendor.faults.answer(STATUS, status=503, times=LOCATIONS)
    with pytest.raises(TemporaryError):
        await account.poll()


@pytest.mark.parametrize("seconds", [None, 90])
async def test_a_limit_ends_the_poll_for_all_locations_together(
    account: LinkedAccount, seconds: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = account.vendor.count(STATUS)
    account.vendor.faults.answer(status_of(account.vendor, "Home"), status=429, retry_after=seconds)
    monkeypatch.setattr(together, "AT_ONCE", 1)
    with pytest.raises(TemporaryError) as caught:
        await account.poll()
    assert caught.value.retry_after == seconds
    assert account.vendor.count(STATUS) == before + 1


async def test_nothing_is_asked_or_ordered_before_the_vendor_wants_to_be_asked_again(
    clock: Clock, account: LinkedAccount
) -> None:
    account.vendor.faults.answer(STATUS, status=429, retry_after=90)
    with pytest.raises(TemporaryError):
        await account.poll()
    before = account.vendor.count()
    clock.advance(60)
    with pytest.raises(TemporaryError) as caught:
        await account.poll()
    assert caught.value.retry_after == pytest.approx(30, abs=1)
    with pytest.raises(TemporaryError):
        await account.send("Kitchen", SetClimate(mode="off"))
    assert account.vendor.count() == before
    clock.advance(31)
    await account.poll()
    assert account.vendor.count() == before + LOCATIONS


async def test_a_limit_at_the_installation_is_passed_on(account: LinkedAccount) -> None:
    account.vendor.faults.answer(INSTALLATION, status=429, retry_after=90)
    with pytest.raises(TemporaryError) as caught:
        await account.poll(discover=True)
    assert caught.value.retry_after == 90


async def test_an_installation_that_cannot_be_read_when_it_is_due_costs_no_poll(
    clock: Clock, account: LinkedAccount
) -> None:
    account.vendor.faults.answer(INSTALLATION, times=2)
    account.vendor.zone("Kitchen").temperature = 12.5
    clock.advance(cloud_module.DISCOVERY_INTERVAL)
    await account.poll()
    assert account.climate("Kitchen").current_temperature == 12.5
    account.vendor.remove_zone("Kitchen")
    await account.poll()
    snapshot = await account.poll()
    assert "Kitchen" not in {device.name for device in snapshot.devices.values()}


async def test_an_account_without_a_location_is_empty_and_no_error(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    evohome.empty()
    snapshot = await cloud.async_fetch()
    assert (dict(snapshot.devices), dict(snapshot.places)) == ({}, {})
    assert evohome.count(STATUS) == 0


async def test_what_did_not_change_stays_the_same_object(account: LinkedAccount) -> None:
    before = account.snapshot
    account.vendor.zone("Kitchen").temperature = 25.0
    after = await account.poll()
    changed = [key for key in before.devices if before.devices[key] is not after.devices[key]]
    # The house is as warm as its zones are on average.
    assert changed == [account.device("Home").id, account.device("Kitchen").id]


async def test_a_poll_in_which_nothing_changed_maps_nothing(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await account.poll()
    monkeypatch.setattr(cloud_module, "map_location", None)
    assert await account.poll() is before


async def test_a_fault_of_one_zone_makes_no_other_device_anew(account: LinkedAccount) -> None:
    before = await account.poll()
    account.vendor.zone("Kitchen").faults = ["TempZoneActuatorLowBattery"]
    after = await account.poll()
    changed = [key for key in before.devices if before.devices[key] is not after.devices[key]]
    assert changed == [account.device("Kitchen").id]


async def test_an_answer_that_says_what_the_one_before_said_is_not_parsed(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = list[str]()

    def note(raw: Any, time_zone: tzinfo) -> Status:
        parsed.append(raw["location_id"])
        return parse_status(raw, time_zone)

    await account.poll()
    monkeypatch.setattr(cloud_module, "parse_status", note)
    await account.poll()
    assert not parsed
    account.vendor.zone("Kitchen").temperature = 25.0
    await account.poll()
    assert parsed == [account.vendor.location("Home").id]


async def test_an_answer_counts_also_where_it_says_the_same_as_before_a_command(
    account: LinkedAccount,
) -> None:
    home = account.vendor.location("Home")
    account.vendor.faults.answer(
        status_of(account.vendor, "Home"),
        status=200,
        body=json.dumps(home.status()),
        content_type="application/json",
        times=None,
    )
    await account.poll()
    before = account.climate("Kitchen").target_temperature
    await account.send("Kitchen", SetClimate(target_temperature=23.5))
    assert account.climate("Kitchen").target_temperature == before


async def test_a_location_that_was_not_reached_is_shown_again_with_the_answer_of_before(
    account: LinkedAccount,
) -> None:
    await account.poll()
    account.vendor.faults.answer(status_of(account.vendor, "Home"))
    await account.poll()
    assert not account.device("Kitchen").available
    await account.poll()
    assert account.device("Kitchen").available


async def test_times_are_those_of_the_time_zone_that_a_location_is_in_now(
    account: LinkedAccount,
) -> None:
    account.vendor.zone("Kitchen").until = datetime(2099, 7, 1, 12, tzinfo=UTC)
    account.vendor.zone("Kitchen").mode = "TemporaryOverride"
    await account.poll()
    assert account.climate("Kitchen").attributes["until"] == "2099-07-01T13:00:00+01:00"
    account.vendor.location("Home").time_zone = "Europe/Amsterdam"
    await account.poll(discover=True)
    assert account.climate("Kitchen").attributes["until"] == "2099-07-01T14:00:00+02:00"


async def test_the_event_loop_has_its_turn_between_the_locations_that_are_read_and_built(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE", 0.0)
    turn, loop = 0, asyncio.get_running_loop()
    next_turn = loop.call_soon(lambda: None)
    done: defaultdict[str, list[int]] = defaultdict(list)
    convert = Bridge._async_convert

    def tick() -> None:
        nonlocal turn, next_turn
        turn += 1
        next_turn = loop.call_soon(tick)

    def note_build(*source: Any) -> Iterable[Device]:
        done["built"].append(turn)
        return map_location(*source)

    async def note_conversion(bridge: Bridge, url: str, answer: Any) -> Any:
        if "installationInfo" in url:
            done["converted"].append(turn)
        return await convert(bridge, url, answer)

    monkeypatch.setattr(cloud_module, "map_location", note_build)
    monkeypatch.setattr(Bridge, "_async_convert", note_conversion)
    for zone in ("Kitchen", "Cottage thermostat", "Office thermostat", "Studio thermostat"):
        account.vendor.zone(zone).temperature = 12.5
    tick()
    await account.cloud.async_fetch(discover=True)
    next_turn.cancel()
    assert {what: len(set(turns)) for what, turns in done.items()} == dict.fromkeys(
        ("converted", "built"), LOCATIONS
    )


async def test_the_locations_are_asked_for_at_the_same_time(account: LinkedAccount) -> None:
    before = account.vendor.count(STATUS)
    account.vendor.faults.hold(STATUS)
    poll = asyncio.create_task(account.poll())
    await account.vendor.until_asked(STATUS, times=before + LOCATIONS)
    account.vendor.faults.heal()
    await poll


# Locations that there were at the last start


def expect(cloud: EvohomeCloud, vendor: EvohomeSimulator) -> None:
    """Have the locations that there are expected."""
    cloud.expect_homes(list(vendor.accounts[EMAIL].locations))


async def test_locations_that_are_expected_are_asked_for_beside_what_there_is(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    expect(cloud, evohome)
    evohome.faults.hold(INSTALLATION)
    poll = asyncio.create_task(cloud.async_fetch())
    await evohome.until_asked(STATUS, times=LOCATIONS)
    evohome.faults.heal()
    assert all(device.available for device in (await poll).devices.values())
    assert evohome.count(STATUS) == LOCATIONS


async def test_what_there_is_counts_and_not_what_is_expected(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    cottage, office = evohome.location("Cottage"), evohome.location("Office")
    evohome.remove_location("Cottage")
    expect(cloud, evohome)
    evohome.add_location(cottage)
    evohome.remove_location("Office")
    snapshot = await cloud.async_fetch()
    assert cottage.id in snapshot.places
    assert office.id not in snapshot.places
    assert {device.place for device in snapshot.devices.values()} == snapshot.places.keys()
    assert all(device.available for device in snapshot.devices.values())


async def test_a_location_that_is_expected_but_hidden_is_not_asked_for(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    cloud = EvohomeCloud(session, Settings(hidden_places=frozenset({evohome.location("Cottage").id})))
    expect(cloud, evohome)
    await cloud.async_fetch()
    assert evohome.count(status_of(evohome, "Cottage")) == 0


async def test_a_location_that_does_not_answer_at_once_is_asked_again(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    expect(cloud, evohome)
    evohome.faults.answer(status_of(evohome, "Home"))
    snapshot = await cloud.async_fetch()
    assert all(device.available for device in snapshot.devices.values())


async def test_what_was_read_of_locations_is_forgotten_where_what_there_is_cannot_be_read(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    expect(cloud, evohome)
    evohome.faults.answer(INSTALLATION)
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    evohome.zone("Kitchen").temperature = 12.5
    account = LinkedAccount(cloud, evohome, await cloud.async_fetch())
    assert account.climate("Kitchen").current_temperature == 12.5


async def test_a_bearer_that_has_expired_is_replaced_without_a_login(account: LinkedAccount) -> None:
    account.vendor.tokens.expire_bearers()
    await account.poll()
    assert account.device("Kitchen").available
    assert account.vendor.count(EvohomeSimulator.TOKEN) == 2


async def test_a_dead_refresh_token_ends_in_a_rejection_and_not_in_a_login(account: LinkedAccount) -> None:
    account.vendor.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await account.poll()
    assert account.vendor.count(EvohomeSimulator.TOKEN) == 2


async def test_the_library_has_no_client_session_of_its_own(
    cloud: EvohomeCloud, client: aiohttp.ClientSession
) -> None:
    assert not isinstance(cloud._bridge.websession, aiohttp.ClientSession)
