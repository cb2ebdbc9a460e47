"""What a person reads after a backup was restored whose key is older than the vendor's newest."""

import os
import time
from pathlib import Path

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.account.token_store import TokenStore
from custom_components.latchkey.const import CONF_REFRESH_TOKEN, DOMAIN
from tests.simulators.hubspace import HubspaceSimulator

from .test_token_store import write_entries


def restore(hass: HomeAssistant) -> None:
    """Give the files of Home Assistant the time of their last write, as what unpacks a backup does."""
    yesterday = time.time() - 24 * 60 * 60
    for path in Path(hass.config.path(".storage")).iterdir():
        os.utime(path, (yesterday, yesterday))


async def set_up_with_a_burned_token(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> dict[str, str] | None:
    """Set up an account whose token was used elsewhere; return what the new login says before it begins."""
    hubspace.tokens.refresh(entry.data[CONF_REFRESH_TOKEN])
    hubspace.requests.clear()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert hubspace.count(HubspaceSimulator.TOKEN) == hubspace.count() == 1
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["step_id"] == "credentials_again"
    return form["errors"]


async def test_a_restored_backup_with_a_burned_key_costs_one_request_and_one_login_that_says_why(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    await write_entries(hass)
    restore(hass)
    assert await set_up_with_a_burned_token(hass, hubspace, entry) == {"base": "older_key"}


async def test_a_key_in_the_journal_of_a_backup_is_an_older_one_too(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    older = dict(entry.data)
    rotated = hubspace.tokens.refresh(older[CONF_REFRESH_TOKEN])
    assert rotated is not None
    await TokenStore(hass, entry).async_rotate(rotated.refresh_token)
    await write_entries(hass)
    restore(hass)
    hass.config_entries.async_update_entry(entry, data=older)
    hubspace.tokens.refresh(rotated.refresh_token)
    assert await set_up_with_a_burned_token(hass, hubspace, entry) == {"base": "older_key"}


async def test_a_key_that_was_never_in_a_backup_is_not_said_to_be_from_one(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    await write_entries(hass)
    assert await set_up_with_a_burned_token(hass, hubspace, entry) == {}


async def test_a_key_that_followed_the_one_of_a_backup_is_not_said_to_be_from_it(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    await write_entries(hass)
    restore(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    hubspace.tokens.revoke_all()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["errors"] == {}
