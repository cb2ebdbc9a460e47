"""Messages of the push server, taken into the home as the states that a poll would have told."""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, Final

from aioafero.v1.conclave.protocol import PUBLIC_INVALIDATE_EVENT, parse_private_frame, parse_public_frame

from ..raw import MAX_TEXT, read_mapping, read_text
from .attributes import Meaning, parse_key
from .home import Home
from .metadevice import Function, Metadevice
from .parsing import parse_states

STATUS: Final = ("available", "visible", "direct")
"""What a `status_change` tells."""

_UNCERTAIN: Final = {"temperature"}
"""Classes of functions that polls tell in the unit of the home, and messages in one that is not known."""

_MAX_TIMESTAMP: Final = 10**14
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,30})?")
_BOOLEANS: Final = {"0": False, "1": True, "false": False, "true": True}

type States = Mapping[Function, Any]


class News(Enum):
    """What there is to do after a message."""

    NOTHING = auto()
    """It is about nothing that is known here."""

    TOLD = auto()
    """The home holds it."""

    UNCLEAR = auto()
    """Something changed, but what it is now must be asked for."""

    INVENTORY = auto()
    """Which devices there are must be read anew."""


class Messages:
    """What one session of the push server tells."""

    def __init__(self, home: Home) -> None:
        """Take the home that is told about."""
        self._home = home
        self._told_at: dict[tuple[str, str], int] = {}

    def take(self, message: Mapping[str, Any]) -> News:
        """Take a message into the home."""
        raw = dict(message)
        public, private = parse_public_frame(raw), parse_private_frame(raw)
        if public is not None:
            return News.INVENTORY if public.event == PUBLIC_INVALIDATE_EVENT else News.NOTHING
        group = self._home.group(read_text(private.data.get("id"))) if private is not None else []
        if private is None or not group:
            return News.NOTHING
        if private.event == "attr_change":
            return self._take_attribute(group, read_mapping(private.data.get("attribute")))
        if private.event == "status_change":
            return self._take_status(group, read_mapping(private.data.get("status")))
        return News.NOTHING

    def _take_attribute(self, group: list[Metadevice], attribute: Mapping[str, Any]) -> News:
        """Take what an attribute of a physical device holds."""
        key = parse_key(attribute.get("id")) or ""
        knowing = [metadevice for metadevice in group if key in metadevice.attributes]
        if not knowing:
            return News.NOTHING
        if len(knowing) > 1:
            return News.UNCLEAR  # Outlets of one device may share the number, and differ in what it holds.
        return self._take(knowing, key, attribute, lambda metadevice: states_of(metadevice, key, attribute))

    def _take_status(self, group: list[Metadevice], status: Mapping[str, Any]) -> News:
        """Take whether a physical device can be reached."""
        told: dict[Function, Any] = {(name, None): status[name] for name in STATUS if name in status}
        return self._take(group, "status", status, lambda metadevice: _checked(metadevice, told))

    def _take(
        self,
        group: list[Metadevice],
        key: str,
        told: Mapping[str, Any],
        read: Callable[[Metadevice], States | None],
    ) -> News:
        """Take what is told of metadevices, unless something newer was told before."""
        if self._is_old((group[0].device_id, key), told.get("updatedTimestamp")):
            return News.TOLD
        news = News.TOLD
        for metadevice in group:
            states = read(metadevice)
            if states is None:
                news = News.UNCLEAR
            else:
                self._home.tell(metadevice.id, states)
        return news

    def _is_old(self, what: tuple[str, str], timestamp: Any) -> bool:
        """Return whether a later moment was told of before; by the vendor's clock alone."""
        if not isinstance(timestamp, int) or not 0 < timestamp < _MAX_TIMESTAMP:
            return False
        is_old = timestamp < self._told_at.get(what, 0)
        self._told_at[what] = max(timestamp, self._told_at.get(what, 0))
        return is_old


def states_of(metadevice: Metadevice, key: str, attribute: Mapping[str, Any]) -> States | None:
    """Return what an attribute says of a metadevice; None where it does not say it in so many words.

    The vendor's library would take the first of several meanings then, and leaves numbers as texts.
    """
    meanings = metadevice.attributes[key]
    for held in (_text(attribute.get("value")), _text(attribute.get("data"))):
        for meaning in meanings:
            if meaning.device_value is not None and meaning.device_value.casefold() == held.casefold():
                return _checked(metadevice, {meaning.function: meaning.name})
    free = [meaning for meaning in meanings if meaning.device_value is None]
    if len(free) != 1 or free[0].function[0] in _UNCERTAIN:
        return None
    value = _value(free[0], _text(attribute.get("value")))
    return None if value is None else _checked(metadevice, {free[0].function: value})


def _value(meaning: Meaning, held: str) -> Any:
    """Return the value of a function that the text of an attribute is; None where it is none."""
    if meaning.kind == "numeric" and (match := _NUMBER.fullmatch(held)):
        return float(held) if match[1] else int(held)
    if meaning.kind == "boolean":
        return _BOOLEANS.get(held.casefold())
    return held if meaning.kind == "string" and held else None


def _text(raw: Any) -> str:
    """Return what an attribute holds as a text; it is one nearly always."""
    if isinstance(raw, bool):
        return str(int(raw))
    if isinstance(raw, int | float):
        return str(raw) if abs(raw) < _MAX_TIMESTAMP else ""
    return raw if isinstance(raw, str) and len(raw) <= MAX_TEXT else ""


def _checked(metadevice: Metadevice, states: States) -> States | None:
    """Return states that a poll could have told; None where one of them is not such."""
    raw = [
        {"functionClass": function[0], "functionInstance": function[1], "value": value}
        for function, value in states.items()
    ]
    refused: list[str] = []
    checked = parse_states(raw, metadevice.functions, refused.append)
    return None if refused else checked
