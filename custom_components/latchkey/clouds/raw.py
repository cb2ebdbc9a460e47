"""The vendor's JSON, unchecked: reads what is of the right type and of sensible size, and nothing else."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

MAX_TEXT: Final = 255
MAX_LONG_TEXT: Final = 65_536
"""What a person may write at length, such as the description of an event."""

MAX_ITEMS: Final = 1000
"""Functions or states of a metadevice, options of a function; the fullest device has a tenth."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can tell and UTF-8 cannot."""

MAX_NUMBER: Final = 1e12
"""Times in milliseconds, firmware dates; neither infinity nor "not a number" are below it."""

LAST_SECOND: Final = 4_102_444_800
"""The year 2100."""


def read_mapping(raw: Any) -> Mapping[str, Any]:
    """Return an object; an empty one where it is none."""
    return raw if isinstance(raw, dict) else {}


def read_mappings(raw: Any, most: int = MAX_ITEMS) -> Iterable[Mapping[str, Any]]:
    """Return the objects of a list, no more than can be meant."""
    items = raw[:most] if isinstance(raw, list) else []
    return (item for item in items if isinstance(item, dict))


def read_text(raw: Any, longest: int = MAX_TEXT) -> str | None:
    """Return a text of sensible length; None where it is none, or empty, or cannot be written anywhere."""
    return raw if isinstance(raw, str) and 0 < len(raw) <= longest and not _SURROGATE.search(raw) else None


def read_texts(raw: Any) -> list[str]:
    """Return the texts of a list."""
    items = raw[:MAX_ITEMS] if isinstance(raw, list) else []
    return [item for item in items if read_text(item)]


def read_record(value: Any) -> Mapping[str, Any]:
    """Return the record that an object holds under the name of its format."""
    return read_mapping(next(iter(read_mapping(value).values()), None))


def is_number(value: Any) -> TypeGuard[float]:
    """Return whether it is a number, and a sensible one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MAX_NUMBER


def read_moment(raw: Any) -> datetime | None:
    """Return a moment that is told in seconds since 1970; None where it is none, or not of our time."""
    return datetime.fromtimestamp(raw, UTC) if is_number(raw) and 0 < raw < LAST_SECOND else None
