"""Removes the entities of an account before its platforms are unloaded, which would take one long stretch."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import async_get_platforms

from ..clouds.slices import in_slices
from ..const import DOMAIN
from ..entry import LatchkeyConfigEntry


async def async_remove_entities(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Add no more entities of an account, and remove those that there are; the registry keeps them."""
    await entry.runtime_data.work.async_end()
    platforms = [each for each in async_get_platforms(hass, DOMAIN) if each.config_entry is entry]
    async for entity in in_slices([entity for each in platforms for entity in each.entities.values()]):
        await entity.async_remove()
