"""What sees."""

from typing import override

from homeassistant.components.camera import Camera as CameraEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Camera, Device
from .coordinator import LatchkeyConfigEntry, LatchkeyCoordinator
from .entity import LatchkeyEntity, async_add_features

# A picture may take its time, and several people may look.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's cameras."""
    async_add_features(entry, async_add_entities, Camera, LatchkeyCamera)


class LatchkeyCamera(LatchkeyEntity[Camera], CameraEntity):
    """A camera that is asked for a picture whenever somebody looks."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> None:
        """Take the feature as it is now."""
        LatchkeyEntity.__init__(self, coordinator, device, feature)
        CameraEntity.__init__(self)

    @property
    @override
    def is_on(self) -> bool:
        """Return whether it sees anything."""
        return self.feature.on

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it sees now."""
        return await self.coordinator.async_get_image(self._device_id, self.feature.key)
