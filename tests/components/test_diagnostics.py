"""Diagnostics help to find a fault, and tell nothing secret or personal."""

import json
from typing import Any
from unittest.mock import Mock

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.latchkey.clouds.model import Cover
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL

from .memory import link


async def test_diagnostics_show_the_devices_and_their_states(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert (told["kind"], told["places"]) == ("hubspace", 2)
    assert told["health"] == {"last_update_success": True, "error": None, "reason": None, "retry_after": None}
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
        "error": "not_reached",
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
    downloaded = await get_diagnostics_for_config_entry(hass, hass_client, loaded_entry)
    told = await async_get_config_entry_diagnostics(hass, loaded_entry)
    assert downloaded == json.loads(json.dumps(told))


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
    told = await get_diagnostics_for_config_entry(hass, hass_client, loaded_entry)
    assert told == {"kind": "hubspace", "state": "not_loaded", "poll_interval": None, "hidden_places": 0}


async def test_diagnostics_are_the_same_from_one_time_to_the_next(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    first = await async_get_config_entry_diagnostics(hass, loaded_entry)
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    assert await async_get_config_entry_diagnostics(hass, loaded_entry) == first


async def test_diagnostics_hold_nothing_secret_or_personal(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    account = hubspace.accounts[EMAIL]
    home = loaded_entry.runtime_data.data
    personal = [EMAIL, account.id, loaded_entry.entry_id, *hubspace.tokens.live()]
    personal += [*home.places, *home.places.values()]
    for metadevice in account.metadevices.values():
        personal += [metadevice.id, metadevice.name, metadevice.device_id or metadevice.id]
    for device in home.devices.values():
        personal += [device.id, device.name, device.serial_number or device.id]
    told = json.dumps(await async_get_config_entry_diagnostics(hass, loaded_entry))
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
