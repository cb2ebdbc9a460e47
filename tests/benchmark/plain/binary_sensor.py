"""Whether the vendor reaches a device."""

from typing import override

from aioafero.v1.models import Device
from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import HubspaceConfigEntry, HubspaceCoordinator
from .entity import HubspaceEntity

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: HubspaceConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a sensor for each device."""
    coordinator = entry.runtime_data
    async_add_entities(
        HubspaceConnection(coordinator, device) for device in coordinator.data.devices.values()
    )


class HubspaceConnection(HubspaceEntity, BinarySensorEntity):
    """Whether the vendor reaches a device."""

    _attr_name = "Connection"
    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: HubspaceCoordinator, device: Device) -> None:
        """Take the device."""
        super().__init__(coordinator, "connection", device.id, device.device_information)

    @override
    def _take(self) -> None:
        self._attr_is_on = self.coordinator.data.devices[self._id].available
