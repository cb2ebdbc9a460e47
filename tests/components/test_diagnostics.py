"""Diagnostics help to find a fault, and tell nothing secret or personal."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from unittest.mock import Mock

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.latchkey import diagnostics
from custom_components.latchkey.account.token_store import TokenStore
from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.clouds.allowed import OTHER_KEYS, Sieve
from custom_components.latchkey.clouds.model import Calendar, CalendarEvent, Cover, Event, Select, Sensor
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL

from .memory import link


async def test_diagnostics_show_the_devices_and_their_states(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert (told["kind"], told["places"]) == ("hubspace", 2)
    assert told["health"] == {
        "last_update_success": True,
        "restored": False,
        "error": None,
        "reason": None,
        "retry_after": None,
    }
    assert told["pace"] == {"default": 30, "minimum": 15, "maximum": 600}
    assert len(told["devices"]) == len(loaded_entry.runtime_data.data.devices)
    lamps = [device for device in told["devices"].values() if device["model"] == "LCN3002LM-01 WH"]
    light = next(feature for feature in lamps[0]["features"] if feature["type"] == "Light")
    assert (light["on"], light["brightness"]) == (False, 204)


async def test_diagnostics_say_what_was_wrong_with_the_last_poll(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API, status=429, retry_after=100)
    await loaded_entry.runtime_data.async_refresh()
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert told["health"] == {
        "last_update_success": False,
        "restored": False,
        "error": "paused",
        "reason": "the vendor answered 429",
        "retry_after": 101.0,
    }


async def test_diagnostics_tell_nothing_that_others_put_into_their_errors(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("the library broke")
    error.__cause__ = KeyError(EMAIL)
    monkeypatch.setattr(loaded_entry.runtime_data._cloud, "async_fetch", Mock(side_effect=error))
    await loaded_entry.runtime_data.async_refresh()
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert (told["health"]["error"], told["health"]["reason"]) == ("RuntimeError", None)


async def test_diagnostics_can_be_downloaded(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    downloaded: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded_entry)
    told = json.loads(json.dumps(await async_get_config_entry_diagnostics(hass, loaded_entry)))
    assert downloaded.keys() == told.keys()
    assert (downloaded["devices"], downloaded["raw_words"]) == (told["devices"], told["raw_words"])


async def test_diagnostics_of_an_account_that_could_not_be_set_up_say_why(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API)
    await hass.config_entries.async_setup(entry.entry_id)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert (told["state"], told["devices"]) == ("setup_retry", {})
    assert told["health"]["reason"] == "the vendor answered 503"


async def test_diagnostics_of_an_account_that_is_unloaded_say_so(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded_entry)
    assert told.keys() == {"kind", "state", "options", "libraries"}
    assert (told["kind"], told["state"]) == ("hubspace", "not_loaded")


async def test_diagnostics_are_the_same_from_one_time_to_the_next(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    first = await async_get_config_entry_diagnostics(hass, loaded_entry)
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    second = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert (second["devices"], second["raw_words"]) == (first["devices"], first["raw_words"])


async def test_diagnostics_say_how_old_the_token_is_and_whether_it_is_rejected(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    token = (await async_get_config_entry_diagnostics(hass, loaded_entry))["token"]
    assert token["age"] in range(60)
    assert token["bearer_life"] > 0
    assert token["rejected"] is False
    hubspace.tokens.revoke_all()
    hubspace.tokens.expire_bearers()
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert told["token"]["rejected"] is True
    assert told["raw_words"] == {"error": "the vendor rejected the refresh token"}


async def test_diagnostics_say_which_libraries_are_installed(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    libraries = (await async_get_config_entry_diagnostics(hass, loaded_entry))["libraries"]
    assert libraries.keys() == {"aioafero", "evohome-async", "hass-client", "pybticino"}
    assert libraries["aioafero"] == version("aioafero")


async def test_a_library_that_is_not_installed_is_missing_in_diagnostics(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "version", Mock(side_effect=PackageNotFoundError))
    libraries = (await async_get_config_entry_diagnostics(hass, loaded_entry))["libraries"]
    assert set(libraries.values()) == {None}


async def test_diagnostics_tell_the_options_but_no_names_in_them(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    device_id = next(iter(sorted(loaded_entry.runtime_data.data.devices)))
    selection = {
        "places": ["alices_room"],
        "devices": ["alices_lamp"],
        "features": ["alices_light", "alices_color"],
        "labels": ["alices"],
        "kinds": ["light", "alices_kind"],
        "patterns": ["light.alices_*", "lock.*"],
        "excluded": ["light.alice"],
        "mirrored": True,
        "housekeeping": False,
    }
    options = {
        "poll_interval": 60,
        "hidden_places": ["alices_room"],
        "kept_calls": 5,
        "kept_days": 7,
        "relays": {device_id: "button"},
        "selection": selection,
    }
    hass.config_entries.async_update_entry(loaded_entry, options=options)
    assert (await async_get_config_entry_diagnostics(hass, loaded_entry))["options"] == {
        "poll_interval": 60,
        "hidden_places": 1,
        "kept_calls": 5,
        "kept_days": 7,
        "relays": {"device_1": "button"},
        "selection": {
            "places": 1,
            "devices": 1,
            "features": 2,
            "labels": 1,
            "kinds": ["light"],
            "patterns": 2,
            "excluded": 1,
            "mirrored": True,
            "housekeeping": False,
        },
    }


async def test_diagnostics_say_whether_a_vendor_pushes_and_when_it_did_last(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    told = (await async_get_config_entry_diagnostics(hass, loaded_bticino_entry))["pushes"]
    assert (told["up"], told["last_push"], told["messages"]) == (True, None, [])
    assert told["up_for"] in range(60)
    await bticino.ring("Strada")
    await until(lambda: len(pushes(loaded_bticino_entry)["messages"]) == 2)
    assert pushes(loaded_bticino_entry)["last_push"] in range(60)
    bticino.faults.drop(BticinoSimulator.PUSH, times=None)
    bticino.drop_sockets()
    await until(lambda: not pushes(loaded_bticino_entry)["up"])
    assert pushes(loaded_bticino_entry)["up_for"] is None
    bticino.faults.heal()
    await bticino.until_subscribed(2)


def pushes(entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is known of the pushes of an account."""
    _, cloud = entry.runtime_data.link
    told: dict[str, Any] = cloud.pushes.describe(Sieve())
    return told


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - a cloud tells nobody of what it only notes
            await asyncio.sleep(0.01)


