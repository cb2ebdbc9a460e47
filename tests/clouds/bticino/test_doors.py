"""Locks and staircase lights: a pulse opens, the door locks itself, and nothing is pretended."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino import doors as bticino_doors
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.model import (
    Button,
    Command,
    Light,
    Lock,
    OpenLock,
    PressButton,
    RelayKind,
    SetLight,
    SetLock,
    SetSwitch,
)
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.bticino import BticinoSimulator

from .account import LinkedAccount


@pytest.mark.parametrize("command", [SetLock(locked=False), OpenLock()])
async def test_a_door_is_opened_by_one_pulse(account: LinkedAccount, command: Command) -> None:
    await account.send("Portone", command)
    assert account.vendor.opened == [account.device("Portone").id]
    assert account.lock_state("Portone") == "unlocked"


async def test_a_door_of_another_home_is_opened_there(account: LinkedAccount) -> None:
    await account.send("Cancello", OpenLock())
    assert account.vendor.opened == [account.device("Cancello").id]


async def test_a_real_door_is_locked_though_its_status_says_nothing_of_it(account: LinkedAccount) -> None:
    assert account.lock_state("Portone") == "locked"


async def test_a_real_door_that_was_opened_is_locked_again_after_some_seconds(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    asked = bticino.count(bticino.STATUS)
    await listening.send("Portone", OpenLock())
    await listening.until(lambda: listening.lock_state("Portone") == "locked")
    assert bticino.count(bticino.STATUS) == asked + 1  # that of the command


async def test_a_real_door_that_was_opened_is_unlocked_until_then_whatever_a_poll_says(
    listening: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bticino_doors, "STRIKE_LIFE", timedelta(hours=1))
    await listening.send("Portone", OpenLock())
    await listening.poll()
    assert listening.lock_state("Portone") == "unlocked"
    assert listening.lock_state("Cancello") == "locked"


# Doors that say how they are: nobody has seen one


@pytest.mark.parametrize("pushes_state", [True, False])
async def test_a_door_that_says_that_it_is_open_longer_than_usual_is_believed(
    listening: LinkedAccount,
    bticino: BticinoSimulator,
    monkeypatch: pytest.MonkeyPatch,
    pushes_state: bool,
) -> None:
    monkeypatch.setattr(
        bticino_cloud, "RELOCK_LOOKS", 1000
    )  # As many as it takes: they come much faster here.
    bticino.tells_locks, bticino.pushes_state = True, pushes_state
    bticino.relock_after = 0.5
    await listening.send("Portone", OpenLock())
    await asyncio.sleep(0.3)
    assert listening.lock_state("Portone") == "unlocked"
    await listening.until(lambda: listening.lock_state("Portone") == "locked")


async def test_a_door_that_somebody_else_opens_is_shown_open_at_once(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.tells_locks = True
    bticino.relock_after = 0.1
    await bticino.set_state("Portone", lock=False)
    await listening.until(lambda: listening.lock_state("Portone") == "unlocked")
    await listening.until(lambda: listening.lock_state("Portone") == "locked")


async def test_a_door_that_a_poll_finds_open_is_looked_at_until_it_is_locked(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.tells_locks, bticino.pushes_state = True, False
    bticino.module("Portone").lock = False
    await listening.poll()
    assert listening.lock_state("Portone") == "unlocked"
    bticino.module("Portone").lock = True
    await listening.until(lambda: listening.lock_state("Portone") == "locked")


async def leave_open(listening: LinkedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a door that stays open, and of which nothing is pushed."""
    monkeypatch.setattr(bticino_cloud, "RELOCK_INTERVAL", 0.001)
    listening.vendor.tells_locks, listening.vendor.pushes_state = True, False
    listening.vendor.relock_after = 60.0
    await listening.send("Portone", OpenLock())


