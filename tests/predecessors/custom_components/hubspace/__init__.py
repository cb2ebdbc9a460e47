"""Stands in for the integration "hubspace" that HACS offers."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Make the entities that the entry lists."""
    await hass.config_entries.async_forward_entry_setups(entry, _domains(entry))
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Take them away."""
    return await hass.config_entries.async_unload_platforms(entry, _domains(entry))


def _domains(entry: ConfigEntry) -> list[str]:
    """Return the platforms that are needed."""
    return sorted({each["domain"] for each in entry.options.get("entities", ())})
