"""Loads the vendor of an entry."""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.core import HomeAssistant

from ..clouds import load_vendor, load_vendors
from ..clouds.capabilities import HasDoors
from ..clouds.vendor import Vendor
from ..const import CONF_KIND, CONF_URL, DOMAIN


async def async_load_vendor(hass: HomeAssistant, entry_data: Mapping[str, Any]) -> Vendor:
    """Return the vendor of an entry, at the address that the entry has, if any."""
    kind, url = entry_data[CONF_KIND], entry_data.get(CONF_URL)
    return await hass.async_add_import_executor_job(load_vendor, kind, url)


async def async_have_doors(hass: HomeAssistant) -> bool:
    """Return whether there is an account that may have doors."""
    kinds = {
        entry.data[CONF_KIND] for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False)
    }
    return await hass.async_add_import_executor_job(_have_doors, kinds)


def _have_doors(kinds: Collection[str]) -> bool:
    """Return whether a vendor of these has doors; one that only a newer version knows has none here."""
    clouds = [vendor.load_cloud() for kind, vendor in load_vendors().items() if kind in kinds]
    return any(issubclass(cloud, HasDoors) for cloud in clouds)
