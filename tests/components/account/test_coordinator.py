"""An account at run time: polls, outages, rejected tokens, commands."""

import asyncio
import errno
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any, Final, override
from unittest.mock import Mock

import pytest
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.latchkey import async_remove_config_entry_device
from custom_components.latchkey.account import devices as latchkey_devices
from custom_components.latchkey.account.coordinator import LatchkeyCoordinator
from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.account.token_store import TokenStore
from custom_components.latchkey.clouds import gate
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.base import Account, Cloud
from custom_components.latchkey.clouds.model import Command, Device, JsonValue, SetSwitch, Snapshot, Switch
from custom_components.latchkey.const import CONF_HIDDEN_PLACES, CONF_POLL_INTERVAL, DOMAIN
from custom_components.latchkey.entities.entity import LatchkeyEntity
from tests.simulators.faults import Faults
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many
from tests.simulators.hubspace.lights import white_light
from tests.simulators.vendors import EMAIL

from ..home import act

LAMP = "light.hall_light"
POLL = 32
"""Seconds after which the next poll has certainly begun."""


_passed = {"seconds": 0.0}
"""What `wait` has let pass."""


@pytest.fixture(autouse=True)
def let_pauses_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pauses that a vendor asks for pass with `wait`."""
    monkeypatch.setitem(_passed, "seconds", 0.0)
    monkeypatch.setattr(f"{gate.__name__}.monotonic", lambda: monotonic() + _passed["seconds"])


async def wait(hass: HomeAssistant, seconds: float) -> None:
    """Let time pass, as far as Home Assistant's timers and the vendor's pauses are concerned."""
    _passed["seconds"] += seconds
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done(wait_background_tasks=True)


def state(hass: HomeAssistant, entity_id: str = LAMP) -> str:
    """Return the state of an entity."""
    found = hass.states.get(entity_id)
    assert found is not None
    return found.state


async def test_an_account_is_polled_at_the_pace_of_its_vendor(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    asked = hubspace.count(HubspaceSimulator.API)
    await wait(hass, 25)
    assert hubspace.count(HubspaceSimulator.API) == asked
    await wait(hass, POLL)
    assert hubspace.count(HubspaceSimulator.API) == asked + 1


@pytest.mark.parametrize(("wished", "polled"), [(60, 60), (1, 15), (100_000, 600)])
async def test_a_person_may_change_the_pace_within_the_bounds_of_the_vendor(
    hass: HomeAssistant, entry: MockConfigEntry, wished: int, polled: int
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_POLL_INTERVAL: wished})
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.runtime_data.update_interval == timedelta(seconds=polled)


async def test_a_poll_of_200_devices_makes_one_http_request(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.empty()
    hubspace.add(*many(200))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert len(entry.runtime_data.data.devices) == 200
    asked = hubspace.count()
    await wait(hass, POLL)
    assert hubspace.count() == asked + 1


async def test_a_poll_in_which_one_device_changed_writes_the_states_of_that_device_only(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[str] = []
    write = LatchkeyEntity.async_write_ha_state

    def note(entity: LatchkeyEntity[Any]) -> None:
        written.append(entity.entity_id)
        write(entity)

    monkeypatch.setattr(LatchkeyEntity, "async_write_ha_state", note)
    await wait(hass, POLL)
    assert not written
    hubspace.set_state(hubspace.find("Hall light").id, "power", None, "on")
    await wait(hass, POLL)
    assert written == [LAMP]
    assert state(hass) == STATE_ON


OUTAGES: Final[list[tuple[Callable[[Faults], None], str]]] = [
    (lambda faults: faults.answer(status=503, times=None), r"answered with an error \(HTTP status 503\)"),
    (lambda faults: faults.answer(status=403, body="<html>no</html>", times=None), r"\(HTTP status 403\)"),
    (lambda faults: faults.answer(status=200, body="<html>sorry</html>", times=None), "does not understand"),
    (lambda faults: faults.answer(status=429, times=None), "too many requests .*"),
    (lambda faults: faults.answer(status=429, retry_after=120, times=None), r"before \d\d:\d\d:\d\d"),
    (lambda faults: faults.drop(times=None), r"cannot be reached\. Check the network .*"),
]


@pytest.mark.parametrize("go_away", [go_away for go_away, _ in OUTAGES])
async def test_a_vendor_that_is_away_for_hours_costs_one_log_line_and_no_login(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    go_away: Callable[[Faults], None],
) -> None:
    caplog.set_level(logging.INFO)
    go_away(hubspace.faults)
    for minutes in range(0, 240, 10):
        await wait(hass, 60 * (minutes + 10))
        assert state(hass) == STATE_UNAVAILABLE
    assert len([line for line in caplog.messages if "Error fetching Hubspace data" in line]) == 1

    hubspace.faults.heal()
    await wait(hass, 60 * 250)
    assert state(hass) == STATE_OFF
    assert caplog.messages.count("Fetching Hubspace data recovered") == 1
    assert not hass.config_entries.flow.async_progress()
    assert hubspace.count(HubspaceSimulator.AUTHORIZE) == 0


@pytest.mark.parametrize(("go_away", "sentence"), OUTAGES)
async def test_an_account_that_cannot_be_read_says_why_in_a_sentence_of_its_own(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    go_away: Callable[[Faults], None],
    sentence: str,
) -> None:
    go_away(hubspace.faults)
    await loaded_entry.runtime_data.async_refresh()
    assert re.search(f"^Hubspace .*{sentence}$", str(loaded_entry.runtime_data.last_exception))


async def test_a_token_endpoint_that_is_away_costs_no_login_either(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.expire_bearers()
    hubspace.faults.answer(HubspaceSimulator.TOKEN, status=403, times=None)
    for minutes in (10, 20, 30):
        await wait(hass, 60 * minutes)
        assert state(hass) == STATE_UNAVAILABLE
    assert not hass.config_entries.flow.async_progress()
    assert hubspace.count(HubspaceSimulator.AUTHORIZE) == 0


async def test_a_vendor_that_is_away_at_the_start_is_tried_again(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason == "Hubspace answered with an error (HTTP status 503)"
    await wait(hass, 60)
    assert state(hass) == STATE_OFF


@pytest.mark.parametrize("times", [(300, 250, 302), (1, 25, POLL)])
async def test_the_next_poll_waits_as_long_as_the_vendor_asks_for_and_never_less_than_always(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    times: tuple[int, int, int],
) -> None:
    asked_for, early, late = times
    hubspace.faults.answer(HubspaceSimulator.API, status=429, retry_after=asked_for)
    await wait(hass, POLL)
    asked = hubspace.count(HubspaceSimulator.API)
    await wait(hass, early)
    assert hubspace.count(HubspaceSimulator.API) == asked
    await wait(hass, late)
    assert hubspace.count(HubspaceSimulator.API) == asked + 1


async def test_while_the_vendor_asks_for_a_pause_nothing_is_sent_and_a_person_reads_until_when(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer("PUT *", status=429, retry_after=90)
    hubspace.requests.clear()
    for _ in range(20):
        with pytest.raises(HomeAssistantError, match="has asked for a pause") as caught:
            await act(hass, "light.turn_on", LAMP)
        assert caught.value.translation_key == "paused"
    until = (caught.value.translation_placeholders or {})["until"]
    soon = dt_util.now() + timedelta(seconds=60)
    assert until > soon.strftime("%H:%M:%S") or soon.hour == 0
    await wait(hass, POLL)
    assert hubspace.count() == 1
    assert hubspace.state(hubspace.find("Hall light").id, "power") != "on"


async def test_after_the_pause_that_the_vendor_asked_for_all_goes_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer("PUT *", status=429, retry_after=1)
    with pytest.raises(HomeAssistantError):
        await act(hass, "light.turn_on", LAMP)
    await asyncio.sleep(1.1)
    await act(hass, "light.turn_on", LAMP)
    assert state(hass) == STATE_ON


async def test_a_token_whose_answer_was_lost_is_asked_for_again_soon_however_rare_polls_are(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_POLL_INTERVAL: 600})
    await hass.config_entries.async_setup(entry.entry_id)
    hubspace.tokens.expire_bearers()
    hubspace.faults.drop(HubspaceSimulator.TOKEN, after=True)
    await wait(hass, 601)
    assert state(hass) == STATE_UNAVAILABLE
    error = entry.runtime_data.last_exception
    assert isinstance(error, UpdateFailed)
    assert error.retry_after == 30


def reauth_flows(hass: HomeAssistant) -> int:
    """Return how many dialogs ask for a new login."""
    return sum(
        flow["context"]["source"] == SOURCE_REAUTH for flow in hass.config_entries.flow.async_progress()
    )


async def test_a_rejected_token_is_asked_about_once_and_leads_to_a_new_login_by_a_person(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    asked = hubspace.count(HubspaceSimulator.TOKEN)
    for minutes in range(10):
        await wait(hass, 60 * (minutes + 1))
    assert hubspace.count(HubspaceSimulator.TOKEN) == asked + 1
    assert reauth_flows(hass) == 1
    assert state(hass) == STATE_UNAVAILABLE
    assert hubspace.count(HubspaceSimulator.AUTHORIZE) == 0


async def test_a_token_that_is_rejected_at_the_start_leads_to_a_new_login_by_a_person(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert hubspace.count(HubspaceSimulator.TOKEN) == 1
    assert (entry.state, reauth_flows(hass)) == (ConfigEntryState.SETUP_ERROR, 1)


async def test_a_rejected_token_is_not_asked_about_again_after_a_restart(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.expire_bearers()
    await wait(hass, POLL)
    hubspace.tokens.revoke_all()
    await wait(hass, 2 * POLL)
    asked = hubspace.count(HubspaceSimulator.TOKEN)
    for _ in range(2):
        await hass.config_entries.async_reload(loaded_entry.entry_id)
        await hass.async_block_till_done()
    assert hubspace.count(HubspaceSimulator.TOKEN) == asked
    assert (loaded_entry.state, reauth_flows(hass)) == (ConfigEntryState.SETUP_ERROR, 1)


async def test_a_new_token_is_asked_about_although_the_one_before_it_was_rejected(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    await wait(hass, POLL)
    fresh = hubspace.tokens.issue(hubspace.accounts[EMAIL].id).refresh_token
    data = {**loaded_entry.data, "refresh_token": fresh}
    hass.config_entries.async_update_entry(loaded_entry, data=data)
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    assert loaded_entry.state is ConfigEntryState.LOADED


async def test_a_rotation_reloads_nothing(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    before = loaded_entry.runtime_data, loaded_entry.data["refresh_token"]
    hubspace.tokens.expire_bearers()
    await wait(hass, POLL)
    assert loaded_entry.runtime_data is before[0]
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()
    assert loaded_entry.data["refresh_token"] != before[1]


async def test_the_entrys_token_is_tried_where_the_journals_is_rejected(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    good = entry.data["refresh_token"]
    await TokenStore(hass, entry).async_rotate("a token that the vendor never heard of")
    hass.config_entries.async_update_entry(entry, data={**entry.data, "refresh_token": good})
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()


async def test_the_entrys_token_outlives_a_set_up_that_failed_for_now(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    good = entry.data["refresh_token"]
    await TokenStore(hass, entry).async_rotate("a token that the vendor never heard of")
    hass.config_entries.async_update_entry(entry, data={**entry.data, "refresh_token": good})
    hubspace.faults.answer(HubspaceSimulator.TOKEN)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await wait(hass, 60)
    assert entry.state is ConfigEntryState.LOADED
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()
    assert reauth_flows(hass) == 0


async def test_an_account_works_on_while_the_disk_is_full(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as full:
        full.setattr("os.pwrite", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
        for on in ("on", "off"):
            hubspace.tokens.expire_bearers()
            hubspace.set_state(hubspace.find("Hall light").id, "power", None, on)
            await wait(hass, POLL)
            assert state(hass) == on
        await turn_on(hass)
        assert state(hass) == STATE_ON
        assert issues(hass) == ["token_not_saved"]
    hubspace.tokens.expire_bearers()
    await wait(hass, POLL)
    assert issues(hass) == []
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()


async def test_an_account_is_set_up_once_the_disk_answers_again(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as gone:
        gone.setattr(Journal, "read", Mock(side_effect=OSError(errno.EIO, "Input/output error")))
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert "cannot read the key of this account from its disk (error EIO)" in entry.reason
    assert await hass.config_entries.async_reload(entry.entry_id)


def issues(hass: HomeAssistant) -> list[str | None]:
    """Return what the repairs say of accounts."""
    return [issue.translation_key for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN]


async def test_a_home_that_lost_all_its_devices_is_an_error_and_keeps_them(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    before = len(devices(hass, loaded_entry))
    hubspace.empty()
    await hass.config_entries.async_setup(loaded_entry.entry_id)
    assert loaded_entry.state is ConfigEntryState.SETUP_RETRY
    assert loaded_entry.reason is not None
    assert "this home has no devices" in loaded_entry.reason
    assert len(devices(hass, loaded_entry)) == before


async def test_a_home_that_never_had_devices_is_no_error_and_says_so_until_it_has_some(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    hubspace.empty()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await wait(hass, POLL)
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == ["no_devices"]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]

    hubspace.add(white_light("First light"))
    await wait(hass, 2 * POLL)
    assert state(hass, "light.first_light") == STATE_OFF
    assert not issues(hass)


async def test_what_is_said_of_an_account_without_devices_goes_with_the_account(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.empty()
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert issues(hass) == ["no_devices"]
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues(hass)


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str | None, dr.DeviceEntry]:
    """Return the devices of an account by their names."""
    entries = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name: device for device in entries}


async def test_a_new_device_appears_by_itself(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.add(white_light("New light"))
    await wait(hass, POLL)
    assert state(hass, "light.new_light") == STATE_OFF


async def test_a_device_that_is_missing_is_unavailable_and_then_what_it_was(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    lamp = hubspace.find("Hall light")
    hubspace.remove(lamp.id)
    for polls in (1, 2, 3):
        await wait(hass, polls * POLL)
        assert "Hall light" in devices(hass, loaded_entry)
        assert state(hass) == STATE_UNAVAILABLE

    hubspace.add(lamp)
    hubspace.set_state(lamp.id, "power", None, "on")
    await wait(hass, 4 * POLL)
    assert state(hass) == STATE_ON
    await turn_on(hass)


async def test_a_device_that_is_gone_goes_with_its_entities_and_may_come_back(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(latchkey_devices, "MISSING_LIFE", timedelta())
    lamp = hubspace.find("Hall light")
    hubspace.remove(lamp.id)
    for polls in (1, 2, 3):
        assert "Hall light" in devices(hass, loaded_entry)
        await wait(hass, polls * POLL)
    assert "Hall light" not in devices(hass, loaded_entry)
    assert hass.states.get(LAMP) is None

    hubspace.add(lamp)
    await wait(hass, 4 * POLL)
    assert state(hass) == STATE_OFF


async def test_a_device_that_is_missing_may_be_removed_by_a_person_at_once_and_come_back(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    lamp = hubspace.find("Hall light")
    hubspace.remove(lamp.id)
    await wait(hass, POLL)
    device = devices(hass, loaded_entry)["Hall light"]
    assert await async_remove_config_entry_device(hass, loaded_entry, device)
    dr.async_get(hass).async_remove_device(device.id)
    await wait(hass, 2 * POLL)
    assert "Hall light" not in devices(hass, loaded_entry)
    hubspace.add(lamp)
    await wait(hass, 3 * POLL)
    assert state(hass) == STATE_OFF


async def test_what_a_person_hides_goes_at_once(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    data = loaded_entry.runtime_data.data
    hidden = next(place for place, name in data.places.items() if name == "Garden")
    hass.config_entries.async_update_entry(loaded_entry, options={CONF_HIDDEN_PLACES: [hidden]})
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    assert "Garden plug" not in devices(hass, loaded_entry)
    assert "Hall light" in devices(hass, loaded_entry)


async def test_the_registry_follows_a_device_that_is_renamed_and_moved(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    lamp = hubspace.find("Hall light")
    hubspace.rename(lamp.id, "Garden light")
    hubspace.find("Garden").children.append(lamp.id)
    await loaded_entry.runtime_data.async_refresh_devices()
    moved = devices(hass, loaded_entry)["Garden light"]
    assert moved.area_id == "garden"

    hubspace.find("Garden").children.remove(lamp.id)
    hubspace.find("Bedroom").children.append(lamp.id)
    await loaded_entry.runtime_data.async_refresh_devices()
    assert devices(hass, loaded_entry)["Garden light"].area_id == "bedroom"


async def test_what_a_person_named_and_placed_stays(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    plug = devices(hass, loaded_entry)["Garden plug"]
    attic = ar.async_get(hass).async_create("Attic")
    dr.async_get(hass).async_update_device(plug.id, name_by_user="My plug", area_id=attic.id)
    room = hubspace.find("Garden")
    hubspace.find("Bedroom").children += room.children
    room.children = []
    await loaded_entry.runtime_data.async_refresh_devices()
    plug = devices(hass, loaded_entry)["Garden plug"]
    assert (plug.name_by_user, plug.area_id) == ("My plug", attic.id)


async def test_a_device_knows_the_one_that_it_is_reached_through(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    found = devices(hass, loaded_entry)
    assert found["Back door"].via_device_id == found["Alarm"].id
    assert found["Alarm"].via_device_id is None


async def test_a_command_shows_at_once_and_the_next_poll_comes_when_it_would_have_come(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    coordinator: LatchkeyCoordinator = loaded_entry.runtime_data
    next_poll = coordinator._unsub_refresh
    await turn_on(hass)
    assert state(hass) == STATE_ON
    assert hubspace.state(hubspace.find("Hall light").id, "power") == "on"
    assert coordinator._unsub_refresh is next_poll


async def turn_on(hass: HomeAssistant) -> None:
    """Turn the lamp on."""
    await hass.services.async_call("light", "turn_on", {"entity_id": LAMP}, blocking=True)


async def test_a_command_that_the_vendor_refuses_says_so(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API, status=400)
    with pytest.raises(ServiceValidationError, match="Hubspace refused to do this"):
        await turn_on(hass)


async def test_a_command_that_does_not_reach_the_vendor_says_so(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API, status=503)
    with pytest.raises(HomeAssistantError, match="Hubspace answered with an error"):
        await turn_on(hass)
    assert state(hass) == STATE_OFF


async def test_a_command_that_meets_a_rejected_token_leads_to_a_new_login_by_a_person(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    with pytest.raises(HomeAssistantError, match="Log in again"):
        await turn_on(hass)
    await hass.async_block_till_done()
    assert reauth_flows(hass) == 1


class SlowCloud(Cloud):
    """A home of one switch, whose vendor answers when the test says so; commands come and go in between."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[asyncio.Future[bool]] = asyncio.Queue()
        self.log: list[Command] = []
        self.discoveries: list[bool] = []

    async def answer(self) -> Snapshot:
        """Return a home in which the switch is as the test says."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        await self.answers.put(answer)
        switch = Switch(key="switch", on=await answer)
        return Snapshot(devices={"thing": Device(id="thing", name="Thing", features={"switch": switch})})

    @override
    async def async_identify(self) -> Account:
        raise NotImplementedError

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        self.discoveries.append(discover)
        return await self.answer()

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        raise NotImplementedError

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        self.log.append(command)
        return await self.answer()


@pytest.fixture
async def slow(hass: HomeAssistant, entry: MockConfigEntry) -> SlowCloud:
    """Return a cloud that takes the place of the account's."""
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    cloud = entry.runtime_data._cloud = SlowCloud()
    return cloud


