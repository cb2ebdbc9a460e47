"""What happens."""

from typing import override

from homeassistant.components.event import EventDeviceClass, EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .account.coordinator import LatchkeyCoordinator
from .clouds.model import Device, Event
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# Events come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what can happen in the account."""
    async_add_features(entry, async_add_entities, Event, LatchkeyEvent)


class LatchkeyEvent(LatchkeyEntity[Event], EventEntity):
    """Something that happens; what happened before it was first seen is none of its events."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Event) -> None:
        """Take what happened last."""
        super().__init__(coordinator, device, feature)
        self._known = feature.available
        self._fired_at = feature.fired_at

    @property
    @override
    def device_class(self) -> EventDeviceClass | None:
        """Return what makes it happen."""
        return try_parse_enum(EventDeviceClass, self.feature.device_class)

    @property
    @override
    def event_types(self) -> list[str]:
        """Return what can happen."""
        return list(self.feature.event_types)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Fire where something happened since the vendor told last what did."""
        feature = self.coordinator.feature(self._device_id, self.feature.key)
        if isinstance(feature, Event) and feature.available:
            self._follow(feature)
        super()._handle_coordinator_update()

    def _follow(self, feature: Event) -> None:
        """Take what happened last, which says nothing the first time: it may be long ago."""
        known, before = self._known, self._fired_at
        self._known, self._fired_at = True, feature.fired_at or before
        if known and self._fired_at != before and feature.event_type in feature.event_types:
            if not self._attr_available:
                # It is back first: automations leave out what comes out of being unavailable.
                self._attr_available = True
                self.async_write_ha_state()
            self._trigger_event(feature.event_type, dict(feature.attributes))
