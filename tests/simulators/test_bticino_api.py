"""pybticino reads and changes the simulator's homes."""

import time
from typing import Any

import aiohttp
import pytest
from pybticino import AsyncAccount, AuthHandler
from pybticino.exceptions import ApiError

from .bticino import BticinoSimulator
from .bticino.catalogue import door_lock
from .vendors import EMAIL, PASSWORD

HOST = "https://app.netatmo.net"


@pytest.fixture
async def account(handler: AuthHandler) -> AsyncAccount:
    """Return pybticino's account, whose homes have been read."""
    account = AsyncAccount(handler)
    await account.async_update_topology()
    return account


async def states(account: AsyncAccount, home_id: str) -> dict[str, dict[str, Any]]:
    """Return how the modules of a home are, by their ids."""
    answer = await account.async_get_home_status(home_id)
    return {module["id"]: module for module in answer["body"]["home"]["modules"]}


async def post(client: aiohttp.ClientSession, path: str, body: object, bearer: str | None) -> tuple[int, Any]:
    """Send a request and return the status and the answer."""
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
    async with client.post(HOST + path, json=body, headers=headers) as response:
        return response.status, await response.json()


async def test_pybticino_reads_every_home(bticino: BticinoSimulator, account: AsyncAccount) -> None:
    assert account.user == EMAIL
    assert account.raw_data["body"]["user"]["id"] == bticino.accounts[EMAIL].id
    assert {home.name: [module.name for module in home.modules] for home in account.homes.values()} == {
        "Casa": ["Classe 300X", "Strada", "Ingresso", "Portone", "Luci scale"],
        "Mare": ["Classe 100X", "Cancello"],
    }


async def test_pybticino_reads_how_the_modules_are(bticino: BticinoSimulator, account: AsyncAccount) -> None:
    bticino.module("Ingresso").reachable = False
    casa = await states(account, bticino.home("Casa").id)
    assert casa[bticino.module("Classe 300X").id]["wifi_strength"] == 65
    assert "lock" not in casa[bticino.module("Portone").id]
    assert casa[bticino.module("Luci scale").id]["status"] == "off"
    assert casa[bticino.module("Ingresso").id] == {
        "id": "aabb01-a16f-000000000002",
        "type": "BNEU",
        "variant": "BNEU:bneu_external_unit",
        "bridge": "00:03:50:aa:bb:01",
        "reachable": False,
        "configured": True,
        "firmware_revision": 1,
        "uptime": 4_257_906,
        "last_user_interaction": 1_740_484_959,
        "websocket_connected": True,
    }


