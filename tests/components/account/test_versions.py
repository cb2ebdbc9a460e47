"""Accounts that another version of Latchkey has set up."""

import json
from pathlib import Path

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL


def entry_of(hubspace: HubspaceSimulator, version: int, minor_version: int = 1) -> MockConfigEntry:
    """Return an entry as version 0.1.0 wrote it, or one that says to be newer."""
    account_id = hubspace.accounts[EMAIL].id
    return MockConfigEntry(
        domain=DOMAIN,
        title=EMAIL,
        unique_id=f"hubspace:{account_id}",
        data={
            "kind": "hubspace",
            "account_name": EMAIL,
            "refresh_token": hubspace.tokens.issue(account_id).refresh_token,
        },
        version=version,
        minor_version=minor_version,
    )


async def test_an_account_that_version_0_1_0_has_set_up_loads_with_its_journal(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    entry = entry_of(hubspace, version=1)
    granted = hubspace.tokens.refresh(entry.data["refresh_token"])
    assert granted is not None
    path = Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}"))
    path.parent.mkdir(exist_ok=True)
    data = {"refresh_token": granted.refresh_token}
    stored = {"version": 1, "minor_version": 1, "key": path.name, "data": data}
    path.write_text(json.dumps(stored, indent=2))
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()


async def test_an_account_of_a_newer_version_that_is_compatible_loads(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    entry = entry_of(hubspace, version=1, minor_version=9)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)


async def test_an_account_of_a_newer_version_is_refused_with_a_sentence_and_left_as_it_is(
    hass: HomeAssistant, hubspace: HubspaceSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    entry = entry_of(hubspace, version=2)
    before = dict(entry.data)
    entry.add_to_hass(hass)
    hubspace.requests.clear()
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.MIGRATION_ERROR
    sentence = f"Config entry {EMAIL} for latchkey has version 2 which is higher than the current version 1"
    assert sentence in caplog.text
    assert (entry.data, hubspace.requests) == (before, [])


@pytest.mark.parametrize(("title", "new_title"), [(EMAIL, f"Hubspace – {EMAIL}"), ("Our house", "Our house")])
async def test_an_account_that_version_0_1_0_has_linked_gets_its_brand_into_the_title_once(
    hass: HomeAssistant, hubspace: HubspaceSimulator, title: str, new_title: str
) -> None:
    entry = entry_of(hubspace, version=1)
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, title=title)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.title == new_title

    hass.config_entries.async_update_entry(entry, title=EMAIL)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert entry.title == EMAIL
