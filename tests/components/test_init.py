"""An account's life in Home Assistant: set up, unloaded, removed."""

import asyncio
import gc
import logging
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import aiohttp
import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from custom_components.latchkey import async_remove_config_entry_device, async_unload_entry
from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.account.token_store import TokenStore
from tests.simulators.hubspace import HubspaceSimulator


def open_client_sessions() -> int:
    """Return how many client sessions are neither closed nor detached."""
    return sum(isinstance(item, aiohttp.ClientSession) and not item.closed for item in gc.get_objects())


def running_tasks() -> set[asyncio.Task[Any]]:
    """Return the tasks that run, the simulators' aside: these serve connections that are kept alive."""
    return {task for task in asyncio.all_tasks() if "RequestHandler" not in repr(task)}


async def test_an_account_that_is_unloaded_leaves_nothing_running(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    before = running_tasks(), open_client_sessions()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert open_client_sessions() == before[1] + 1
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert (running_tasks(), open_client_sessions()) == before


async def test_a_set_up_that_fails_leaves_nothing_running(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    before = open_client_sessions()
    hubspace.faults.answer(HubspaceSimulator.API)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert open_client_sessions() == before


async def test_an_account_whose_platforms_cannot_be_unloaded_keeps_its_session(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stuck:
        refuse = AsyncMock(return_value=False)
        stuck.setattr(hass.config_entries, "async_unload_platforms", refuse)
        assert not await async_unload_entry(hass, loaded_entry)
    await loaded_entry.runtime_data.async_refresh()
    assert loaded_entry.runtime_data.last_update_success


async def test_unloading_waits_for_a_refresh_under_way(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await begin_to_refresh(hass, hubspace, loaded_entry)
    unload = hass.async_create_task(hass.config_entries.async_unload(loaded_entry.entry_id))
    done, _ = await asyncio.wait([unload], timeout=0.01)
    assert not done
    hubspace.faults.heal()
    assert await unload
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()


async def begin_to_refresh(hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry) -> None:
    """Begin a poll that needs a new bearer; the vendor grants it when its faults are healed."""
    hubspace.tokens.expire_bearers()
    hubspace.requests.clear()
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hass.async_create_background_task(entry.runtime_data.async_refresh(), "a poll")
    await hubspace.until_asked(HubspaceSimulator.TOKEN)


async def test_a_refresh_under_way_when_home_assistant_stops_is_saved_at_once(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await begin_to_refresh(hass, hubspace, loaded_entry)
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    hubspace.faults.heal()
    await hass.async_block_till_done()
    (journal,) = journals(hass)
    assert [Journal(journal).read()] == hubspace.tokens.live()


async def test_a_refresh_under_way_when_the_account_is_removed_is_revoked_too(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await begin_to_refresh(hass, hubspace, loaded_entry)
    removal = hass.async_create_task(hass.config_entries.async_remove(loaded_entry.entry_id))
    hubspace.faults.heal()
    await removal
    assert not hubspace.tokens.live()
    assert not journals(hass)


async def test_a_poll_under_way_when_the_account_is_unloaded_ends_without_a_word(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hubspace.requests.clear()
    hubspace.faults.hang(HubspaceSimulator.API)
    poll = hass.async_create_background_task(loaded_entry.runtime_data.async_refresh(), "a poll")
    await hubspace.until_asked(HubspaceSimulator.API)
    caplog.clear()
    assert await hass.config_entries.async_unload(loaded_entry.entry_id)
    hubspace.faults.heal()  # The client asks again by itself, or would.
    await poll
    # On a busy machine asyncio tells that something took its time.
    ours = [record for record in caplog.records if record.name != "asyncio"]
    assert not [record for record in ours if record.levelno >= logging.WARNING]


async def test_the_session_is_closed_before_home_assistant_cleans_up_for_ten_seconds_at_most(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    before = open_client_sessions()
    then: list[int] = []
    loaded_entry.async_on_unload(lambda: then.append(open_client_sessions()))
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    assert then == [before - 1]


async def test_the_journal_goes_with_the_session_when_the_entry_is_on_disk(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    assert journals(hass)
    hass.config_entries._async_schedule_save()
    await flush_store(hass.config_entries._store)
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    assert not journals(hass)


async def test_the_session_is_closed_when_home_assistant_stops(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    before = open_client_sessions()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    assert open_client_sessions() == before - 1


async def test_an_account_that_is_set_up_while_home_assistant_stops_asks_for_no_token(
    hass: HomeAssistant, entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    # As after a login: whoever has just logged in may have Home Assistant restart at once.
    hass.set_state(CoreState.stopping)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert hubspace.count() == 0


async def test_an_account_that_is_unloaded_no_longer_waits_for_home_assistant_to_stop(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    listeners = []
    for _ in range(2):
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.config_entries.async_unload(entry.entry_id)
        listeners.append(hass.bus.async_listeners()[EVENT_HOMEASSISTANT_STOP])
    assert listeners[0] == listeners[1]


async def test_an_account_may_be_unloaded_while_home_assistant_stops(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    assert await hass.config_entries.async_unload(loaded_entry.entry_id)
    assert "Unable to remove unknown job listener" not in caplog.text


async def test_an_account_loads_again_after_a_restart_without_a_login(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    for _ in range(2):
        assert await hass.config_entries.async_reload(loaded_entry.entry_id)
    assert hubspace.count(HubspaceSimulator.AUTHORIZE) == 0


async def test_an_account_that_is_removed_gives_its_token_back(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert hubspace.count(HubspaceSimulator.REVOKE) == 1
    assert not hubspace.tokens.live()
    assert not journals(hass)


def journals(hass: HomeAssistant) -> list[Path]:
    """Return the journals of refresh tokens."""
    files = Path(hass.config.path(".storage")).glob("latchkey.*")
    return [path for path in files if path.suffix != ".remembered"]


async def test_an_account_that_was_never_set_up_gives_its_newest_token_back(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    older = entry.data["refresh_token"]
    newest = hubspace.tokens.refresh(older)
    assert newest is not None
    await TokenStore(hass, entry).async_rotate(newest.refresh_token)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "refresh_token": older})
    await hass.config_entries.async_remove(entry.entry_id)
    assert not hubspace.tokens.live()
    assert not journals(hass)


async def test_a_vendor_that_is_away_does_not_hold_up_the_removal(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hubspace.faults.answer(HubspaceSimulator.REVOKE)
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert not hass.config_entries.async_entries("latchkey")
    assert "A refresh token could not be revoked at Hubspace: the vendor answered 503" in caplog.messages
    assert not journals(hass)


async def test_a_person_may_remove_a_device_that_the_vendor_does_not_list(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    registry = dr.async_get(hass)
    listed = dr.async_entries_for_config_entry(registry, loaded_entry.entry_id)[0]
    ghost = registry.async_get_or_create(
        config_entry_id=loaded_entry.entry_id, identifiers={("latchkey", "hubspace:ghost")}
    )
    assert not await async_remove_config_entry_device(hass, loaded_entry, listed)
    assert await async_remove_config_entry_device(hass, loaded_entry, ghost)
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    assert await async_remove_config_entry_device(hass, loaded_entry, listed)


async def test_a_person_may_remove_the_last_device_of_a_home_that_the_vendor_says_is_empty(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    registry = dr.async_get(hass)
    hubspace.empty()
    await loaded_entry.runtime_data.async_refresh()
    for device in dr.async_entries_for_config_entry(registry, loaded_entry.entry_id):
        assert await async_remove_config_entry_device(hass, loaded_entry, device)
        registry.async_remove_device(device.id)
    assert await hass.config_entries.async_reload(loaded_entry.entry_id)
