"""Days that can be set."""

from datetime import date
from typing import override

from homeassistant.components.date import DateEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Date, SetDate
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's days."""
    async_add_features(entry, async_add_entities, Date, LatchkeyDate)


class LatchkeyDate(LatchkeyEntity[Date], DateEntity):
    """A day that can be set."""

    @property
    @override
    def native_value(self) -> date | None:
        """Return the day."""
        return self.feature.value

    @override
    async def async_set_value(self, value: date) -> None:
        """Set it."""
        await self.async_send(SetDate(value))
