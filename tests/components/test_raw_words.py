"""Diagnostics hold the vendor's own words: enough for a sample, and nothing of its owner."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiohttp import web
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey import diagnostics
from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.clouds.allowed import MAX_NUMBER, OTHER_KEYS, Rule, Sieve
from custom_components.latchkey.clouds.bticino import raw_words as bticino_words
from custom_components.latchkey.clouds.evohome import raw_words as evohome_words
from custom_components.latchkey.clouds.hubspace import raw_words as hubspace_words
from custom_components.latchkey.clouds.hubspace.raw_words import SECRETS
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics
from tests.canaries import CANARIES, PLACE, found, keys_of, poisoned
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import Network
from tests.simulators.simulator import Simulator

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
TOKEN_KEYS = {"access_token", "id_token", "refresh_token", "expires_in", "token_type"}

KINDS = ["hubspace", "evohome", "bticino"]


@pytest.fixture
async def loaded(
    hass: HomeAssistant,
    vendors: Network,
    *,
    kind: str,
    entry: MockConfigEntry,
    evohome_entry: MockConfigEntry,
    bticino_entry: MockConfigEntry,
) -> tuple[MockConfigEntry, Simulator]:
    """Return the entry of an account of this kind that is set up, and its vendor."""
    entry = {"hubspace": entry, "evohome": evohome_entry, "bticino": bticino_entry}[kind]
    simulator = vendors.simulators[kind]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    if isinstance(simulator, BticinoSimulator):
        await simulator.until_subscribed(1)
        await simulator.answer(await simulator.ring("Strada"))
    return entry, simulator


@contextmanager
def answering(change: Callable[[Any], Any]) -> Iterator[None]:
    """Have the vendors' answers be changed, but not those that hand out tokens."""
    answer = web.json_response

    def changed(data: Any = None, **more: Any) -> web.Response:
        is_token = isinstance(data, dict) and not TOKEN_KEYS.isdisjoint(data)
        return answer(data if is_token else change(data), **more)

    with patch.object(web, "json_response", changed):
        yield


def give(answer: Any, _data: Any) -> Any:
    """Return an answer, whatever would be the right one."""
    return answer


def texts(value: Any) -> set[str]:
    """Return all texts of a value that are no keys."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in texts(item)}
    if isinstance(value, list):
        return {text for item in value for text in texts(item)}
    return {value} if isinstance(value, str) else set()


# A usable sample


@pytest.mark.parametrize("kind", ["hubspace"])
async def test_the_file_holds_the_functions_ranges_and_states_of_each_hubspace_device(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, HubspaceSimulator]
) -> None:
    entry, hubspace = loaded
    told = (await async_get_config_entry_diagnostics(hass, entry))["raw_words"]
    shown = iter(told["metadevices"])
    for account in hubspace.accounts.values():
        for metadevice in account.metadevices.values():
            each = next(shown)
            assert definitions(each) == definitions(metadevice.full()), metadevice.name
            assert ranges(each) == ranges(metadevice.full())
            states = {
                (s["functionClass"], s["functionInstance"]): s["value"] for s in each["state"]["values"]
            }
            assert states.keys() == metadevice.values.keys()
            hidden = {key for key, value in states.items() if value == REDACTED}
            sound = {key for key in hidden if metadevice.accepts(key, metadevice.values[key])}
            told_by_right = sound & closed(metadevice.full()) - large(metadevice.values)
            assert {key[0] for key in told_by_right} <= SECRETS, metadevice.name
    assert next(shown, None) is None


def definitions(metadevice: dict[str, Any]) -> list[Any]:
    """Return the functions of a metadevice with the words that they take."""
    return [
        (
            function["functionClass"],
            function.get("functionInstance"),
            function["type"],
            [value["name"] for value in function["values"]] if function["type"] == "category" else None,
        )
        for function in (metadevice.get("description") or {}).get("functions", [])
    ]


def closed(metadevice: dict[str, Any]) -> set[tuple[str, str | None]]:
    """Return the functions that hold nothing but words and numbers of the maker's."""
    functions = (metadevice.get("description") or {}).get("functions", [])
    return {
        (function["functionClass"], function.get("functionInstance"))
        for function in functions
        if function["type"] in ("boolean", "category", "numeric")
    }


