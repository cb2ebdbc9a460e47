"""The events of another Home Assistant's bus, so that nothing goes round in circles.

An event that is told carries the users of whose accounts it has come through, as the unique ids of mirrored
entities do (origin.py): it is not told to a Home Assistant through one of whose users it came.
"""

import json
import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from ..model import JsonValue
from ..raw import read_mapping, read_text, read_texts
from ..settings import Settings
from .client import Client, Declined
from .origin import MAX_HOPS

WAY: Final = "latchkey"
"""Where an event says through whose accounts it came, the nearest first."""

MAX_BYTES: Final = 32_768
"""Of one event; that of a bus is as long as its maker likes."""

_LOGGER: Final = logging.getLogger(__name__)


class Bus:
    """The events that a person wants to have here."""

    def __init__(self, settings: Settings) -> None:
        """Take what a person wants; nobody is told yet."""
        self._settings = settings
        self._on_event: Callable[[str, Mapping[str, JsonValue]], None] | None = None
        self._user = ""

    def tell(self, on_event: Callable[[str, Mapping[str, JsonValue]], None]) -> None:
        """Have somebody told."""
        self._on_event = on_event

    async def async_subscribe(self, client: Client) -> None:
        """Be told of the events (`subscribe_events`) while a socket is open. Raises TemporaryError."""
        if not self._settings.event_types:
            return
        self._user = read_text(read_mapping(await client.async_ask("auth/current_user")).get("id")) or ""
        for event_type in await async_subscribe(client, self._on_message, self._settings.event_types):
            _LOGGER.warning("The other side tells events of the type %s to administrators only", event_type)

    def _on_message(self, raw: Any) -> None:
        """Take an event."""
        event = read_mapping(raw)
        event_type, data = read_text(event.get("event_type")), dict(read_mapping(event.get("data")))
        way: list[JsonValue] = [self._user, *read_texts(data.pop(WAY, None))]
        if event_type not in self._settings.event_types or self._on_event is None:
            return
        if len(way) > MAX_HOPS or not self._settings.own_account_ids.isdisjoint(map(str, way)):
            return
        if len(json.dumps(data)) > MAX_BYTES:
            _LOGGER.warning("An event of the type %s is too long to be fired here", event_type)
            return
        self._on_event(event_type, {**data, WAY: way})


async def async_subscribe(
    client: Client, on_message: Callable[[Any], None], event_types: Collection[str]
) -> list[str]:
    """Be told of events; return the types that are told to administrators only. Raises TemporaryError."""
    forbidden = []
    for event_type in sorted(event_types):
        try:
            await client.async_subscribe(on_message, "subscribe_events", event_type=event_type)
        except Declined as error:
            if error.code != "unauthorized":
                raise
            forbidden.append(event_type)
    return forbidden
