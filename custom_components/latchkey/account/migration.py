"""Brings an account up to date that an older version has linked."""

from typing import Final

from homeassistant.core import HomeAssistant

from ..const import CONF_ACCOUNT_NAME
from ..entry import LatchkeyConfigEntry
from .vendor import async_load_vendor

VERSION: Final = 1
"""Rises with what an older Latchkey cannot read."""

MINOR_VERSION: Final = 2
"""Rises with what it can: since 2, an entry is titled with brand and account."""


async def async_migrate_entry(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> bool:
    """Title an entry with its brand too, unless a person gave it a title of their own."""
    if entry.version > VERSION:
        return False
    if entry.minor_version < MINOR_VERSION:
        vendor = await async_load_vendor(hass, entry.data)
        name = entry.data.get(CONF_ACCOUNT_NAME)
        title = vendor.title(name) if entry.title == name else entry.title
        hass.config_entries.async_update_entry(entry, title=title, minor_version=MINOR_VERSION)
    return True
