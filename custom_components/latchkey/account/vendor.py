"""Loads the vendor of an entry."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant

from ..clouds import load_vendor
from ..clouds.vendor import Vendor
from ..const import CONF_KIND, CONF_URL


async def async_load_vendor(hass: HomeAssistant, entry_data: Mapping[str, Any]) -> Vendor:
    """Return the vendor of an entry, at the address that the entry has, if any."""
    kind, url = entry_data[CONF_KIND], entry_data.get(CONF_URL)
    return await hass.async_add_import_executor_job(load_vendor, kind, url)
