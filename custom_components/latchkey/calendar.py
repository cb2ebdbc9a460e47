"""Calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from functools import partial
from typing import Any, Final, override

from homeassistant.components.calendar import CalendarEntity, CalendarEntityFeature
from homeassistant.components.calendar import CalendarEvent as NativeEvent
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.coordinator import LatchkeyCoordinator
from .clouds.capabilities import HasCalendars
from .clouds.model import Calendar, CalendarAbility, CalendarEvent, Device, EventId
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# Events are only asked for, and several people may look.
PARALLEL_UPDATES = 0

_FEATURES: Final[Mapping[CalendarAbility, CalendarEntityFeature]] = {
    "create": CalendarEntityFeature.CREATE_EVENT,
    "delete": CalendarEntityFeature.DELETE_EVENT,
    "update": CalendarEntityFeature.UPDATE_EVENT,
}

_FIELDS: Final = frozenset(field.name for field in fields(NativeEvent))
"""What this Home Assistant knows of an event; before 2026.10 that is no status."""

type _Span = tuple[datetime, datetime]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's calendars."""
    async_add_features(entry, async_add_entities, Calendar, LatchkeyCalendar)


class LatchkeyCalendar(LatchkeyEntity[Calendar], CalendarEntity):
    """A calendar."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Calendar) -> None:
        """Take the feature as it is now; nobody looks at its events."""
        super().__init__(coordinator, device, feature)
        self._watching: dict[_Span, CALLBACK_TYPE] = {}
        self._told: dict[_Span, Sequence[CalendarEvent]] = {}
        """The events of those spans that somebody looks at."""

    @property
    @override
    def supported_features(self) -> CalendarEntityFeature | None:
        """Return what can be done with events, if anything."""
        features = CalendarEntityFeature(0)
        for ability in self.feature.abilities:
            features |= _FEATURES[ability]
        return features or None

    @property
    @override
    def event(self) -> NativeEvent | None:
        """Return what takes place now, or next."""
        return _native(self.feature.event) if self.feature.event is not None else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[NativeEvent]:
        """Return the events of a span: as they were told where somebody looks at it, else as they are now."""
        self._watch_what_is_looked_at()
        told = self._told.get((start_date, end_date))
        events = told if told is not None else await self._async_ask_for_events(start_date, end_date)
        return [native for event in events if (native := _native(event)) is not None]

    async def _async_ask_for_events(self, start: datetime, end: datetime) -> Sequence[CalendarEvent]:
        """Return the events of a span as they are now."""
        return await self.async_ask(
            HasCalendars, lambda cloud: cloud.async_get_events(*self.feature_id, start, end)
        )

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        """Put an event into the calendar."""
        event = _event(kwargs)
        await self.async_ask(HasCalendars, lambda cloud: cloud.async_create_event(*self.feature_id, event))

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Change an event, one of a series, or that and all that follow."""
        event_id = EventId(uid=uid, recurrence_id=recurrence_id, recurrence_range=recurrence_range)
        wanted = _event(event)
        await self.async_ask(
            HasCalendars, lambda cloud: cloud.async_update_event(*self.feature_id, event_id, wanted)
        )

    @override
    async def async_delete_event(
        self, uid: str, recurrence_id: str | None = None, recurrence_range: str | None = None
    ) -> None:
        """Take an event out of the calendar, one of a series, or that and all that follow."""
        event_id = EventId(uid=uid, recurrence_id=recurrence_id, recurrence_range=recurrence_range)
        await self.async_ask(HasCalendars, lambda cloud: cloud.async_delete_event(*self.feature_id, event_id))

    @callback
    def _watch_what_is_looked_at(self) -> None:
        """Be told the events of the spans that somebody looks at, and of no others.

        Home Assistant does not say when that changes, but asks for the events of what is looked at anew.
        """
        wanted = {(start, end) for start, end, _ in self._event_listeners or ()}
        for span in self._watching.keys() - wanted:
            self._unwatch(span)
        for span in wanted - self._watching.keys():
            cloud = self.coordinator.able(HasCalendars)
            self._watching[span] = cloud.watch_events(*self.feature_id, *span, partial(self._take, span))

    def _unwatch(self, span: _Span) -> None:
        self._told.pop(span, None)
        self._watching.pop(span)()

    @callback
    def _take(self, span: _Span, events: Sequence[CalendarEvent] | None) -> None:
        """Take the events of a span, and tell whoever looks at them where they are others."""
        self._watch_what_is_looked_at()
        if span not in self._watching or events == self._told.get(span):
            return
        if events is None:
            del self._told[span]
        else:
            self._told[span] = events
        self.async_update_event_listeners()

    @override
    async def async_added_to_hass(self) -> None:
        """Be told what somebody looked at before it had another entity id."""
        await super().async_added_to_hass()
        self._watch_what_is_looked_at()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Be told nothing any more."""
        for span in tuple(self._watching):
            self._unwatch(span)
        await super().async_will_remove_from_hass()


def _native(event: CalendarEvent) -> NativeEvent | None:
    """Return an event in Home Assistant's words; None where that does not take it for one."""
    told: dict[str, Any] = {key: value for key, value in asdict(event).items() if key in _FIELDS}
    try:
        return NativeEvent(**told)
    except HomeAssistantError:
        return None


def _event(wanted: Mapping[str, Any]) -> CalendarEvent:
    """Return an event that Home Assistant wants to be."""
    return CalendarEvent(
        start=wanted["dtstart"],
        end=wanted["dtend"],
        summary=wanted["summary"],
        description=wanted.get("description"),
        location=wanted.get("location"),
        rrule=wanted.get("rrule"),
    )
