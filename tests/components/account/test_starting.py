"""The start of Home Assistant: an account shows what it showed before, until its first poll is over."""

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.latchkey import diagnostics
from custom_components.latchkey.account import starting as starting_module
from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.account.remembered import DELAY
from custom_components.latchkey.account.watch import is_reached
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN
from custom_components.latchkey.moving.finding import plan_for
from custom_components.latchkey.moving.plan import Plan
from custom_components.latchkey.system_health import _async_describe
from tests.components.home import act
from tests.components.restarting import starting
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many
from tests.simulators.hubspace.security import alarm
from tests.simulators.network import Network
from tests.simulators.simulator import Simulator
from tests.simulators.vendors import EMAIL

LIGHT = "light.hall_light"


class Household:
    """A folder of files with which Home Assistant starts, and the states that it had last."""

    def __init__(self, folder: Path, vendors: Network) -> None:
        self.folder = folder
        self._vendors = vendors

    @asynccontextmanager
    async def starting(self) -> AsyncGenerator[tuple[HomeAssistant, ConfigEntry]]:
        """Start Home Assistant with an account, and stop it again."""
        async with starting(str(self.folder), self._vendors) as hass:
            (entry,) = hass.config_entries.async_entries(DOMAIN)
            try:
                yield hass, entry
            finally:
                # Who stops waits for a token that is under way.
                for vendor in self._vendors.simulators.values():
                    vendor.faults.heal()

    async def link(self, vendor: Simulator) -> None:
        """Link an account, show it, and stop Home Assistant."""
        account: Any = vendor.accounts[EMAIL]  # type: ignore[attr-defined]  # each vendor has its own kind
        entry = MockConfigEntry(
            domain=DOMAIN,
            minor_version=MINOR_VERSION,
            unique_id=f"{vendor.name}:{account.id}",
            data={
                CONF_KIND: vendor.name,
                CONF_ACCOUNT_NAME: EMAIL,
                CONF_REFRESH_TOKEN: vendor.tokens.issue(account.id).refresh_token,
            },
        )
        async with starting(str(self.folder), self._vendors) as hass:
            await hass.config_entries.async_add(entry)
            await hass.async_block_till_done()

    def remembered(self) -> list[Path]:
        """Return the files of what accounts showed."""
        return list(self.folder.glob(".storage/*.remembered"))


@pytest.fixture
def house(hass: HomeAssistant, vendors: Network, tmp_path: Path) -> Household:
    """Return a household in which nothing is linked; `hass` is no part of it."""
    (tmp_path / "here").mkdir()
    return Household(tmp_path / "here", vendors)


@pytest.fixture
async def household(house: Household, hubspace: HubspaceSimulator) -> Household:
    """Return a household in which a Hubspace account was linked, and shown."""
    await house.link(hubspace)
    return house


