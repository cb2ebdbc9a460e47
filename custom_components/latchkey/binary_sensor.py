"""Readings that are yes or no."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import BinarySensor
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# Readings come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's readings that are yes or no."""
    async_add_features(entry, async_add_entities, BinarySensor, LatchkeyBinarySensor)


class LatchkeyBinarySensor(LatchkeyEntity[BinarySensor], BinarySensorEntity):
    """A reading that is yes or no."""

    @property
    @override
    def device_class(self) -> BinarySensorDeviceClass | None:
        """Return what is read."""
        return try_parse_enum(BinarySensorDeviceClass, self.feature.device_class)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the reading."""
        return self.feature.on
