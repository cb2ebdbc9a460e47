"""The platforms of an account: only those of entities that it has are loaded."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import EntityPlatform, async_get_platforms

from ..clouds.model import Snapshot
from ..clouds.slices import in_slices
from ..const import DOMAIN
from ..entry import LatchkeyConfigEntry


async def async_load_platforms(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Load the platforms of what an account shows, and others as soon as it shows something of theirs."""
    coordinator = entry.runtime_data

    async def async_load_missing() -> None:
        # One after the other: of two at once, Home Assistant takes one for a set-up that did not wait.
        async with coordinator.work.turn:
            loaded = {platform.domain for platform in _loaded(hass, entry)}
            if missing := _needed(coordinator.data) - loaded:
                await hass.config_entries.async_forward_entry_setups(entry, sorted(missing))

    later = coordinator.async_add_listener(lambda: coordinator.work.begin(async_load_missing()))
    entry.async_on_unload(later)
    await async_load_missing()


async def async_unload_platforms(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> bool:
    """Unload the platforms of an account, whose entities stay registered."""
    await entry.runtime_data.work.async_end()
    platforms = _loaded(hass, entry)
    # Before they are unloaded, which would remove all of them in one long stretch.
    async for entity in in_slices([entity for each in platforms for entity in each.entities.values()]):
        await entity.async_remove()
    unloaded = await hass.config_entries.async_unload_platforms(entry, [each.domain for each in platforms])
    if unloaded:
        for platform in _loaded(hass, entry):
            await platform.async_destroy()  # Home Assistant 2026.8 leaves it among those of accounts.
    return unloaded


def _loaded(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> list[EntityPlatform]:
    """Return the platforms of an account that are loaded."""
    return [platform for platform in async_get_platforms(hass, DOMAIN) if platform.config_entry is entry]


def _needed(snapshot: Snapshot) -> set[str]:
    """Return the names of the platforms that show what there is."""
    return {feature.platform for device in snapshot.devices.values() for feature in device.features.values()}
