"""Stands in for the integration "remote_homeassistant" that HACS offers.

Its entities are states, and entries of the registry that know neither a config entry nor a device.
"""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

DOMAIN = "remote_homeassistant"


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Show the states that the entry lists, under the ids that they have at the other side."""
    for each in entry.options.get("entities", ()):
        entity_id = f"{each['domain']}.{each['name']}"
        er.async_get(hass).async_get_or_create(
            each["domain"],
            DOMAIN,
            f"{(entry.unique_id or '')[:16]}_{entity_id}",
            suggested_object_id=each["name"],
        )
        attributes = {"friendly_name": each["name"], "unit_of_measurement": each.get("unit")}
        hass.states.async_set(entity_id, str(each.get("state", "on")), attributes)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Take the states away."""
    for each in entry.options.get("entities", ()):
        hass.states.async_remove(f"{each['domain']}.{each['name']}")
    return True