def large(values: dict[tuple[str, str | None], Any]) -> set[tuple[str, str | None]]:
    """Return the functions that hold a number which may be a moment or a serial number."""
    return {key for key, value in values.items() if isinstance(value, int) and value > MAX_NUMBER}


def ranges(metadevice: dict[str, Any]) -> list[Any]:
    """Return the ranges of the functions of a metadevice."""
    functions = (metadevice.get("description") or {}).get("functions", [])
    return [value.get("range") for function in functions for value in function["values"]]


@pytest.mark.parametrize("kind", ["hubspace"])
async def test_what_send_state_takes_is_in_the_file(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, HubspaceSimulator]
) -> None:
    told = (await async_get_config_entry_diagnostics(hass, loaded[0]))["raw_words"]
    functions = [
        function
        for metadevice in told["metadevices"]
        for function in (metadevice["description"] or {}).get("functions", [])
    ]
    breeze = next(function for function in functions if function.get("functionInstance") == "comfort-breeze")
    assert breeze["functionClass"] == "toggle"
    assert {value["name"] for value in breeze["values"]} == {"enabled", "disabled"}


@pytest.mark.parametrize("kind", ["evohome"])
async def test_the_file_holds_what_each_evohome_system_can_do_and_how_it_is(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, EvohomeSimulator]
) -> None:
    entry, evohome = loaded
    told = (await async_get_config_entry_diagnostics(hass, entry))["raw_words"]
    locations = list(evohome.accounts["alice@example.com"].locations.values())
    assert len(told["installationInfo"]) == len(told["status"]) == len(locations)
    for location, shown, status in zip(locations, told["installationInfo"], told["status"], strict=True):
        for system, shown_system in zip(systems(location.information({})), systems(shown), strict=True):
            assert shown_system["modelType"] == system["modelType"]
            assert shown_system["allowedSystemModes"] == system["allowedSystemModes"]
            for zone, shown_zone in zip(system["zones"], shown_system["zones"], strict=True):
                kept = zone.keys() - {"zoneId", "name"}
                assert {key: shown_zone[key] for key in kept} == {key: zone[key] for key in kept}
        for system, shown_system in zip(systems(location.status()), systems(status), strict=True):
            assert shown_system["systemModeStatus"] == system["systemModeStatus"]
            for zone, shown_zone in zip(system["zones"], shown_system["zones"], strict=True):
                kept = zone.keys() - {"zoneId", "name"}
                assert {key: shown_zone[key] for key in kept} == {key: zone[key] for key in kept}


def systems(location: dict[str, Any]) -> list[Any]:
    """Return the control systems of a location."""
    return [system for gateway in location["gateways"] for system in gateway["temperatureControlSystems"]]


@pytest.mark.parametrize("kind", ["bticino"])
async def test_the_file_holds_the_modules_calls_and_pushes_of_a_door_phone(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, BticinoSimulator]
) -> None:
    entry, bticino = loaded
    told = await async_get_config_entry_diagnostics(hass, entry)
    raw = told["raw_words"]
    homes = list(bticino.accounts["alice@example.com"].homes.values())
    types = [[module.type for module in home.modules] for home in homes]
    assert [[module["type"] for module in home["modules"]] for home in raw["homesdata"]] == types
    statuses = [home["homestatus"]["modules"] for home in raw["homes"]]
    assert [[module["type"] for module in modules] for modules in statuses] == types
    (call,) = raw["homes"][0]["getevents"]["events"]
    assert [subevent["type"] for subevent in call["subevents"]][-1] == "accepted_call"
    assert call["module_id"] in told["devices"]
    await told_of(entry, 4)
    messages = (await async_get_config_entry_diagnostics(hass, entry))["pushes"]["messages"]
    assert [message["push_type"] for message in messages] == [
        "BNC1-rtc",
        "BNC1-incoming_call",
        "BNC1-accepted_call",
        "BNC1-rtc",
    ]
    offer = messages[0]["extra_params"]
    assert offer["data"]["session_description"]["sdp"] == REDACTED
    assert offer["data"]["session_description"]["module_id"] in told["devices"]


