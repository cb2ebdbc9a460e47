"""Choices."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Select, SelectOption
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's choices."""
    async_add_features(entry, async_add_entities, Select, LatchkeySelect)


class LatchkeySelect(LatchkeyEntity[Select], SelectEntity):
    """A choice out of some options."""

    @property
    @override
    def options(self) -> list[str]:
        """Return what can be chosen."""
        return list(self.feature.options)

    @property
    @override
    def current_option(self) -> str | None:
        """Return what is chosen."""
        return self.feature.option

    @override
    async def async_select_option(self, option: str) -> None:
        """Choose."""
        await self.async_send(SelectOption(option))
