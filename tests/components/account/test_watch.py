"""Whether accounts are reached is watched, and their owners are told where not for long."""

from datetime import datetime, timedelta
from typing import Final

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.latchkey.account.homes import async_forget_homes
from custom_components.latchkey.account.issues import IssueKind
from custom_components.latchkey.account.migration import VERSION
from custom_components.latchkey.account.watch import last_contact
from custom_components.latchkey.const import CONF_KIND, DOMAIN
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import Network

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(vendors: Network, freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock; not before the vendors are served, whose certificates are for today."""
    freezer.move_to(dt_util.utcnow().replace(microsecond=0))


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta) -> None:
    """Let time pass."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


def told(
    hass: HomeAssistant, entry: MockConfigEntry, kind: IssueKind = "not_reached"
) -> ir.IssueEntry | None:
    """Return what the owner of an account is told."""
    return ir.async_get(hass).async_get_issue(DOMAIN, f"{kind}_{entry.entry_id}")


def local(moment: datetime) -> str:
    """Return a moment as people read it."""
    return dt_util.as_local(moment).strftime("%Y-%m-%d %H:%M")


async def test_the_owner_of_an_account_that_is_not_reached_for_hours_is_told_since_when(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await wait(hass, freezer, HOUR)
    reached_at = dt_util.utcnow()
    await go_away(hass, hubspace, freezer)
    await wait(hass, freezer, 5 * HOUR)
    assert told(hass, loaded_entry) is None
    await wait(hass, freezer, HOUR)
    found = told(hass, loaded_entry)
    assert found is not None
    assert found.severity is ir.IssueSeverity.ERROR
    assert found.is_fixable
    names = {"account": loaded_entry.title, "vendor": "Hubspace", "app": "Hubspace"}
    expected = {**names, "since": local(reached_at)}
    assert expected.items() <= (found.translation_placeholders or {}).items()


async def test_it_is_told_no_more_once_the_account_is_reached(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await be_away(hass, hubspace, freezer)
    assert told(hass, loaded_entry) is not None
    hubspace.faults.heal()
    await wait(hass, freezer, HOUR)
    await wait(hass, freezer, HOUR)
    assert told(hass, loaded_entry) is None


async def go_away(hass: HomeAssistant, hubspace: HubspaceSimulator, freezer: FrozenDateTimeFactory) -> None:
    """Let a vendor not answer from now on."""
    hubspace.faults.answer(times=None)
    await wait(hass, freezer, MINUTE)


async def be_away(hass: HomeAssistant, hubspace: HubspaceSimulator, freezer: FrozenDateTimeFactory) -> None:
    """Let a vendor not answer for seven hours."""
    await go_away(hass, hubspace, freezer)
    await wait(hass, freezer, 7 * HOUR)


async def test_an_account_that_could_not_be_set_up_is_watched_too(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    hubspace.faults.answer(times=None)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await be_away(hass, hubspace, freezer)
    assert told(hass, entry) is not None


async def test_after_a_restart_an_account_is_tried_for_as_long_as_always_before_its_owner_is_told(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    contact = dt_util.utcnow() - timedelta(days=9)
    written = {**entry.data, "last_contact": contact.isoformat()}
    hass.config_entries.async_update_entry(entry, data=written)
    hubspace.faults.answer(times=None)
    await hass.config_entries.async_setup(entry.entry_id)
    await wait(hass, freezer, HOUR)
    assert told(hass, entry) is None
    await wait(hass, freezer, 6 * HOUR)
    found = told(hass, entry)
    assert found is not None
    assert (found.translation_placeholders or {})["since"] == local(contact)


async def test_nothing_is_told_beside_the_request_to_log_in(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    hubspace.tokens.revoke_all()
    await wait(hass, freezer, HOUR)
    assert [*loaded_entry.async_get_active_flows(hass, {SOURCE_REAUTH})]
    await be_away(hass, hubspace, freezer)
    assert told(hass, loaded_entry) is None


async def test_nothing_is_told_of_an_account_that_a_person_disabled(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await be_away(hass, hubspace, freezer)
    disabled_by = ConfigEntryDisabler.USER
    await hass.config_entries.async_set_disabled_by(loaded_entry.entry_id, disabled_by)
    await wait(hass, freezer, HOUR)
    assert told(hass, loaded_entry) is None


async def test_nothing_is_told_of_an_account_that_a_newer_version_has_linked(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    newer = MockConfigEntry(domain=DOMAIN, data=dict(loaded_entry.data), version=VERSION + 1)
    newer.add_to_hass(hass)
    await hass.config_entries.async_setup(newer.entry_id)
    assert newer.state is ConfigEntryState.MIGRATION_ERROR
    await wait(hass, freezer, 7 * HOUR)
    assert told(hass, newer) is None


async def test_nothing_is_told_of_an_account_that_is_removed(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await be_away(hass, hubspace, freezer)
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert told(hass, loaded_entry) is None


async def test_while_all_is_well_the_last_contact_is_written_once_a_day(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await wait(hass, freezer, HOUR)
    first = last_contact(loaded_entry)
    assert first == dt_util.utcnow()
    await wait(hass, freezer, 23 * HOUR)
    assert last_contact(loaded_entry) == first
    await wait(hass, freezer, HOUR)
    assert last_contact(loaded_entry) == dt_util.utcnow()


# Another Home Assistant


@pytest.fixture
async def other_home(hass: HomeAssistant) -> MockConfigEntry:
    """Return an account of another Home Assistant where nothing answers; it is not set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id="home_assistant:kid",
        title="Home Assistant – Parents",
        data={
            "kind": "home_assistant",
            "account_name": "Parents",
            "refresh_token": "token",
            "url": "http://127.0.0.1:1",
        },
    )
    entry.add_to_hass(hass)
    return entry


async def test_where_another_home_assistant_does_not_answer_its_address_is_told(
    hass: HomeAssistant, other_home: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config_entries.async_setup(other_home.entry_id)
    await wait(hass, freezer, 7 * HOUR)
    found = told(hass, other_home, "instance_not_reached")
    assert found is not None
    assert (found.translation_placeholders or {})["url"] == "http://127.0.0.1:1"
    assert told(hass, other_home) is None


async def test_fifteen_days_before_a_key_expires_that_is_not_used_its_owner_is_told(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    other_home: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config_entries.async_set_disabled_by(other_home.entry_id, ConfigEntryDisabler.USER)
    until = dt_util.as_local(other_home.created_at + 90 * DAY).strftime("%Y-%m-%d")
    await wait(hass, freezer, 74 * DAY)
    assert told(hass, other_home, "token_unused") is None
    await wait(hass, freezer, DAY)
    found = told(hass, other_home, "token_unused")
    assert found is not None
    assert (found.translation_placeholders or {})["until"] == until
    assert told(hass, other_home, "instance_not_reached") is None


async def test_a_key_that_has_expired_is_not_said_to_be_about_to(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    other_home: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config_entries.async_set_disabled_by(other_home.entry_id, ConfigEntryDisabler.USER)
    await wait(hass, freezer, 89 * DAY)
    assert told(hass, other_home, "token_unused") is not None
    await wait(hass, freezer, 2 * DAY)
    assert told(hass, other_home, "token_unused") is None


async def test_a_key_that_lives_on_without_use_is_not_spoken_of(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await go_away(hass, hubspace, freezer)
    await wait(hass, freezer, 100 * DAY)
    assert told(hass, loaded_entry, "token_unused") is None


# Homes


async def look(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, entry: MockConfigEntry, time: timedelta
) -> None:
    """Let time pass, and read anew which homes there are."""
    await wait(hass, freezer, time)
    await entry.runtime_data.async_refresh_devices()
    await wait(hass, freezer, 10 * MINUTE)


async def test_a_home_that_is_not_listed_for_a_day_is_told_of_until_it_is_back(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config_entries.async_setup(evohome_entry.entry_id)
    cottage = evohome.location("Cottage")
    await look(hass, freezer, evohome_entry, HOUR)
    evohome.remove_location("Cottage")
    await look(hass, freezer, evohome_entry, HOUR)
    assert told(hass, evohome_entry, "home_gone") is None
    await look(hass, freezer, evohome_entry, DAY)
    found = told(hass, evohome_entry, "home_gone")
    assert found is not None
    assert (found.translation_placeholders or {})["homes"] == "Cottage"
    evohome.add_location(cottage)
    await look(hass, freezer, evohome_entry, HOUR)
    assert told(hass, evohome_entry, "home_gone") is None


async def test_a_home_that_is_not_listed_for_a_day_is_told_of_however_often_home_assistant_restarts(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    since = (dt_util.utcnow() - DAY).isoformat()
    noted = {"homes": {"1": "Beach [house](http://x)"}, "missing_homes": {"1": since}}
    hass.config_entries.async_update_entry(evohome_entry, data={**evohome_entry.data, **noted})
    await hass.config_entries.async_setup(evohome_entry.entry_id)
    await wait(hass, freezer, 10 * MINUTE)
    found = told(hass, evohome_entry, "home_gone")
    assert found is not None
    assert (found.translation_placeholders or {})["homes"] == r"Beach \[house\]\(http\:\/\/x\)"


async def test_a_home_that_a_person_hid_is_not_missed(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    hidden = {"hidden_places": [evohome.location("Cottage").id]}
    hass.config_entries.async_update_entry(evohome_entry, options=hidden)
    await hass.config_entries.async_setup(evohome_entry.entry_id)
    await look(hass, freezer, evohome_entry, HOUR)
    evohome.remove_location("Cottage")
    await look(hass, freezer, evohome_entry, HOUR)
    await look(hass, freezer, evohome_entry, 2 * DAY)
    assert told(hass, evohome_entry, "home_gone") is None


async def test_a_home_that_is_forgotten_is_not_missed_any_more(
    hass: HomeAssistant,
    evohome: EvohomeSimulator,
    evohome_entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config_entries.async_setup(evohome_entry.entry_id)
    await look(hass, freezer, evohome_entry, HOUR)
    evohome.remove_location("Cottage")
    await look(hass, freezer, evohome_entry, HOUR)
    async_forget_homes(hass, evohome_entry)
    await look(hass, freezer, evohome_entry, 2 * DAY)
    assert told(hass, evohome_entry, "home_gone") is None


async def test_rooms_that_go_are_no_homes(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await wait(hass, freezer, HOUR)
    assert loaded_entry.runtime_data.data.places
    assert "homes" not in loaded_entry.data


async def test_an_account_of_a_kind_that_is_not_known_keeps_nobody_from_being_told(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    MockConfigEntry(domain=DOMAIN, data={CONF_KIND: "of a newer version"}).add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await be_away(hass, hubspace, freezer)
    assert told(hass, entry) is not None