def is_on(coordinator: LatchkeyCoordinator) -> bool | None:
    """Return how the switch is shown."""
    feature = coordinator.data.devices["thing"].features["switch"]
    assert isinstance(feature, Switch)
    return feature.on


async def test_a_poll_that_a_command_has_overtaken_is_not_shown_but_taken_anew(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    coordinator: LatchkeyCoordinator = entry.runtime_data
    shown: list[bool | None] = []
    coordinator.async_add_listener(lambda: shown.append(is_on(coordinator)), ("thing", "switch"))
    poll = hass.async_create_task(coordinator.async_refresh())
    old = await slow.answers.get()
    command = hass.async_create_task(coordinator.async_send("thing", "switch", "Thing", SetSwitch(on=True)))
    (await slow.answers.get()).set_result(True)
    await command
    old.set_result(False)
    (await slow.answers.get()).set_result(True)
    await poll
    assert set(shown) == {True}


async def test_polls_that_commands_overtake_again_and_again_leave_what_the_commands_showed(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    coordinator: LatchkeyCoordinator = entry.runtime_data
    poll = hass.async_create_task(coordinator.async_refresh())
    for _ in range(2):
        old = await slow.answers.get()
        command = hass.async_create_task(
            coordinator.async_send("thing", "switch", "Thing", SetSwitch(on=True))
        )
        (await slow.answers.get()).set_result(True)
        await command
        old.set_result(False)
    await poll
    assert is_on(coordinator) is True
    assert coordinator.last_update_success


async def test_a_poll_that_undoes_what_a_command_showed_meanwhile_is_shown(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    coordinator: LatchkeyCoordinator = entry.runtime_data
    first = hass.async_create_task(coordinator.async_refresh())
    (await slow.answers.get()).set_result(False)
    await first
    await hass.async_block_till_done()  # The first switch comes with its platform.
    poll = hass.async_create_task(coordinator.async_refresh())
    old = await slow.answers.get()
    command = hass.async_create_task(coordinator.async_send("thing", "switch", "Thing", SetSwitch(on=True)))
    (await slow.answers.get()).set_result(True)
    await command
    assert state(hass, "switch.thing") == STATE_ON
    old.set_result(False)
    (await slow.answers.get()).set_result(False)
    await poll
    assert state(hass, "switch.thing") == STATE_OFF


async def test_commands_to_one_device_take_effect_in_their_order(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    coordinator: LatchkeyCoordinator = entry.runtime_data
    commands = [SetSwitch(on=True), SetSwitch(on=False)]
    tasks = [
        hass.async_create_task(coordinator.async_send("thing", "switch", "Thing", each)) for each in commands
    ]
    first = await slow.answers.get()
    assert slow.log == commands[:1]
    first.set_result(True)
    (await slow.answers.get()).set_result(False)
    await asyncio.gather(*tasks)
    assert slow.log == commands
    assert is_on(coordinator) is False


async def test_no_more_commands_are_on_their_way_at_a_time_than_the_vendor_takes(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    coordinator: LatchkeyCoordinator = entry.runtime_data
    tasks = [
        hass.async_create_task(
            coordinator.async_send(f"thing {number}", "switch", "Thing", SetSwitch(on=True))
        )
        for number in range(6)
    ]
    under_way = [await slow.answers.get() for _ in range(4)]
    await asyncio.sleep(0)
    assert (len(slow.log), slow.answers.empty()) == (4, True)
    under_way.pop().set_result(True)
    under_way.append(await slow.answers.get())
    assert len(slow.log) == 5
    under_way.pop().set_result(True)
    under_way.append(await slow.answers.get())
    for answer in under_way:
        answer.set_result(True)
    await asyncio.gather(*tasks)


async def test_devices_are_read_anew_on_request(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.rename(hubspace.find("Hall light").id, "Stairs light")
    await loaded_entry.runtime_data.async_refresh_devices()
    assert "Stairs light" in devices(hass, loaded_entry)


async def test_devices_are_read_anew_once_for_each_request(
    hass: HomeAssistant, entry: MockConfigEntry, slow: SlowCloud
) -> None:
    for refresh in (entry.runtime_data.async_refresh_devices, entry.runtime_data.async_refresh):
        task = hass.async_create_task(refresh())
        (await slow.answers.get()).set_result(True)
        await task
    assert slow.discoveries == [True, False]


async def test_devices_that_cannot_be_read_anew_are_an_error(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API)
    with pytest.raises(HomeAssistantError, match="devices could not be read from Hubspace"):
        await loaded_entry.runtime_data.async_refresh_devices()
