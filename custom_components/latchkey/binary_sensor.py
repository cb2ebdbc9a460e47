"""Readings that are yes or no."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .account.coordinator import LatchkeyCoordinator
from .clouds.model import BinarySensor, Device
from .entities.entity import LatchkeyEntity, async_add_features
from .entities.test_rings import test_ring_signal
from .entry import LatchkeyConfigEntry

# Readings come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's readings that are yes or no."""
    async_add_features(entry, async_add_entities, BinarySensor, _make_binary_sensor)


def _make_binary_sensor(
    coordinator: LatchkeyCoordinator, device: Device, feature: BinarySensor
) -> LatchkeyBinarySensor:
    """Return the entity of a reading that is yes or no."""
    sensor = LatchkeyRingingSensor if feature.is_bell else LatchkeyBinarySensor
    return sensor(coordinator, device, feature)


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


class LatchkeyRingingSensor(LatchkeyBinarySensor):
    """Whether somebody rings, be it as a test."""

    _is_test = False

    @override
    async def async_added_to_hass(self) -> None:
        """Take when its device rings as a test."""
        await super().async_added_to_hass()
        self.async_on_remove(async_dispatcher_connect(self.hass, test_ring_signal(self), self._take_test))

    @callback
    def _take_test(self, rings: bool) -> None:
        """Take whether its device rings as a test."""
        self._is_test = rings
        self.async_write_ha_state()

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether somebody rings."""
        return self._is_test or super().is_on
