"""The Hubspace entities of the benchmark as Home Assistant's developer documentation teaches to write them.

A `DataUpdateCoordinator` asks the vendor, the vendor's library parses all that it answers, and each
`CoordinatorEntity` takes what is its own and writes its state. It is what Latchkey is measured against:
written as well as that way allows, and with no more than the devices of the benchmark need.
"""

import time
from typing import Final

from aioafero.v1 import AferoBridgeV1
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .coordinator import HubspaceConfigEntry, HubspaceCoordinator

PLATFORMS: Final = (Platform.BINARY_SENSOR, Platform.LIGHT, Platform.SENSOR)


async def async_setup_entry(hass: HomeAssistant, entry: HubspaceConfigEntry) -> bool:
    """Set an account up."""
    bridge = AferoBridgeV1(
        "alice@example.com",
        "refresh token",
        async_get_clientsession(hass),
        token="bearer",
        token_expiration=time.time() + 86_400,
        hide_secrets=False,
    )
    entry.runtime_data = HubspaceCoordinator(hass, entry, bridge)
    await entry.runtime_data.async_config_entry_first_refresh()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: HubspaceConfigEntry) -> bool:
    """Unload an account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
