"""The simulator answers as the vendor really did: shape for shape, against samples beside the checkout."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pybticino import AsyncAccount, AuthHandler

from .bticino import BticinoSimulator
from .bticino.catalogue import casella
from .vendors import EMAIL

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "bticino"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the project")


def sample(name: str) -> Any:
    """Return what the vendor answered."""
    return json.loads((SAMPLES / f"{name}.json").read_text())


def shape(value: Any) -> Any:
    """Return what a value is made of."""
    match value:
        case dict():
            return {key: shape(each) for key, each in value.items()}
        case list():
            return [shape(each) for each in value]
        case _:
            return type(value).__name__


@pytest.fixture
async def account(bticino: BticinoSimulator, handler: AuthHandler) -> AsyncAccount:
    """Return pybticino's account, which has the homes of the one that was seen."""
    bticino.accounts[EMAIL].homes = {home.id: home for home in casella()}
    account = AsyncAccount(handler)
    await account.async_update_topology()
    return account


def test_every_sample_is_compared() -> None:
    names = {path.stem for path in SAMPLES.glob("*.json")}
    assert names == {"homesdata", "homestatus", "getevents", "push"}


async def test_homesdata_is_what_it_was(account: AsyncAccount) -> None:
    told, seen = account.raw_data, sample("homesdata")
    assert shape(told) == shape(seen)
    assert [_named(home) for home in told["body"]["homes"]] == [
        _named(home) for home in seen["body"]["homes"]
    ]


def _named(home: dict[str, Any]) -> dict[str, Any]:
    """Return a home without when its modules were set up."""
    modules = [{**module, "setup_date": 0} for module in home.get("modules", ())]
    return {**home, "modules": modules}


async def test_homestatus_is_what_it_was(account: AsyncAccount) -> None:
    seen = sample("homestatus")
    told = await account.async_get_home_status(seen["body"]["home"]["id"])
    assert shape(told) == shape(seen)
    assert told["body"] == seen["body"]


async def test_getevents_is_what_it_was(bticino: BticinoSimulator, account: AsyncAccount) -> None:
    await bticino.ring("Citofono Strada")
    await bticino.miss(await bticino.ring("Citofono Strada"))
    await bticino.answer(await bticino.ring("Citofono Ingresso"))
    for connected in (False, True):
        await bticino.connect("Classe 100X16E", connected=connected)
    seen = sample("getevents")
    told = await account.async_get_events(seen["body"]["home"]["id"])
    assert shape(told) == shape(seen)
    assert [_kinds(event) for event in told["body"]["home"]["events"]] == [
        _kinds(event) for event in seen["body"]["home"]["events"]
    ]


def _kinds(event: dict[str, Any]) -> Any:
    """Return what of an event is the same at each call: where and of what kind it is."""
    subevents = [each["type"] for each in event.get("subevents", ())]
    return event["type"], event["module_id"], subevents, event.get("video_status")


async def test_addresses_of_pictures_live_as_long_as_they_did(
    bticino: BticinoSimulator, account: AsyncAccount
) -> None:
    await bticino.ring("Citofono Strada")
    seen = sample("getevents")
    told = await account.async_get_events(seen["body"]["home"]["id"])
    lives = [
        subevent["snapshot"]["expires_at"] - answer["time_server"]
        for answer in (told, seen)
        for event in answer["body"]["home"]["events"]
        for subevent in event.get("subevents", ())
    ]
    assert set(lives) <= {299, 300}


async def test_pushes_are_what_people_took_down(
    bticino: BticinoSimulator, handler: AuthHandler, client: aiohttp.ClientSession
) -> None:
    bearer = bticino.tokens.issue(bticino.accounts[EMAIL].id).bearer
    async with client.ws_connect("wss://app-ws.netatmo.net" + bticino.PUSH) as socket:
        subscription = {"action": "Subscribe", "access_token": bearer, "app_type": "app_camera"}
        await socket.send_json(subscription)
        assert await socket.receive_json() == {"status": "ok"}
        await bticino.miss(await bticino.ring("Strada"))
        await bticino.connect("Classe 300X", connected=False)
        pushed = [await socket.receive_json() for _ in range(6)]
    shapes = [shape(message) for message in pushed]
    assert [message for message in sample("push") if shape(message) not in shapes] == []
