"""How well a device hears its network."""

from typing import override

from aioafero.v1.models import Device
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.const import SIGNAL_STRENGTH_DECIBELS_MILLIWATT, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import HubspaceConfigEntry, HubspaceCoordinator
from .entity import HubspaceEntity

PARALLEL_UPDATES = 0
RSSI = "wifi-rssi"


async def async_setup_entry(
    hass: HomeAssistant, entry: HubspaceConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a sensor for each device that tells its signal strength."""
    coordinator = entry.runtime_data
    async_add_entities(
        HubspaceSignalStrength(coordinator, device)
        for device in coordinator.data.devices.values()
        if RSSI in device.sensors
    )


class HubspaceSignalStrength(HubspaceEntity, SensorEntity):
    """How well a device hears its network."""

    _attr_name = "Signal strength"
    _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_native_unit_of_measurement = SIGNAL_STRENGTH_DECIBELS_MILLIWATT
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, coordinator: HubspaceCoordinator, device: Device) -> None:
        """Take the device."""
        super().__init__(coordinator, "signal_strength", device.id, device.device_information)

    @override
    def _take(self) -> None:
        self._attr_native_value = self.coordinator.data.devices[self._id].sensors[RSSI].value