async def test_a_vendor_that_does_not_push_has_no_pushes_in_diagnostics(
    hass: HomeAssistant, evohome_entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    told = await async_get_config_entry_diagnostics(hass, evohome_entry)
    assert told["pushes"] is None


async def test_diagnostics_can_be_had_of_an_account_that_came_to_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenStore, "async_load", Mock(side_effect=OSError("disk")))
    await hass.config_entries.async_setup(entry.entry_id)
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert (told["devices"], told["token"], told["raw_words"]) == ({}, None, None)


async def test_a_mistake_while_the_raw_words_are_read_does_not_cost_the_rest(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cloud = loaded_entry.runtime_data.link
    monkeypatch.setattr(cloud, "async_raw_words", Mock(side_effect=KeyError(EMAIL)))
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert told["raw_words"] == {"error": "KeyError"}
    assert told["devices"]


async def test_what_people_of_another_home_wrote_is_not_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(
        hass,
        monkeypatch,
        Select(key="scene", name="Scene", option="alice", options=("alice", "eco")),
        Sensor(
            key="note",
            value="alice",
            unit="°C",
            device_class="alices",
            attributes={"source": ["alice", 1], "alice": 2},
        ),
        Event(key="bell", event_types=("alice",), fired_at=datetime(2026, 1, 2, tzinfo=UTC)),
    )
    (entry,) = hass.config_entries.async_entries("latchkey")
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert "alice" not in json.dumps(told)
    select, sensor, event = told["devices"]["device_1"]["features"]
    assert select["options"] == [REDACTED, "eco"]
    assert (sensor["unit"], sensor["attributes"]) == ("°C", {"source": [REDACTED, 1], OTHER_KEYS: 1})
    assert event["fired_at"] == REDACTED


async def test_what_people_do_is_not_told(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    event = CalendarEvent(start=date(2026, 1, 2), end=date(2026, 1, 3), summary="away", location="home")
    await link(hass, monkeypatch, Calendar(key="family", event=event, abilities=frozenset({"create"})))
    (entry,) = hass.config_entries.async_entries("latchkey")
    told = await async_get_config_entry_diagnostics(hass, entry)
    (calendar,) = told["devices"]["device_1"]["features"]
    assert "event" not in calendar
    assert "away" not in json.dumps(calendar)


async def test_where_another_home_is_is_not_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(
        hass,
        monkeypatch,
        Sensor(key="zone", value=1, attributes={"latitude": 52.379, "longitude": 4.899, "radius": 100}),
    )
    (entry,) = hass.config_entries.async_entries("latchkey")
    told = await async_get_config_entry_diagnostics(hass, entry)
    (zone,) = told["devices"]["device_1"]["features"]
    assert zone["attributes"] == {"latitude": REDACTED, "longitude": REDACTED, "radius": 100}


async def test_diagnostics_hold_nothing_secret_or_personal(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    account = hubspace.accounts[EMAIL]
    for metadevice in account.metadevices.values():
        # Some are called what their maker calls them, which may well be told.
        metadevice.name = f"Alice's {metadevice.name}"
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    home = entry.runtime_data.data
    personal = [EMAIL, account.id, entry.entry_id, *hubspace.tokens.live()]
    personal += [*home.places, *home.places.values()]
    for metadevice in account.metadevices.values():
        personal += [metadevice.id, metadevice.name, metadevice.device_id or metadevice.id]
    for device in home.devices.values():
        personal += [device.id, device.name, device.serial_number or device.id]
    told = json.dumps(await async_get_config_entry_diagnostics(hass, entry))
    assert [word for word in personal if f'"{word}"' in told or (len(word) > 12 and word in told)] == []


async def test_diagnostics_do_not_tell_what_people_call_their_things(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover = Cover(
        key="blind", name="Alice's blind", place="alices_room", state="open", actions=frozenset({"open"})
    )
    await link(hass, monkeypatch, cover)
    (entry,) = hass.config_entries.async_entries("latchkey")
    told = await async_get_config_entry_diagnostics(hass, entry)
    assert "lice" not in json.dumps(told)
    (described,) = told["devices"]["device_1"]["features"]
    assert (described["state"], described["actions"]) == ("open", ["open"])
