"""Latchkey: accounts that live on refresh tokens, linked without keeping a password."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.typing import ConfigType

from .account.coordinator import LatchkeyCoordinator
from .account.migration import async_migrate_entry as async_migrate_entry
from .account.removal import async_remove_entry as async_remove_entry
from .account.removal import async_remove_leftovers
from .account.vendor import async_load_vendor
from .account.watch import async_watch, is_reached
from .actions.accounts import async_setup_services
from .const import DOMAIN
from .entities.pictures import PictureView
from .entities.platforms import async_load_platforms, async_unload_platforms
from .entry import LatchkeyConfigEntry
from .moving.offers import async_offer_to_take_over
from .moving.taking_over import async_finish_moving

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what there is once for all accounts, remove what a kill left behind, finish what it cut off."""
    async_setup_services(hass)
    hass.http.register_view(PictureView())
    await async_remove_leftovers(hass)
    await async_finish_moving(hass)
    async_watch(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> bool:
    """Set up an account, which is there before its first poll: diagnostics tell what was wrong with that."""
    entry.runtime_data = LatchkeyCoordinator(hass, entry, await async_load_vendor(hass, entry.data))
    await async_offer_to_take_over(hass, entry)
    await entry.runtime_data.async_config_entry_first_refresh()
    await async_load_platforms(hass, entry)
    await entry.runtime_data.async_start_listening()
    return True


async def async_unload_entry(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> bool:
    """Unload an account."""
    if unloaded := await async_unload_platforms(hass, entry):
        # Here, since Home Assistant's own cleaning up waits for ten seconds at most.
        await entry.runtime_data.async_close()
    return unloaded


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: LatchkeyConfigEntry, device: DeviceEntry
) -> bool:
    """Let a person remove a device that the vendor does not list, or may not: it did not answer well."""
    return not is_reached(entry) or entry.runtime_data.device_id(device) is None
