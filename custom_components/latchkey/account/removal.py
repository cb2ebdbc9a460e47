"""Leaves nothing of an account that is removed, here or at its vendor."""

from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR

from ..const import DOMAIN
from ..door_phone.call_history import async_forget_calls
from ..entry import LatchkeyConfigEntry
from .issues import AccountIssues
from .leftovers import remove_leftovers
from .revocation import async_revoke
from .token_store import TokenStore
from .vendor import async_load_vendor


async def async_remove_entry(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Forget the refresh token and the calls of an account, and have the vendor revoke the token."""
    refresh_token = await TokenStore(hass, entry).async_forget()
    AccountIssues(hass, entry).withdraw()
    await async_forget_calls(hass, entry.entry_id)
    await async_remove_leftovers(hass, entry)
    await async_revoke(hass, await async_load_vendor(hass, entry.data), refresh_token)


async def async_remove_leftovers(hass: HomeAssistant, removed: LatchkeyConfigEntry | None = None) -> None:
    """Remove the files of accounts that are gone, and what a kill left behind."""
    entries = [entry for entry in hass.config_entries.async_entries(DOMAIN) if entry is not removed]
    folder = Path(hass.config.path(STORAGE_DIR))
    await hass.async_add_executor_job(remove_leftovers, folder, {entry.entry_id for entry in entries})
