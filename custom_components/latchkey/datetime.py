"""Moments that can be set."""

from datetime import datetime
from typing import override

from homeassistant.components.datetime import DateTimeEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import DateTime, SetDateTime
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's moments."""
    async_add_features(entry, async_add_entities, DateTime, LatchkeyDateTime)


class LatchkeyDateTime(LatchkeyEntity[DateTime], DateTimeEntity):
    """A moment that can be set."""

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the moment."""
        return self.feature.value

    @override
    async def async_set_value(self, value: datetime) -> None:
        """Set it."""
        await self.async_send(SetDateTime(value))