async def known(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Wait until the vendor has told how things are."""
    await entry.runtime_data.async_until_known()
    await hass.async_block_till_done()


def look(hass: HomeAssistant, entity_id: str = LIGHT) -> str | None:
    """Return how an entity is; None where there is none."""
    state = hass.states.get(entity_id)
    return state.state if state is not None else None


async def test_what_changed_meanwhile_is_shown_when_the_vendor_has_answered(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hubspace.set_state(hubspace.find("Hall light").id, "power", None, "on")
    async with household.starting() as (hass, entry):
        assert look(hass) == STATE_OFF
        hubspace.faults.heal()
        await known(hass, entry)
        assert look(hass) == STATE_ON


async def test_what_is_of_a_kind_that_was_not_shown_before_comes_when_the_vendor_has_answered(
    house: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.empty()
    hubspace.add(*many(1))
    await house.link(hubspace)
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hubspace.add(alarm())
    async with house.starting() as (hass, entry):
        assert len(hass.states.async_entity_ids("light")) == 1
        assert not hass.states.async_entity_ids("alarm_control_panel")
        hubspace.faults.heal()
        await known(hass, entry)
        assert len(hass.states.async_entity_ids("alarm_control_panel")) == 1


async def test_a_command_waits_until_it_is_known_how_things_are(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    async with household.starting() as (hass, entry):
        changes = async_capture_events(hass, EVENT_STATE_CHANGED)
        command = hass.async_create_task(act(hass, "light.turn_on", LIGHT))
        await asyncio.sleep(0.05)
        assert not command.done()
        assert hubspace.count(HubspaceSimulator.API, "PUT") == 0
        hubspace.faults.heal()
        await command
        await known(hass, entry)
        seen = [each.data["new_state"].state for each in changes if each.data["entity_id"] == LIGHT]
        assert seen == [STATE_ON]


async def test_a_command_says_why_the_vendor_does_not_answer(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hubspace.faults.answer(HubspaceSimulator.API, status=503, times=None)
    async with household.starting() as (hass, _entry):
        command = hass.async_create_task(act(hass, "light.turn_on", LIGHT))
        await asyncio.sleep(0.05)
        hubspace.faults._healed.set()
        with pytest.raises(HomeAssistantError, match="Hubspace answered with an error"):
            await command


async def test_a_command_does_not_wait_for_ever(
    household: Household, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting_module, "PATIENCE", 0.01)
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    async with household.starting() as (hass, _entry):
        with pytest.raises(HomeAssistantError, match="did not answer in time"):
            await act(hass, "light.turn_on", LIGHT)


async def test_nobody_takes_what_was_shown_before_for_what_the_vendor_says(
    household: Household, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "RAW_TIMEOUT", 0.01)
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hubspace.faults.answer(HubspaceSimulator.API, status=503, times=None)
    async with household.starting() as (hass, entry):
        devices = len(dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id))
        assert entry.state is ConfigEntryState.LOADED
        assert not is_reached(entry)
        assert plan_for(hass, entry, None) == Plan()
        health = await _async_describe(hass)
        assert (health["hubspace_reached"], "hubspace_last_poll" in health) == ("0/1", False)
        told = await diagnostics.async_get_config_entry_diagnostics(hass, entry)
        assert told["health"]["restored"]
        assert not [issue for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN]
        assert len(dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)) == devices


async def test_a_device_that_is_registered_no_more_is_not_shown(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    path = household.folder / ".storage" / "core.device_registry"
    stored = json.loads(path.read_text())
    stored["data"]["devices"] = [each for each in stored["data"]["devices"] if each["name"] != "Hall light"]
    path.write_text(json.dumps(stored))
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    async with household.starting() as (hass, entry):
        assert look(hass) in (None, STATE_UNAVAILABLE)
        assert look(hass, "light.porch_light") == STATE_ON
        hubspace.faults.heal()
        await known(hass, entry)
        assert look(hass) == STATE_OFF


async def test_a_token_that_is_rejected_then_leads_to_a_new_login(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.tokens.revoke_all()
    async with household.starting() as (hass, entry):
        with pytest.raises(HomeAssistantError, match="Log in again"):
            await entry.runtime_data.async_until_known()
        await hass.async_block_till_done()
        assert look(hass) == STATE_UNAVAILABLE
        assert list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))
    async with household.starting() as (hass, entry):
        assert entry.state is ConfigEntryState.SETUP_ERROR


async def test_homes_that_there_were_are_asked_for_before_it_is_known_which_there_are(
    house: Household, evohome: EvohomeSimulator
) -> None:
    statuses = f"{EvohomeSimulator.API}/location/*/status"
    await house.link(evohome)
    before = evohome.count(statuses)
    evohome.faults.hold(f"{EvohomeSimulator.API}/location/installationInfo")
    async with house.starting() as (hass, entry):
        await evohome.until_asked(statuses, times=before + len(evohome.accounts[EMAIL].locations))
        evohome.faults.heal()
        await known(hass, entry)


async def test_a_reload_shows_nothing_of_before(household: Household, hubspace: HubspaceSimulator) -> None:
    async with household.starting() as (hass, entry):
        await known(hass, entry)
        await hass.async_start()
        hubspace.faults.answer(HubspaceSimulator.API, status=503, times=None)
        hubspace.faults.answer(HubspaceSimulator.TOKEN, status=503, times=None)
        await hass.config_entries.async_reload(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY


@pytest.mark.parametrize("content", [None, b"", b"\0" * 512, b"{}", b'{"version": 1, "data": {"basis": ""}}'])
async def test_without_anything_kept_the_set_up_waits_for_the_vendor(
    household: Household, hubspace: HubspaceSimulator, content: bytes | None
) -> None:
    (path,) = household.remembered()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    hubspace.faults.answer(HubspaceSimulator.TOKEN, status=503, times=None)
    async with household.starting() as (_hass, entry):
        assert entry.state is ConfigEntryState.SETUP_RETRY


async def test_with_other_options_the_set_up_waits_for_the_vendor(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    path = household.folder / ".storage" / "core.config_entries"
    stored = json.loads(path.read_text())
    stored["data"]["entries"][0]["options"] = {"hidden_places": ["kitchen"]}
    path.write_text(json.dumps(stored))
    hubspace.faults.answer(HubspaceSimulator.TOKEN, status=503, times=None)
    async with household.starting() as (_hass, entry):
        assert entry.state is ConfigEntryState.SETUP_RETRY


async def test_a_kill_leaves_what_was_shown_a_quarter_of_an_hour_after_the_first_change(
    household: Household, hubspace: HubspaceSimulator, tmp_path: Path, vendors: Network
) -> None:
    async with household.starting() as (hass, entry):
        await known(hass, entry)
        await act(hass, "light.turn_on", LIGHT)
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=DELAY + 1))
        await hass.async_block_till_done()
        shutil.copytree(household.folder, tmp_path / "killed")
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    async with Household(tmp_path / "killed", vendors).starting() as (hass, _entry):
        assert look(hass) == STATE_ON


async def test_nothing_is_kept_of_an_account_that_is_removed(household: Household) -> None:
    assert household.remembered()
    async with household.starting() as (hass, entry):
        await known(hass, entry)
        await hass.config_entries.async_remove(entry.entry_id)
        assert not household.remembered()
    assert not household.remembered()


async def test_an_account_is_unloaded_while_its_first_poll_goes_on(
    household: Household, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    async with household.starting() as (hass, entry):
        unload = hass.async_create_task(hass.config_entries.async_unload(entry.entry_id))
        await asyncio.sleep(0.05)
        hubspace.faults.heal()
        assert await unload
        assert look(hass) == STATE_UNAVAILABLE


async def test_a_door_is_listened_to_and_its_bell_is_there_once_the_vendor_has_answered(
    house: Household, bticino: BticinoSimulator
) -> None:
    await house.link(bticino)
    bticino.faults.hold(BticinoSimulator.TOKEN)
    async with house.starting() as (hass, entry):
        bells = [each for each in hass.states.async_all("event") if each.state != STATE_UNAVAILABLE]
        assert (bells, bticino.sockets) == ([], 0)
        bticino.faults.heal()
        await known(hass, entry)
        await bticino.until_subscribed(1)
        assert hass.states.async_all("event")
        assert all(each.state != "ring" for each in hass.states.async_all("event"))
