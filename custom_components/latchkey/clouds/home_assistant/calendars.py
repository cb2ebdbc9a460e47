"""What takes place at another Home Assistant."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, override
from urllib.parse import quote

from yarl import URL

from ...auth.http import async_read_json
from ..base import CommandRefused
from ..capabilities import HasCalendars
from ..model import CalendarEvent, EventId
from ..raw import read_mapping
from .asking import Asking
from .mapping.calendars import describe_event, parse_events

_UNKNOWN = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
"""What is said of a calendar that is not there any more."""


class Calendars(Asking, HasCalendars):
    """Events that are asked for, told while somebody looks, and changed."""

    @override
    async def async_get_events(
        self, device_id: str, feature_key: str, start: datetime, end: datetime
    ) -> Sequence[CalendarEvent]:
        """Return the events of a span (`/api/calendars`); see `HasCalendars.async_get_events`.

        Not by the action `get_events`, which tells no ids and asks for the right to control the entity.
        """
        url = URL(f"{self._url}/api/calendars/{quote(self._entity_id(device_id, feature_key))}")
        span = {"start": start.isoformat(), "end": end.isoformat()}
        response = await self._session.async_request("GET", str(url.with_query(span)))
        if response.status in _UNKNOWN:
            raise CommandRefused("unknown_device")
        return parse_events(await async_read_json(response))

    @override
    def watch_events(
        self,
        device_id: str,
        feature_key: str,
        start: datetime,
        end: datetime,
        on_events: Callable[[Sequence[CalendarEvent] | None], None],
    ) -> Callable[[], None]:
        """Tell the events of a span; see `HasCalendars.watch_events`."""

        def on_event(event: Any) -> None:
            told = read_mapping(event).get("events")
            on_events(parse_events(told) if isinstance(told, list) else None)

        return self._watches.add(
            (device_id, feature_key),
            "calendar/event/subscribe",
            on_event,
            start=start.isoformat(),
            end=end.isoformat(),
        )

    @override
    async def async_create_event(self, device_id: str, feature_key: str, event: CalendarEvent) -> None:
        """Put an event into a calendar; see `HasCalendars.async_create_event`."""
        await self._async_do("create", device_id, feature_key, event=describe_event(event))

    @override
    async def async_update_event(
        self, device_id: str, feature_key: str, event_id: EventId, event: CalendarEvent
    ) -> None:
        """Change an event; see `HasCalendars.async_update_event`."""
        await self._async_do(
            "update", device_id, feature_key, **_describe_id(event_id), event=describe_event(event)
        )

    @override
    async def async_delete_event(self, device_id: str, feature_key: str, event_id: EventId) -> None:
        """Take an event out of a calendar; see `HasCalendars.async_delete_event`."""
        await self._async_do("delete", device_id, feature_key, **_describe_id(event_id))

    async def _async_do(self, what: str, device_id: str, feature_key: str, **fields: Any) -> None:
        """Do something with an event (`calendar/event`)."""
        entity_id = self._entity_id(device_id, feature_key)
        async with self._client() as client:
            await client.async_do(f"calendar/event/{what}", entity_id=entity_id, **fields)


def _describe_id(event_id: EventId) -> dict[str, str]:
    """Return the fields that name an event."""
    fields = {
        "uid": event_id.uid,
        "recurrence_id": event_id.recurrence_id,
        "recurrence_range": event_id.recurrence_range,
    }
    return {key: value for key, value in fields.items() if value}
