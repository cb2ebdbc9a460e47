"""Times of the day that can be set."""

from datetime import time
from typing import override

from homeassistant.components.time import TimeEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import SetTime, Time
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's times of the day."""
    async_add_features(entry, async_add_entities, Time, LatchkeyTime)


class LatchkeyTime(LatchkeyEntity[Time], TimeEntity):
    """A time of the day that can be set."""

    @property
    @override
    def native_value(self) -> time | None:
        """Return the time."""
        return self.feature.value

    @override
    async def async_set_value(self, value: time) -> None:
        """Set it."""
        await self.async_send(SetTime(value))
