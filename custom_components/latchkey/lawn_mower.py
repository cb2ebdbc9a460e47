"""Robots that mow."""

from typing import override

from homeassistant.components.lawn_mower import LawnMowerActivity, LawnMowerEntity, LawnMowerEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import LawnMower, MoveLawnMower
from .entities.abilities import as_flags
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's robots that mow."""
    async_add_features(entry, async_add_entities, LawnMower, LatchkeyLawnMower)


class LatchkeyLawnMower(LatchkeyEntity[LawnMower], LawnMowerEntity):
    """A robot that mows."""

    @property
    @override
    def supported_features(self) -> LawnMowerEntityFeature:
        """Return what it can do."""
        return as_flags(LawnMowerEntityFeature, self.feature.abilities)

    @property
    @override
    def activity(self) -> LawnMowerActivity | None:
        """Return what it is doing."""
        return try_parse_enum(LawnMowerActivity, self.feature.activity)

    @override
    async def async_start_mowing(self) -> None:
        """Start or go on mowing."""
        await self.async_send(MoveLawnMower("start_mowing"))

    @override
    async def async_pause(self) -> None:
        """Pause."""
        await self.async_send(MoveLawnMower("pause"))

    @override
    async def async_dock(self) -> None:
        """Go home."""
        await self.async_send(MoveLawnMower("dock"))

    @override
    async def async_stop(self) -> None:
        """Stop."""
        await self.async_send(MoveLawnMower("stop"))
