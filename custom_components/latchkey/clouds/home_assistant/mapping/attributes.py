"""What an entity tells, unchecked: reads what is of the right type, and nothing else."""

import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any, Final

from ...model import Feature
from ...raw import MAX_ITEMS, MAX_TEXT, is_number, read_text, read_texts

MAX_DIGITS: Final = 12


class Told:
    """What an entity tells: its state, its attributes by their names, and what all features have."""

    def __init__(
        self,
        state: str | None,
        raw: Mapping[str, Any],
        *,
        unit: str | None,
        common: Mapping[str, Any],
        cleaning_areas: Mapping[str, str],
        entity_id: str,
        time_zone: tzinfo,
        decimals: int | None,
    ) -> None:
        """Take the attributes as they were sent, the unit of temperatures, and the time zone there.

        `decimals` are how many of a number are shown.
        """
        self.state = state
        self.unit = unit
        self.common = common
        self.cleaning_areas = cleaning_areas
        self.entity_id = entity_id
        self.time_zone = time_zone
        self.decimals = decimals
        self._raw = raw

    def named(self, label: str) -> dict[str, Any]:
        """Return what all features have, with a translated name around that of the entity."""
        index = self.common["name"] or ""
        return {**self.common, "label": label, "index": index, "name": None, "icon": None, "picture": None}

    def text(self, name: str, longest: int = MAX_TEXT) -> str | None:
        """Return a text."""
        return read_text(self._raw.get(name), longest)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return texts, each once."""
        return tuple(dict.fromkeys(read_texts(self._raw.get(name))))

    def has_list(self, name: str) -> bool:
        """Return whether a list is told, if only an empty one."""
        return isinstance(self._raw.get(name), list)

    def choices(self, name: str) -> tuple[int | str, ...] | dict[int | str, str]:
        """Return numbers and texts, each once, or what people call them by each."""
        value = self._raw.get(name)
        if not isinstance(value, dict):
            return tuple(dict.fromkeys(_read_choices(value)))
        named = ((_read_key(key), read_text(word)) for key, word in islice(value.items(), MAX_ITEMS))
        return {key: word for key, word in named if key is not None and word is not None}

    def number(self, name: str) -> float | None:
        """Return a number."""
        value = self._raw.get(name)
        return value if is_number(value) else None

    def whole(self, name: str, lowest: int = 0, highest: int = 100) -> int | None:
        """Return a whole number within limits."""
        value = self._raw.get(name)
        return round(value) if is_number(value) and lowest <= value <= highest else None

    def flag(self, name: str) -> bool | None:
        """Return a yes or no."""
        value = self._raw.get(name)
        return value if isinstance(value, bool) else None

    def numbers(self, name: str, *highest: float) -> tuple[float, ...] | None:
        """Return so many numbers, each from 0 to its limit."""
        value = self._raw.get(name)
        if not isinstance(value, list) or len(value) != len(highest):
            return None
        are_fit = (is_number(part) and 0 <= part <= limit for part, limit in zip(value, highest, strict=True))
        return tuple(value) if all(are_fit) else None

    def channels(self, name: str, count: int) -> tuple[int, ...] | None:
        """Return how strong so many colours are, each 0 to 255."""
        value = self.numbers(name, *(255,) * count)
        return tuple(round(part) for part in value) if value is not None else None

    @property
    def features(self) -> int:
        """What the entity can do, a bit for each."""
        value = self._raw.get("supported_features")
        return value if isinstance(value, int) and 0 <= value < 2**31 else 0

    def can(self, feature: int) -> bool:
        """Return whether the entity can do something."""
        return bool(self.features & feature)

    def abilities(self, table: Mapping[int, str]) -> frozenset[str]:
        """Return what the entity can do, by the names of a table."""
        return frozenset(name for feature, name in table.items() if self.can(feature))


type Maps = Mapping[str, Mapping[str, Callable[[Told], Feature]]]
"""By domains, and by the names of parts: what makes a feature of it. The entity itself has no name."""


def _read_choices(raw: Any) -> Iterable[int | str]:
    """Yield the whole numbers and the texts of a list."""
    for item in raw[:MAX_ITEMS] if isinstance(raw, list) else ():
        if read_text(item) or (is_number(item) and isinstance(item, int)):
            yield item


def _read_key(key: str) -> int | str | None:
    """Return a key, which is always a text in JSON, as the number that it may have been."""
    return int(key) if key.isascii() and key.isdigit() and len(key) <= MAX_DIGITS else read_text(key)


def to_celsius(value: float | None, unit: str | None) -> float | None:
    """Return a temperature in degrees Celsius.

    Not rounded, and just as Home Assistant does it: it compares what a person sets with these limits.
    """
    return value if value is None or unit != "°F" else (value - 32) / 1.8


def parse_moment(text: str | None) -> datetime | None:
    """Return a moment; None where it is none, or without a time zone."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def parse_date(text: str | None) -> date | None:
    """Return a day; None where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def parse_number(text: str | None) -> float | None:
    """Return a number, whole where it is written so; None where it is none."""
    with suppress(ValueError):
        return int(text or "")
    with suppress(ValueError):
        number = float(text or "")
        return number if math.isfinite(number) else None
    return None
