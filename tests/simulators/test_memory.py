"""What the vendors know they know in the next run as well."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from ..demo.vendors import serving
from . import memory
from .memory import Memory, Vendor
from .vendors import EMAIL, PASSWORD, bticino, evohome, hubspace


def test_a_refresh_token_of_an_earlier_run_is_good_and_its_bearer_dead(tmp_path: Path) -> None:
    before, after = evohome(), evohome()
    granted = before.tokens.issue(before.accounts[EMAIL].id)
    Memory(tmp_path, [before]).keep()
    Memory(tmp_path, [after]).recall()
    assert after.tokens.live() == [granted.refresh_token]
    assert after.tokens.owner(granted.bearer) is None
    renewed = after.tokens.refresh(granted.refresh_token)
    assert renewed is not None
    assert after.tokens.owner(renewed.bearer) == after.accounts[EMAIL].id


def test_a_token_that_was_dead_stays_dead(tmp_path: Path) -> None:
    before, after = evohome(), evohome()
    used = before.tokens.issue("someone").refresh_token
    before.tokens.refresh(used)
    revoked = before.tokens.issue("someone").refresh_token
    before.tokens.revoke(revoked)
    Memory(tmp_path, [before]).keep()
    Memory(tmp_path, [after]).recall()
    assert {used, revoked}.isdisjoint(after.tokens.live())
    assert len(after.tokens.live()) == 1


def test_homes_are_as_they_were(tmp_path: Path) -> None:
    lamps, zones, doors = hubspace(), evohome(), bticino()
    lamps.set_state(lamps.find("Porch light").id, "power", None, "off")
    zones.zone("Kitchen").temperature = 12.5
    doors.module("Portone").name = "Gate"
    Memory(tmp_path, [lamps, zones, doors]).keep()
    lamps, zones, doors = hubspace(), evohome(), bticino()
    Memory(tmp_path, [lamps, zones, doors]).recall()
    assert lamps.state(lamps.find("Porch light").id, "power") == "off"
    assert zones.zone("Kitchen").temperature == 12.5
    assert doors.module("Gate").type == "BNDL"


def test_how_many_logins_are_left_is_not_kept(tmp_path: Path) -> None:
    before, after = evohome(), evohome()
    before.accounts[EMAIL].logins_left = 0
    Memory(tmp_path, [before]).keep()
    Memory(tmp_path, [after]).recall()
    assert after.accounts[EMAIL].logins_left > 0


def test_what_other_code_kept_of_homes_is_forgotten_but_no_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = evohome(), evohome()
    before.tokens.issue("someone")
    before.remove_zone("Kitchen")
    Memory(tmp_path, [before]).keep()
    monkeypatch.setattr(memory, "_fingerprint", lambda: "other code")
    Memory(tmp_path, [after]).recall()
    assert after.zone("Kitchen").name == "Kitchen"
    assert after.tokens.live() == before.tokens.live()


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    vendors: list[Vendor] = [hubspace(), evohome(), bticino()]
    Memory(tmp_path / "new", vendors).recall()
    assert [vendor.tokens.live() for vendor in vendors] == [[], [], []]


async def test_all_is_kept_while_the_vendors_serve_in_case_they_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SECONDS_BETWEEN", 0.001)
    before, after = evohome(), evohome()
    keeping = asyncio.create_task(Memory(tmp_path, [before]).keep_on())
    await asyncio.sleep(0.01)
    before.tokens.issue("someone")
    await asyncio.sleep(0.1)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    Memory(tmp_path, [after]).recall()
    assert after.tokens.live() == before.tokens.live() != []


async def test_vendors_in_a_process_of_their_own_remember(socket_enabled: None, tmp_path: Path) -> None:
    async with serving(tmp_path, lambda _line: None, tmp_path / "memory") as vendors:
        await vendors.call("evohome/tokens.issue", owner=PASSWORD)
        known = await vendors.call("evohome/tokens.live")
    async with serving(tmp_path, lambda _line: None, tmp_path / "memory") as vendors:
        assert await vendors.call("evohome/tokens.live") == known != []
