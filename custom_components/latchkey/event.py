"""What happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final, override

from homeassistant.components.event import (
    DoorbellEventType,
    EventDeviceClass,
    EventEntity,
    EventExtraStoredData,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.enum import try_parse_enum

from .account.coordinator import LatchkeyCoordinator
from .clouds.model import Device, Event
from .entities.entity import LatchkeyEntity, async_add_features
from .entities.test_rings import ATTR_TEST, TEST_RING_LIFE, CanTestRing, test_ring_signal
from .entry import LatchkeyConfigEntry

# Events come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what can happen in the account."""
    async_add_features(entry, async_add_entities, Event, _make_event)


def _make_event(coordinator: LatchkeyCoordinator, device: Device, feature: Event) -> LatchkeyEvent:
    """Return the entity of something that happens."""
    is_bell = (
        feature.device_class == EventDeviceClass.DOORBELL and DoorbellEventType.RING in feature.event_types
    )
    return (LatchkeyDoorbell if is_bell else LatchkeyEvent)(coordinator, device, feature)


NEWS: Final = timedelta(minutes=1)
"""What happened while nobody was here to take it, and is younger than that, is an event yet."""


@dataclass
class _Remembered(EventExtraStoredData):
    """What is kept for the next start: also when the last that is known happened, by the vendor's clock."""

    fired_at: str | None


class LatchkeyEvent(LatchkeyEntity[Event], EventEntity):
    """Something that happens; what happened before it was first seen is none of its events."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Event) -> None:
        """Take what happened last."""
        super().__init__(coordinator, device, feature)
        self._known = feature.available
        self._fired_at = feature.fired_at
        self._was_here = False
        self._missed: Event | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Take what happened since this Home Assistant, or the account, was here last."""
        await super().async_added_to_hass()
        stored = await self.async_get_last_extra_data()
        if stored is None or "fired_at" not in (remembered := stored.as_dict()):
            return
        known, now = self._known, self._fired_at
        self._was_here, self._known = True, False
        self._fired_at = dt_util.parse_datetime(remembered["fired_at"] or "")
        if known and now is not None:
            self._follow(self.feature)

    @property
    @override
    def extra_restore_state_data(self) -> _Remembered:
        """Return what is kept for the next start."""
        told = super().extra_restore_state_data
        fired_at = self._fired_at.isoformat() if self._fired_at is not None else None
        return _Remembered(told.last_event_type, told.last_event_attributes, fired_at)

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
        if self._fired_at == before or feature.event_type not in feature.event_types:
            return
        if known:
            self._fire_missed()
            self._fire(feature)
        elif self._was_here and self._is_news(feature):
            self._missed = feature
            self.async_on_remove(async_at_started(self.hass, self._fire_missed_soon))

    def _is_news(self, feature: Event) -> bool:
        """Return whether something has just happened, by the vendor's clock."""
        now = dt_util.utcnow() + timedelta(seconds=self.coordinator.data.clock_ahead)
        return feature.fired_at is not None and abs(now - feature.fired_at) < NEWS

    @callback
    def _fire_missed_soon(self, hass: HomeAssistant) -> None:
        """Fire what happened while nobody was here: not before it has a state, and there are automations."""
        hass.loop.call_soon(self._fire_missed)

    @callback
    def _fire_missed(self) -> None:
        """Fire what happened while nobody was here."""
        missed, self._missed = self._missed, None
        if missed is not None:
            self._fire(missed)
            self.async_write_ha_state()

    def _fire(self, feature: Event) -> None:
        """Fire what happened."""
        if not self._attr_available:
            # It is back first: automations leave out what comes out of being unavailable.
            self._attr_available = True
            self.async_write_ha_state()
        self._trigger_event(str(feature.event_type), dict(feature.attributes))


class LatchkeyDoorbell(LatchkeyEvent, CanTestRing):
    """A bell, which can be rung as a test, too."""

    _test_id = ""
    _was_test = False
    """Whether what happened last was a test."""

    _cancel_end: CALLBACK_TYPE | None = None
    """What lets a test ring on; None where none rings."""

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return what it tells beside its state: a test has nothing of the last call."""
        return {} if self._was_test else super().extra_state_attributes

    @callback
    @override
    def async_test_ring(self) -> None:
        """Ring as a test: neither the vendor nor the history of calls knows of it."""
        self._end_test()
        self._test_id = f"test_{token_hex(8)}"
        self._fire_test(DoorbellEventType.RING)
        self._cancel_end = async_call_later(self.hass, TEST_RING_LIFE, self._end_test)
        async_dispatcher_send(self.hass, test_ring_signal(self), True)

    @callback
    def _end_test(self, _now: datetime | None = None) -> None:
        """End a test that rings."""
        if self._cancel_end is None:
            return
        self._cancel_end()
        self._cancel_end = None
        if "ended" in self.event_types:
            self._fire_test("ended")
        async_dispatcher_send(self.hass, test_ring_signal(self), False)

    def _fire_test(self, event_type: str) -> None:
        """Fire what happens in a test."""
        self._was_test = True
        self._trigger_event(event_type, {"call_id": self._test_id, ATTR_TEST: True})
        self.async_write_ha_state()

    @override
    def _fire(self, feature: Event) -> None:
        """Fire what happened; a test gives way."""
        self._end_test()
        self._was_test = False
        super()._fire(feature)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """End a test that rings."""
        self._end_test()
        await super().async_will_remove_from_hass()
