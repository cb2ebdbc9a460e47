"""Homes and modules as the vendor lists them, and what is kept where it lists too little."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import slices
from custom_components.latchkey.clouds.base import Account
from custom_components.latchkey.clouds.bticino import VENDOR, state
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.bticino.mapping import Source, map_home
from custom_components.latchkey.clouds.model import BinarySensor, Device, Lock, OpenLock, RelayKind
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.catalogue import TOLD_AT, casella
from tests.simulators.bticino.home import Module
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount


def test_the_vendor_presents_itself() -> None:
    assert VENDOR.kind == "bticino"
    assert VENDOR.load_cloud() is BticinoCloud


async def test_an_account_is_known_by_the_vendors_user_id(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    user_id = bticino.accounts[EMAIL].id
    assert await cloud.async_identify() == Account(id=user_id, name=EMAIL)
    bticino.change_email(EMAIL, "bob@example.com")
    assert await cloud.async_identify() == Account(id=user_id, name="bob@example.com")


async def test_all_homes_can_be_chosen(cloud: BticinoCloud) -> None:
    assert sorted((await cloud.async_list_homes()).values()) == ["Casa", "Mare"]


async def test_every_module_is_a_device_behind_its_bridge(account: LinkedAccount) -> None:
    devices = {
        device.name: (device.model, device.parent and account.snapshot.devices[device.parent].name)
        for device in account.snapshot.devices.values()
    }
    assert devices == {
        "Classe 300X": ("Classe 300X", None),
        "Strada": ("External unit", "Classe 300X"),
        "Ingresso": ("External unit", "Classe 300X"),
        "Portone": ("Door lock", "Classe 300X"),
        "Luci scale": ("Staircase light", "Classe 300X"),
        "Classe 100X": ("Classe 100X", None),
        "Cancello": ("Door lock", "Classe 100X"),
    }


async def test_a_bridge_tells_how_it_is_connected(account: LinkedAccount) -> None:
    assert account.feature("Classe 300X", "connectivity") == BinarySensor(
        key="connectivity",
        label="connection",
        device_class="connectivity",
        on=True,
        category="diagnostic",
        told_without_device=True,
    )
    readings = {key: account.reading("Classe 300X", key) for key in ("wifi_strength", "uptime", "firmware")}
    started_at = datetime.fromtimestamp(TOLD_AT - 4_257_906, UTC)
    assert readings == {"wifi_strength": -65, "uptime": started_at, "firmware": "2.03.01"}
    assert account.reading("Classe 300X", "address") == "192.0.2.10"
    assert account.device("Classe 300X").software_version == "2.03.01"


async def test_of_a_bridge_only_its_connection_is_shown_without_being_asked_for(
    account: LinkedAccount,
) -> None:
    features = account.device("Classe 300X").features.values()
    assert {each.key: each.enabled for each in features if each.category == "diagnostic"} == {
        "connectivity": True,
        "wifi_strength": False,
        "uptime": False,
        "firmware": False,
        "address": False,
    }


async def test_the_start_of_a_bridge_stays_the_same_while_it_runs(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bridge, before = bticino.module("Classe 300X"), account.reading("Classe 300X", "uptime")
    assert (bridge.timestamp, bridge.uptime) == (TOLD_AT, 4_257_906)
    bridge.timestamp, bridge.uptime = TOLD_AT + 300, 4_257_906 + 267
    await account.poll()
    assert account.reading("Classe 300X", "uptime") == before
    bridge.timestamp, bridge.uptime = TOLD_AT + 600, 30
    await account.poll()
    assert account.reading("Classe 300X", "uptime") == datetime.fromtimestamp(TOLD_AT + 570, UTC)


@pytest.mark.parametrize(
    ("name", "revision", "shown"),
    [("2.03.01", 20_301, "2.03.01"), (None, 20_301, "2.03.01"), (None, 1, None), (None, None, None)],
)
async def test_a_firmware_is_written_as_the_vendor_does(
    account: LinkedAccount, bticino: BticinoSimulator, name: str | None, revision: int | None, shown: str
) -> None:
    bridge = bticino.module("Classe 300X")
    bridge.firmware_name, bridge.firmware_revision = name, revision
    await account.poll()
    assert account.device("Classe 300X").software_version == shown


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Classe 100X16E", "Classe 100X16E"),
        ("Classe 300X13E", "Classe 300X13E"),
        ("My door phone", "BNC1"),
    ],
)
async def test_a_bridge_is_the_model_that_the_vendor_calls_it(
    account: LinkedAccount, bticino: BticinoSimulator, name: str, model: str
) -> None:
    bticino.module("Classe 300X").name = name
    await account.poll()
    assert account.device(name).model == model


@pytest.mark.parametrize("connected", [True, False])
async def test_a_connection_that_is_lost_or_back_is_told_at_once(
    listening: LinkedAccount, bticino: BticinoSimulator, connected: bool
) -> None:
    for now in (False, True)[: 1 + connected]:
        await bticino.connect("Classe 300X", connected=now)
        await listening.until(lambda now=now: _is_connected(listening) is now)  # type: ignore[misc]
    assert listening.device("Classe 300X").available is connected


async def test_a_bridge_whose_own_socket_is_closed_is_not_connected(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.module("Classe 300X").websocket_connected = False
    await account.poll()
    assert _is_connected(account) is False


async def test_only_what_changed_is_another_object(account: LinkedAccount, bticino: BticinoSimulator) -> None:
    before = account.snapshot.devices
    bticino.module("Luci scale").status = "on"
    after = (await account.poll()).devices
    assert [device.name for key, device in after.items() if device is not before[key]] == ["Luci scale"]


async def test_a_module_that_is_not_reachable_is_unavailable_but_its_bell_is_heard(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.module("Strada").reachable = False
    await listening.poll()
    assert not listening.device("Strada").available
    assert listening.feature("Strada", "doorbell").told_without_device
    assert not listening.feature("Strada", "camera").told_without_device
    await bticino.ring("Strada")
    await listening.until_happened(1)


async def test_a_hidden_home_is_not_asked_how_it_is(session: TokenSession, bticino: BticinoSimulator) -> None:
    settings = Settings(hidden_places=frozenset({bticino.home("Mare").id}))
    account = LinkedAccount(BticinoCloud(session, settings), bticino)
    await account.poll()
    assert bticino.count(bticino.STATUS) == 1
    assert bticino.count(bticino.EVENTS) == 1


async def test_how_homes_are_and_who_rang_there_is_asked_for_at_the_same_time(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    kinds = bticino.STATUS, bticino.EVENTS
    before = {kind: bticino.count(kind) for kind in kinds}
    for kind in kinds:
        bticino.faults.hold(kind)
    poll = asyncio.create_task(account.poll())
    for kind in kinds:
        await bticino.until_asked(kind, times=before[kind] + 2)
    bticino.faults.heal()
    await poll


async def test_turn_servers_are_asked_for_beside_what_there_is(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    bticino.faults.hold(bticino.HOMES)
    poll = asyncio.create_task(cloud.async_fetch())
    await bticino.until_asked(bticino.TURN)
    bticino.faults.heal()
    assert (await poll).devices
    assert bticino.count(bticino.TURN) == 1


async def test_a_poll_in_which_nothing_changed_shows_the_same_snapshot(account: LinkedAccount) -> None:
    before = account.snapshot
    await account.poll()
    assert account.snapshot is before


async def test_a_poll_in_which_nothing_changed_maps_nothing_and_tells_nobody(
    listening: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Mock()
    monkeypatch.setattr(state, "map_home", None)
    monkeypatch.setattr(listening, "changed", told)
    await listening.cloud.async_fetch()
    await asyncio.sleep(0.05)
    assert not told.called


async def test_what_did_not_change_stays_the_same_object(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    before = account.snapshot
    bticino.module("Luci scale").status = "on"
    after = await account.poll()
    changed = [key for key in before.devices if before.devices[key] is not after.devices[key]]
    assert changed == [account.device("Luci scale").id]


@pytest.mark.parametrize("change", ["status", "installation", "ring"])
async def test_only_the_home_that_something_is_about_is_mapped_again(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    mapped = set[str]()

    def note(source: Source, relays: Mapping[str, RelayKind]) -> Iterator[Device]:
        mapped.add(source.home.name)
        return map_home(source, relays)

    monkeypatch.setattr(state, "map_home", note)
    match change:
        case "status":
            bticino.module("Luci scale").status = "on"
        case "installation":
            bticino.module("Luci scale").name = "Luci"
        case _:
            await bticino.ring("Strada")
            await listening.until_happened(1)
    await listening.poll()
    assert mapped == {"Casa"}


async def test_the_event_loop_has_its_turn_between_the_homes_that_are_built(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE", 0.0)
    turns = list[int]()
    turn, loop = 0, asyncio.get_running_loop()
    next_turn = loop.call_soon(lambda: None)

    def tick() -> None:
        nonlocal turn, next_turn
        turn += 1
        next_turn = loop.call_soon(tick)

    def note(source: Source, relays: Mapping[str, RelayKind]) -> Iterator[Device]:
        turns.append(turn)
        return map_home(source, relays)

    monkeypatch.setattr(state, "map_home", note)
    for name in ("Casa", "Mare"):
        for module in bticino.home(name).modules:
            module.reachable = False
    tick()
    await account.poll()
    next_turn.cancel()
    assert len(set(turns)) == len(turns) == 2


# Degraded answers


async def test_a_home_that_comes_without_modules_keeps_those_it_had(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    before = set(account.snapshot.devices)
    bticino.empty()
    snapshot = await account.poll()
    assert set(snapshot.devices) == before
    assert snapshot.silent_places == set(snapshot.places)
    bticino.topology = "full"
    assert not (await account.poll()).silent_places


async def test_an_answer_without_homes_takes_nothing_away(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    before = set(listening.snapshot.devices)
    bticino.no_homes()
    snapshot = await listening.poll()
    assert set(snapshot.devices) == before
    assert snapshot.silent_places == set(snapshot.places)
    await bticino.ring("Strada")
    await listening.until_happened(1)


async def test_a_door_opens_and_is_seen_while_the_vendor_lists_no_homes(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.no_homes()
    await account.poll()
    assert account.lock_state("Portone") == "locked"
    await account.send("Portone", OpenLock())
    assert account.lock_state("Portone") == "unlocked"


async def test_an_account_without_homes_has_no_devices(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    bticino.no_homes()
    assert (await cloud.async_fetch()).devices == {}


async def test_a_home_that_comes_without_modules_from_the_first_is_no_home_without_modules(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    bticino.empty()
    snapshot = await cloud.async_fetch()
    assert snapshot.silent_places == set(snapshot.places) != set()


async def test_a_home_that_never_has_modules_says_nothing_of_the_others(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    homes = casella()
    bticino.accounts[EMAIL].homes = {home.id: home for home in homes}
    snapshot = await cloud.async_fetch()
    assert snapshot.silent_places == {homes[0].id}
    assert len(snapshot.devices) == 5


async def test_a_module_that_was_removed_is_gone(account: LinkedAccount, bticino: BticinoSimulator) -> None:
    bticino.remove_module("Luci scale")
    snapshot = await account.poll()
    assert not snapshot.silent_places
    assert "Luci scale" not in {device.name for device in snapshot.devices.values()}


async def test_a_home_with_other_things_of_the_vendor_alone_is_no_degraded_answer(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.home("Mare").modules = [Module(id="aa", type="NATherm1", name="Thermostat")]
    bticino.remove_module("Luci scale")
    snapshot = await account.poll()
    assert not snapshot.silent_places
    assert not {"Cancello", "Luci scale"} & {device.name for device in snapshot.devices.values()}


async def test_a_module_without_bridge_and_variant_is_at_the_only_bridge_of_its_home(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    portone = bticino.module("Portone")
    portone.bridge = None
    portone.variant = None
    await account.poll()
    device = account.device("Portone")
    assert isinstance(device.features["lock"], Lock)
    assert device.parent == bticino.module("Classe 300X").id


async def test_a_module_of_an_unknown_type_is_left_out(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.add_module("Casa", Module(id="aa", type="BNXX", name="Something new"))
    await account.poll()
    assert "aa" not in account.snapshot.devices


async def test_a_home_that_does_not_answer_leaves_the_others(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.STATUS)
    await account.poll()
    assert not account.device("Portone").available
    assert account.device("Cancello").available
    await account.poll()
    assert account.device("Portone").available


@pytest.mark.parametrize("where", ["HOMES", "STATUS"])
async def test_a_vendor_that_is_away_is_temporary(
    account: LinkedAccount, bticino: BticinoSimulator, where: str
) -> None:
    bticino.faults.answer(getattr(bticino, where), times=None)
    with pytest.raises(TemporaryError):
        await account.poll()


@pytest.mark.parametrize("where", ["EVENTS", "TURN"])
async def test_what_a_poll_needs_not_costs_no_poll(
    account: LinkedAccount, bticino: BticinoSimulator, where: str
) -> None:
    bticino.faults.answer(getattr(bticino, where), times=None)
    assert not (await account.poll()).silent_places


async def test_a_bearer_that_has_expired_costs_one_refresh(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.tokens.expire_bearers()
    await account.poll()
    assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_too_many_requests_are_no_reason_to_refresh(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.limited = True
    with pytest.raises(TemporaryError, match="fewer requests") as raised:
        await account.poll()
    assert raised.value.retry_after == 60
    assert bticino.count(bticino.TOKEN) == tokens


async def test_too_many_requests_do_not_cost_an_account_its_day(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    body = json.dumps({"error": {"code": 26, "message": "User usage reached"}})
    bticino.faults.answer(
        bticino.HOMES, status=403, body=body, content_type="application/json", retry_after="86400"
    )
    with pytest.raises(TemporaryError) as raised:
        await account.poll()
    assert raised.value.retry_after == 3600


async def test_a_revoked_account_is_known_by_its_refresh_token_alone(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await account.poll()


# Hostile answers


HALF = "\ud800" * 9
"""Characters that JSON can tell and UTF-8 cannot."""

STRANGE: list[Any] = [
    *(None, 7, "x", [], {}, [[]], [None], {"id": []}, [{"id": None}], True, 1e400),
    *("y" * 5000, HALF),
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
async def test_answers_that_make_no_sense_raise_nothing_but_what_is_temporary(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch, strange: Any
) -> None:
    monkeypatch.setattr(bticino_cloud, "ICE_INTERVAL", 0.0)
    bodies = [
        strange,
        {"body": strange},
        {"body": {"homes": strange, "user": strange}},
        {"body": {"homes": [{"id": "h", "modules": strange, "name": strange, "timezone": strange}]}},
        {"body": {"homes": [{"id": "h", "modules": [{"id": "m", "type": strange, "name": strange}]}]}},
        {"body": {"home": strange, "errors": strange}},
        {"body": {"home": {"modules": strange, "events": strange}}},
        {"body": {"home": {"modules": [{"id": account.device("Portone").id, "lock": strange}]}}},
        {"body": {"home": {"modules": [{"id": account.device("Classe 300X").id, "uptime": strange}]}}},
        {"body": {"home": {"events": [{"module_id": strange, "time": strange, "subevents": strange}]}}},
        {"body": {"home": {"events": [_call_of(account, type=strange, session_id=strange)]}}},
        {"body": {"home": {"events": [_call_of(account, snapshot=strange, vignette={"url": strange})]}}},
        {"body": {"home": {"events": [_call_of(account)]}}, "time_server": strange},
        {"body": {"iceServers": strange}},
        {"body": {"iceServers": [{"urls": strange, "credential": strange}]}},
        {"body": {"iceServers": [{"urls": "turn:example.com", "credential": strange}]}},
    ]
    for body in bodies:
        for where in (bticino.HOMES, bticino.STATUS, bticino.EVENTS, bticino.TURN):
            bticino.faults.answer(where, status=200, body=json.dumps(body), content_type="application/json")
            with suppress(TemporaryError):
                await account.poll()
            bticino.faults.heal()
    assert "Portone" in {device.name for device in (await account.poll()).devices.values()}


def _call_of(account: LinkedAccount, **strange: Any) -> dict[str, Any]:
    """Return a call of the history with something strange about it."""
    subevent = {"type": "missed_call", "session_id": "s", **strange}
    return {"module_id": account.device("Classe 300X").id, "time": 1_744_288_148, "subevents": [subevent]}


def _is_connected(account: LinkedAccount) -> bool | None:
    connectivity = account.feature("Classe 300X", "connectivity")
    assert isinstance(connectivity, BinarySensor)
    return connectivity.on