async def test_a_door_that_stays_open_is_not_looked_at_for_ever(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await leave_open(listening, monkeypatch)
    asked = bticino.count(bticino.STATUS)
    await bticino.until_asked(bticino.STATUS, times=asked + bticino_cloud.RELOCK_LOOKS)
    await asyncio.sleep(0.05)
    assert bticino.count(bticino.STATUS) == asked + bticino_cloud.RELOCK_LOOKS


async def test_a_door_is_not_looked_at_while_the_vendor_wants_fewer_requests(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await leave_open(listening, monkeypatch)
    bticino.limited = True
    await asyncio.sleep(0.01)
    asked = bticino.count(bticino.STATUS)
    await asyncio.sleep(0.05)
    assert bticino.count(bticino.STATUS) <= asked + 1


async def test_to_lock_a_door_that_locks_itself_sends_nothing(account: LinkedAccount) -> None:
    await account.send("Portone", SetLock(locked=True))
    assert account.vendor.count(account.vendor.SET_STATE) == 0
    assert account.lock_state("Portone") == "locked"


@pytest.mark.parametrize("on", [True, False])
async def test_a_staircase_light_is_switched(
    account: LinkedAccount, bticino: BticinoSimulator, on: bool
) -> None:
    bticino.module("Luci scale").status = "off" if on else "on"
    await account.send("Luci scale", SetLight(on=on), "light")
    assert bticino.module("Luci scale").status == ("on" if on else "off")
    light = account.feature("Luci scale", "light")
    assert isinstance(light, Light)
    assert light.on is on


@pytest.mark.parametrize(
    ("kind", "command", "status"),
    [
        ("lock", SetLock(locked=False), "on"),
        ("lock", OpenLock(), "on"),
        ("lock", SetLock(locked=True), "off"),
        ("button", PressButton(), "on"),
    ],
)
async def test_a_relay_that_opens_a_gate_is_what_a_person_says_it_is(
    session: TokenSession,
    bticino: BticinoSimulator,
    kind: RelayKind,
    command: Command,
    status: str,
) -> None:
    relay = bticino.module("Luci scale")
    relay.status = "off" if status == "on" else "on"
    account = LinkedAccount(BticinoCloud(session, Settings(relays={relay.id: kind})), bticino)
    await account.poll()
    assert account.device("Luci scale").relay == kind
    assert isinstance(account.feature("Luci scale", kind), Lock if kind == "lock" else Button)
    assert "light" not in account.device("Luci scale").features
    await account.send("Luci scale", command, kind)
    assert relay.status == status


async def test_a_relay_that_is_on_is_an_unlocked_lock(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    relay = bticino.module("Luci scale")
    account = LinkedAccount(BticinoCloud(session, Settings(relays={relay.id: "lock"})), bticino)
    for status, state in (("on", "unlocked"), ("off", "locked")):
        relay.status = status
        await account.poll()
        assert account.lock_state("Luci scale") == state


# When a door was opened last


async def test_a_door_that_was_opened_here_says_when(account: LinkedAccount) -> None:
    assert account.reading("Portone", "last_unlocked") is None
    before = datetime.now(UTC)
    await account.send("Portone", OpenLock())
    opened_at = account.reading("Portone", "last_unlocked")
    assert isinstance(opened_at, datetime)
    assert before <= opened_at <= datetime.now(UTC)
    assert account.reading("Cancello", "last_unlocked") is None


async def test_a_door_that_was_opened_here_and_says_so_too_was_opened_once(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.tells_locks, bticino.relock_after = True, 0.1
    await listening.send("Portone", OpenLock())
    opened_at = listening.reading("Portone", "last_unlocked")
    await listening.until(lambda: listening.lock_state("Portone") == "locked")
    assert listening.reading("Portone", "last_unlocked") == opened_at


@pytest.mark.parametrize("pushes_state", [True, False])
async def test_a_door_that_somebody_else_opened_says_when_that_was_told(
    listening: LinkedAccount, bticino: BticinoSimulator, pushes_state: bool
) -> None:
    bticino.tells_locks, bticino.pushes_state = True, pushes_state
    await bticino.set_state("Portone", lock=False)
    await listening.poll()
    opened_at = listening.reading("Portone", "last_unlocked")
    assert opened_at is not None
    await listening.poll()
    assert listening.reading("Portone", "last_unlocked") == opened_at


async def test_a_door_that_was_not_opened_tells_nothing_whatever_was_touched_last(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.module("Portone").last_user_interaction = int(datetime.now(UTC).timestamp())
    await account.poll()
    assert account.reading("Portone", "last_unlocked") is None


async def test_a_relay_that_opens_a_gate_says_when_it_was_switched_on(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    relay = bticino.module("Luci scale")
    relay.status = "on"
    account = LinkedAccount(BticinoCloud(session, Settings(relays={relay.id: "lock"})), bticino)
    await account.poll()
    assert account.reading("Luci scale", "last_unlocked") is None  # Nobody knows since when it is on.
    relay.status = "off"
    await account.poll()
    await account.send("Luci scale", OpenLock())
    assert account.reading("Luci scale", "last_unlocked") is not None


async def test_a_door_that_cannot_be_reached_says_so_and_stays_as_it_is(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.module("Portone").reachable = False
    with pytest.raises(CommandRefused) as refused:
        await account.send("Portone", OpenLock())
    assert refused.value.reason == "not_reachable"
    assert account.lock_state("Portone") == "locked"
    assert bticino.opened == []


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "body": {"errors": [{"code": 6}]}},
        {"status": "ok", "body": {"errors": [{"id": "x", "code": "6"}]}},
        {"status": "ok", "body": {"errors": ["unreachable"]}},
        {"status": "ok", "error": {"code": 13, "message": "Operation forbidden"}},
        {"status": "failed"},
        {},
        [],
    ],
)
async def test_half_an_error_is_one(account: LinkedAccount, bticino: BticinoSimulator, answer: Any) -> None:
    bticino.faults.answer(
        bticino.SET_STATE, status=200, body=json.dumps(answer), content_type="application/json"
    )
    with pytest.raises(CommandRefused) as refused:
        await account.send("Portone", OpenLock())
    assert refused.value.reason == "refused"


async def test_a_door_is_not_shown_open_where_the_vendor_is_away(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.SET_STATE, status=503, times=None)
    with pytest.raises(TemporaryError):
        await account.send("Portone", OpenLock())
    assert account.lock_state("Portone") == "locked"
    assert bticino.count(bticino.SET_STATE) == 1


async def test_a_command_that_was_taken_is_not_sent_twice_where_its_answer_is_lost(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.drop(bticino.SET_STATE, after=True)
    with pytest.raises(TemporaryError):
        await account.send("Portone", OpenLock())
    assert bticino.count(bticino.SET_STATE) == 1


async def test_a_command_stays_carried_out_where_the_status_fails(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.STATUS, status=503)
    await account.send("Portone", OpenLock())
    assert len(bticino.opened) == 1


async def test_a_command_whose_bearer_has_expired_opens_once(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.tokens.expire_bearers()
    await account.send("Portone", OpenLock())
    assert len(bticino.opened) == 1


@pytest.mark.parametrize(
    ("device", "key", "command"),
    [
        ("Portone", "lock", SetLight(on=True)),
        ("Portone", "light", SetLight(on=True)),
        ("Luci scale", "light", OpenLock()),
        ("Luci scale", "light", SetSwitch(on=True)),
        ("Strada", "camera", PressButton()),
        ("Classe 300X", "firmware", SetSwitch(on=True)),
    ],
)
async def test_what_makes_no_sense_is_refused(
    account: LinkedAccount, device: str, key: str, command: Command
) -> None:
    with pytest.raises(CommandRefused) as refused:
        await account.send(device, command, key)
    assert refused.value.reason == "not_supported"


async def test_a_device_that_is_gone_takes_no_command(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    device_id = account.device("Portone").id
    bticino.remove_module("Portone")
    await account.poll()
    with pytest.raises(CommandRefused) as refused:
        await account.cloud.async_send(device_id, "lock", OpenLock())
    assert refused.value.reason == "unknown_device"