async def told_of(entry: MockConfigEntry, messages: int) -> None:
    """Wait until so many messages were pushed."""
    _, cloud = entry.runtime_data.link
    async with asyncio.timeout(5):
        while len(cloud.pushes.describe(Sieve())["messages"]) < messages:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)


# Nothing of its owner


@pytest.mark.parametrize("kind", KINDS)
async def test_what_stands_in_every_field_of_the_answers_does_not_get_into_the_raw_words(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    _, cloud = loaded[0].runtime_data.link
    ids = {"id", "deviceId", "locationId", "accountId", "userId", "typeId"}

    for canary in CANARIES:

        def replace_texts(key: str, raw: Any, canary: str = canary) -> Any:
            return canary if isinstance(raw, str) and key not in ids else raw

        def replace_ids(key: str, raw: Any, canary: str = canary) -> Any:
            return canary if isinstance(raw, str) and key in ids - {"accountId", "userId"} else raw

        def replace_numbers(_key: str, raw: Any) -> Any:
            return PLACE if isinstance(raw, int | float) else raw

        for replace in (replace_texts, replace_ids, replace_numbers):
            with answering(partial(poisoned, replace=replace)):
                told = json.dumps(await cloud.async_raw_words(Sieve()))
            assert len(told) > 300
            assert found(told) == [], canary


@pytest.mark.parametrize("kind", KINDS)
async def test_what_stands_in_any_field_of_the_answers_does_not_get_into_the_file(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    entry, _ = loaded
    keys: set[str] = set()

    def note(raw: Any) -> Any:
        keys.update(keys_of(raw))
        return raw

    with answering(note):
        await refresh(entry)
    assert len(keys) > 20
    for canary, key in zip(cycle(CANARIES), sorted(keys)):

        def replace(name: str, raw: Any, key: str = key, canary: str = canary) -> Any:
            return canary if isinstance(raw, str) and name == key else raw

        with answering(partial(poisoned, replace=replace)):
            await refresh(entry)
            told = json.dumps(await async_get_config_entry_diagnostics(hass, entry))
        assert found(told) == [], key


async def refresh(entry: MockConfigEntry) -> None:
    """Read all anew."""
    entry.runtime_data._discover = True
    await entry.runtime_data.async_refresh()


@pytest.mark.parametrize("kind", KINDS)
async def test_keys_that_nobody_knows_are_counted_not_told(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    def with_key(raw: Any) -> Any:
        if isinstance(raw, dict):
            return {**{key: with_key(value) for key, value in raw.items()}, "Alice Canary": "Alice Canary"}
        return [with_key(item) for item in raw] if isinstance(raw, list) else raw

    with answering(with_key):
        told = json.dumps(await async_get_config_entry_diagnostics(hass, loaded[0]))
    assert OTHER_KEYS in told
    assert found(told) == []


# When the vendor is away, or hostile


@pytest.mark.parametrize("kind", KINDS)
async def test_the_file_can_be_had_while_the_vendor_is_away(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    entry, simulator = loaded
    simulator.faults.answer("*", status=503, times=None)
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert told["devices"]
    assert told["raw_words"] == {"error": "the vendor answered 503"}


@pytest.mark.parametrize("kind", ["hubspace"])
async def test_the_file_does_not_wait_for_a_vendor_that_does_not_answer(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "RAW_TIMEOUT", 0.05)
    loaded[1].faults.hang("*", times=None)
    told = await async_get_config_entry_diagnostics(hass, loaded[0])
    assert told["raw_words"] == {"error": "TimeoutError"}
    assert told["devices"]


@pytest.mark.parametrize("kind", KINDS)
async def test_the_file_can_be_had_whatever_the_vendor_answers(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    answers: list[Any] = [None, [], {}, "Alice Canary", [[[]]], [{}], {"body": {"homes": [7]}}]
    for answer in answers:
        with answering(partial(give, answer)):
            told = await async_get_config_entry_diagnostics(hass, loaded[0])
        assert told["devices"]
        assert found(json.dumps(told)) == []


@pytest.mark.parametrize("kind", ["hubspace"])
async def test_the_file_does_not_grow_without_end(
    hass: HomeAssistant, loaded: tuple[MockConfigEntry, Simulator]
) -> None:
    def many(raw: Any) -> Any:
        return raw * 200 if isinstance(raw, list) else raw

    with answering(many):
        told = json.dumps((await async_get_config_entry_diagnostics(hass, loaded[0]))["raw_words"])
    assert len(told) < 6_000_000


# Real samples


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("hubspace/*.json")), ids=lambda path: path.stem)
def test_of_a_real_hubspace_device_all_is_told_that_makes_a_sample(path: Path) -> None:
    raw = json.loads(path.read_text())
    shown: Any = Sieve().sift(raw, hubspace_words.METADEVICES)
    assert OTHER_KEYS not in json.dumps(shown)
    for before, after in zip(raw, shown, strict=True):
        assert definitions(after) == definitions(before)
        assert ranges(after) == ranges(before)
        states = {
            (state["functionClass"], state.get("functionInstance")): state.get("value")
            for state in after["state"]["values"]
        }
        hidden = {key[0] for key, value in states.items() if REDACTED in texts(value)}
        assert hidden <= {
            "wifi-ssid", "wifi-mac-address", "ble-mac-address", "geo-coordinates", "pin", "lock-pin",
            "mcu-version", "mcu-date-code", "last-replacement-time",
            "siren-device-id", "keypad-device-id", "micro-hub-soul-mates", "schedule-pause",
        }  # fmt: skip


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "rule"), [("user_locations", evohome_words.INSTALLATION), ("status_*", evohome_words.STATUS)]
)
def test_of_a_real_evohome_system_all_is_told_that_makes_a_sample(name: str, rule: Rule) -> None:
    raw = [json.loads(path.read_text()) for path in sorted(SAMPLES.glob(f"evohome/*/{name}.json"))]
    assert len(raw) >= 4
    shown = [Sieve().sift(answer, rule) for answer in raw]
    assert OTHER_KEYS not in json.dumps(shown)
    assert redacted(shown) <= {
        "name", "streetAddress", "city", "country", "postcode", "timeZone", "locationOwner", "mac", "crc"
    }  # fmt: skip


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
@pytest.mark.parametrize("name", ["homesdata", "homestatus", "getevents", "push"])
def test_of_a_real_door_phone_all_is_told_that_makes_a_sample(name: str) -> None:
    raw = json.loads((SAMPLES / "bticino" / f"{name}.json").read_text())
    rules = {"homesdata": bticino_words.HOMES, "homestatus": bticino_words.HOME_STATUS}
    rules |= {"getevents": bticino_words.HISTORY}
    parts = raw if name == "push" else [raw["body"]["homes" if name == "homesdata" else "home"]]
    shown: Any = [Sieve().sift(part, rules.get(name, bticino_words.PUSH)) for part in parts]
    assert OTHER_KEYS not in json.dumps(shown)
    assert redacted(shown) <= {
        "name", "country", "timezone", "setup_date", "last_configs_update", "last_seen", "local_ipv4",
        "last_user_interaction", "offload_meters", "timestamp", "time", "message", "video_id", "url",
        "expires_at", "tag_id", "correlation_id", "home_name", "snapshot_url", "vignette_url", "sdp",
    }  # fmt: skip


def redacted(value: Any, key: str = "") -> set[str]:
    """Return the keys under which something is redacted."""
    if isinstance(value, dict):
        return {found for name, item in value.items() for found in redacted(item, name)}
    if isinstance(value, list):
        return {found for item in value for found in redacted(item, key)}
    return {key} if value == REDACTED else set()