async def test_pybticino_opens_a_door_which_locks_itself(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    bticino.relock_after, bticino.tells_locks = 0.01, True
    home, door = bticino.home("Casa"), bticino.module("Portone")
    change = account.async_set_module_state(home.id, door.id, {"lock": False}, home.timezone, door.bridge)
    assert (await change)["status"] == "ok"
    assert bticino.opened == [door.id]
    assert (await states(account, home.id))[door.id]["lock"] is False
    await bticino.until_relocked()
    assert (await states(account, home.id))[door.id]["lock"] is True


async def test_pybticino_switches_the_light_of_the_stairs(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    home, light = bticino.home("Casa"), bticino.module("Luci scale")
    await account.async_set_module_state(home.id, light.id, {"status": "on"}, home.timezone, light.bridge)
    assert light.status == "on"
    assert bticino.opened == []


@pytest.mark.parametrize(
    ("state", "timezone", "bridge"),
    [
        ({"lock": False}, None, "00:03:50:aa:bb:01"),
        ({"lock": False}, "Europe/London", "00:03:50:aa:bb:01"),
        ({"lock": False}, "Europe/Rome", None),
        ({"lock": False}, "Europe/Rome", "00:03:50:aa:bb:02"),
        ({"lock": 0}, "Europe/Rome", "00:03:50:aa:bb:01"),
        ({"status": "on"}, "Europe/Rome", "00:03:50:aa:bb:01"),
    ],
)
async def test_a_change_that_is_not_complete_is_refused(
    bticino: BticinoSimulator,
    account: AsyncAccount,
    state: dict[str, object],
    timezone: str | None,
    bridge: str | None,
) -> None:
    home, door = bticino.home("Casa").id, bticino.module("Portone").id
    # pybticino wraps its own error in one with the status 0.
    with pytest.raises(ApiError, match="API Error 400"):
        await account.async_set_module_state(home, door, state, timezone, bridge)
    assert bticino.module("Portone").lock is True


async def test_a_module_that_is_out_of_reach_or_unknown_is_named_in_the_answer(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    home, door = bticino.home("Casa"), bticino.module("Portone")
    door.reachable = False
    for module_id in (door.id, "aabb01-a06f-000000000099"):
        change = account.async_set_module_state(
            home.id, module_id, {"lock": False}, home.timezone, door.bridge
        )
        answer = await change
        assert (answer["status"], answer["body"]) == ("ok", {"errors": [{"code": 6, "id": module_id}]})
    assert bticino.opened == []


async def test_pybticino_reads_the_calls_newest_first(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    home = bticino.home("Casa")
    missed, answered = await bticino.ring("Strada"), await bticino.ring("Ingresso")
    await bticino.miss(missed)
    await bticino.answer(answered)
    events = (await account.async_get_events(home.id))["body"]["home"]["events"]
    told = [[(each["session_id"], each["type"]) for each in event["subevents"]] for event in events]
    assert told == [[(answered, "accepted_call")], [(missed, "missed_call")]]
    assert {event["module_id"] for event in events} == {bticino.module("Classe 300X").id}
    assert all("session_id" not in event for event in events)
    assert 290 < events[0]["subevents"][0]["snapshot"]["expires_at"] - time.time() <= 300
    [newest] = (await account.async_get_events(home.id, 1))["body"]["home"]["events"]
    assert newest["id"] == events[0]["id"]


async def test_the_history_tells_of_a_line_that_was_lost(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    for connected in (False, True):
        await bticino.connect("Classe 300X", connected=connected)
    events = (await account.async_get_events(bticino.home("Casa").id))["body"]["home"]["events"]
    assert [(event["type"], event["message"]) for event in events] == [
        ("connection", "Classe 300X collegata"),
        ("disconnection", "Classe 300X scollegata"),
    ]


async def test_pybticino_is_told_of_a_relay_with_a_new_credential_each_time(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    servers = [*await account.async_get_turn_servers(), *await account.async_get_turn_servers()]
    assert [server["credential"] for server in servers] == bticino.turn_credentials
    assert len(set(bticino.turn_credentials)) == 2
    assert servers[0]["urls"] == ["turn:127.0.0.1:3478?transport=udp"]


async def test_a_degraded_answer_has_homes_without_modules_or_none_at_all(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    bticino.empty()
    await account.async_update_topology()
    assert [home.modules for home in account.homes.values()] == [[], []]
    bticino.no_homes()
    await account.async_update_topology()
    assert account.homes == {}


async def test_homes_and_modules_come_and_go(bticino: BticinoSimulator, account: AsyncAccount) -> None:
    bticino.remove_home("Mare")
    bticino.remove_module("Ingresso")
    bticino.add_module("Casa", door_lock("aabb01-a06f-000000000005", "Garage", "00:03:50:aa:bb:01"))
    await account.async_update_topology()
    [home] = account.homes.values()
    names = [module.name for module in home.modules]
    assert names == ["Classe 300X", "Strada", "Portone", "Luci scale", "Garage"]


async def test_another_address_leaves_the_account_its_id(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    before = bticino.accounts[EMAIL].id
    bticino.change_email(EMAIL, "bob@example.com")
    await account.async_update_topology()
    assert account.user == "bob@example.com"
    assert account.raw_data["body"]["user"]["id"] == before


async def test_each_reason_to_be_refused_has_its_code(
    bticino: BticinoSimulator, client: aiohttp.ClientSession
) -> None:
    async def refusal(bearer: str | None) -> tuple[int, int]:
        status, answer = await post(client, bticino.HOMES, {}, bearer)
        return status, answer["error"]["code"]

    bearer = bticino.tokens.issue(bticino.accounts[EMAIL].id).bearer
    assert await refusal(None) == (401, 1)
    assert await refusal("made up") == (403, 2)
    bticino.limited = True
    assert await refusal(bearer) == (403, 26)
    bticino.tokens.expire_bearers()
    assert await refusal(bearer) == (403, 3)


async def test_the_home_of_somebody_else_is_not_found(
    bticino: BticinoSimulator, client: aiohttp.ClientSession
) -> None:
    bearer = bticino.tokens.issue(bticino.add_account("bob@example.com", PASSWORD).id).bearer
    home = bticino.home("Casa")
    for path in (bticino.STATUS, bticino.EVENTS):
        assert (await post(client, path, {"home_id": home.id, "size": 1}, bearer))[0] == 404
    body = {"home": {"id": home.id, "timezone": home.timezone, "modules": []}}
    assert (await post(client, bticino.SET_STATE, body, bearer))[0] == 404


@pytest.mark.parametrize("body", [{}, [], {"home": None}, {"home": {"id": ["x"]}}, 1])
async def test_half_a_request_is_refused(
    bticino: BticinoSimulator, client: aiohttp.ClientSession, body: object
) -> None:
    bearer = bticino.tokens.issue(bticino.accounts[EMAIL].id).bearer
    assert (await post(client, bticino.SET_STATE, body, bearer))[0] == 400
