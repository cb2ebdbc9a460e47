"""Who and what is somewhere."""

from typing import Any, override

from homeassistant.components.device_tracker import (
    ATTR_TRACKING_TYPE,
    SourceType,
    TrackerEntity,
    TrackingType,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Tracker
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# Places come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add who and what the account knows to be somewhere."""
    async_add_features(entry, async_add_entities, Tracker, LatchkeyTracker)


class LatchkeyTracker(LatchkeyEntity[Tracker], TrackerEntity):
    """Somebody or something that is somewhere: at home where its vendor says so, whoever's home that is."""

    @property
    @override
    def state(self) -> str | None:
        """Return where it is, in the words of its vendor: this side may not know that zone."""
        return self.feature.location

    @property
    @override
    def capability_attributes(self) -> dict[str, Any]:
        """Return how it is known where it is."""
        is_by_connection = self.feature.is_by_connection
        return {ATTR_TRACKING_TYPE: TrackingType.CONNECTION if is_by_connection else TrackingType.POSITION}

    @property
    @override
    def source_type(self) -> SourceType:
        """Return what tells where it is."""
        return try_parse_enum(SourceType, self.feature.source) or SourceType.GPS

    @property
    @override
    def latitude(self) -> float | None:
        """Return how far north it is."""
        return self.feature.latitude

    @property
    @override
    def longitude(self) -> float | None:
        """Return how far east it is."""
        return self.feature.longitude

    @property
    @override
    def location_accuracy(self) -> float:
        """Return by how many metres that may be wrong."""
        return self.feature.accuracy
