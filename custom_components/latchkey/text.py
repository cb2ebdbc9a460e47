"""Texts that can be set."""

from typing import Any, override

from homeassistant.components.text import ATTR_PATTERN, TextEntity, TextMode
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import SetText, Text
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's texts."""
    async_add_features(entry, async_add_entities, Text, LatchkeyText)


class LatchkeyText(LatchkeyEntity[Text], TextEntity):
    """A text that can be set."""

    @property
    @override
    def capability_attributes(self) -> dict[str, Any]:
        """Return what a text can be; a pattern is for browsers alone.

        Home Assistant would match it on the event loop, for as long as whoever wrote it wants.
        """
        return {**super().capability_attributes, ATTR_PATTERN: self.feature.pattern}

    @property
    @override
    def mode(self) -> TextMode:
        """Return whether it is shown while it is typed."""
        return TextMode.PASSWORD if self.feature.is_password else TextMode.TEXT

    @property
    @override
    def native_min(self) -> int:
        """Return how long it is at least."""
        return self.feature.min_length

    @property
    @override
    def native_max(self) -> int:
        """Return how long it is at most."""
        return self.feature.max_length

    @property
    @override
    def native_value(self) -> str | None:
        """Return the text."""
        return self.feature.value

    @override
    async def async_set_value(self, value: str) -> None:
        """Set it."""
        await self.async_send(SetText(value))
