"""Pictures that change now and then."""

from datetime import datetime
from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.coordinator import LatchkeyCoordinator
from .clouds.model import Device, Image
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# A picture may take its time, and several people may look.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's pictures."""
    async_add_features(entry, async_add_entities, Image, LatchkeyImage)


class LatchkeyImage(LatchkeyEntity[Image], ImageEntity):
    """A picture that is fetched when somebody looks, and kept until it changes."""

    _shows_by_itself = True

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Image) -> None:
        """Take the feature as it is now; nobody looks."""
        LatchkeyEntity.__init__(self, coordinator, device, feature)
        ImageEntity.__init__(self, coordinator.hass, verify_ssl=True)
        self._kept: tuple[datetime | None, bytes] | None = None

    @property
    @override
    def image_last_updated(self) -> datetime | None:
        """Return when it changed last."""
        return self.feature.updated

    @override
    async def async_image(self) -> bytes | None:
        """Return what it shows."""
        updated = self.feature.updated
        if self._kept is None or self._kept[0] != updated:
            picture = await self.async_get_picture()
            self._attr_content_type = picture.content_type
            self._kept = (updated, picture.content)
        return self._kept[1]
