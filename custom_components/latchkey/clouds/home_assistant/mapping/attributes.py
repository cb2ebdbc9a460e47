"""What an entity tells, unchecked: reads what is of the right type, and nothing else."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from ...model import Feature
from ...raw import is_number, read_text, read_texts


class Told:
    """What an entity tells: its state, its attributes by their names, and what all features have."""

    def __init__(
        self, state: str | None, raw: Mapping[str, Any], unit: str | None, common: Mapping[str, Any]
    ) -> None:
        """Take the attributes as they were sent; `unit` is that of temperatures."""
        self.state = state
        self.unit = unit
        self.common = common
        self._raw = raw

    def text(self, name: str) -> str | None:
        """Return a text."""
        return read_text(self._raw.get(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return texts, each once."""
        return tuple(dict.fromkeys(read_texts(self._raw.get(name))))

    def number(self, name: str) -> float | None:
        """Return a number."""
        value = self._raw.get(name)
        return float(value) if is_number(value) else None

    def whole(self, name: str, lowest: int = 0, highest: int = 100) -> int | None:
        """Return a whole number within limits."""
        value = self._raw.get(name)
        return round(value) if is_number(value) and lowest <= value <= highest else None

    def flag(self, name: str) -> bool | None:
        """Return a yes or no."""
        value = self._raw.get(name)
        return value if isinstance(value, bool) else None

    def color(self, name: str) -> tuple[int, int, int] | None:
        """Return red, green and blue, each 0 to 255."""
        value = self._raw.get(name)
        if not isinstance(value, list) or len(value) != 3:  # noqa: PLR2004 - red, green, blue
            return None
        if not all(is_number(part) and 0 <= part <= 255 for part in value):  # noqa: PLR2004
            return None
        red, green, blue = (round(part) for part in value)
        return red, green, blue

    @property
    def features(self) -> int:
        """What the entity can do, a bit for each."""
        value = self._raw.get("supported_features")
        return value if isinstance(value, int) and 0 <= value < 2**31 else 0

    def can(self, feature: int) -> bool:
        """Return whether the entity can do something."""
        return bool(self.features & feature)


type Maps = Mapping[str, Mapping[str, Callable[[Told], Feature]]]
"""By domains, and by the names of parts: what makes a feature of it. The entity itself has no name."""


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


def parse_number(text: str | None) -> float | None:
    """Return a number, whole where it is written so; None where it is none."""
    with suppress(ValueError):
        return int(text or "")
    with suppress(ValueError):
        number = float(text or "")
        return number if math.isfinite(number) else None
    return None
