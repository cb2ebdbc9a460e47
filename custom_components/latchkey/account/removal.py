"""Leaves nothing of an account that is removed, here or at its vendor."""

from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.storage import STORAGE_DIR

from ..clouds.slices import in_slices
from ..const import DOMAIN
from ..dashboard import async_withdraw_card
from ..door_phone.call_history import async_forget_calls
from ..entry import LatchkeyConfigEntry
from .issues import AccountIssues
from .leftovers import remove_leftovers
from .remembered import async_forget
from .revocation import async_revoke
from .token_store import TokenStore
from .vendor import async_have_doors, async_load_vendor


async def async_remove_entry(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Forget all that is kept of an account, and have the vendor revoke its refresh token."""
    refresh_token = await TokenStore(hass, entry).async_forget()
    AccountIssues(hass, entry).withdraw()
    await async_forget(hass, entry.entry_id)
    await async_forget_calls(hass, entry.entry_id)
    if not await async_have_doors(hass):
        await async_withdraw_card(hass)
    await async_remove_leftovers(hass, entry)
    await async_revoke(hass, await async_load_vendor(hass, entry.data), refresh_token)
    await _async_clear_registries(hass, entry.entry_id)


async def _async_clear_registries(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what Home Assistant would remove right after this, but in one long stretch."""
    entities, devices = er.async_get(hass), dr.async_get(hass)
    async for entity in in_slices(er.async_entries_for_config_entry(entities, entry_id)):
        entities.async_remove(entity.entity_id)
    async for device in in_slices(dr.async_entries_for_config_entry(devices, entry_id)):
        devices.async_remove_device(device.id)


async def async_remove_leftovers(hass: HomeAssistant, removed: LatchkeyConfigEntry | None = None) -> None:
    """Remove the files of accounts that are gone, and what a kill left behind."""
    entries = [entry for entry in hass.config_entries.async_entries(DOMAIN) if entry is not removed]
    folder = Path(hass.config.path(STORAGE_DIR))
    await hass.async_add_executor_job(remove_leftovers, folder, {entry.entry_id for entry in entries})
