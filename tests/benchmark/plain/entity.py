"""What all entities have in common."""

from abc import abstractmethod
from typing import override

from aioafero.v1.models.resource import DeviceInformation
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import HubspaceCoordinator


class HubspaceEntity(CoordinatorEntity[HubspaceCoordinator]):
    """Something of a device."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: HubspaceCoordinator, key: str, item_id: str, device: DeviceInformation
    ) -> None:
        """Take it as it is now."""
        super().__init__(coordinator)
        self._id = item_id
        self._attr_unique_id = f"{item_id}-{key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, device.parent_id or item_id)},
            name=device.name,
            manufacturer=device.manufacturer,
            model=device.model,
        )
        self._take()

    @abstractmethod
    def _take(self) -> None:
        """Take what the coordinator has."""

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Take what the coordinator has, and write it."""
        self._take()
        self.async_write_ha_state()
