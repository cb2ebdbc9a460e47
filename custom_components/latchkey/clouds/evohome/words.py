"""The words of the model, and what the vendor says for them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

HEAT_MODES: Final = ("Auto", "Heat")
OFF_MODES: Final = ("HeatingOff", "Off")
"""What a control system has for heating by the schedules, and for none: the first or the second of each."""

SYSTEM_PRESETS: Final = {
    "eco": "AutoWithEco",
    "away": "Away",
    "day_off": "DayOff",
    "custom": "Custom",
    "reset": "AutoWithReset",
}
NO_PRESET: Final = "none"

ZONE_PRESETS: Final = {
    "schedule": "FollowSchedule",
    "temporary": "TemporaryOverride",
    "permanent": "PermanentOverride",
}

WATER_STATES: Final = {"on": "On", "off": "Off"}


def first(words: Iterable[str], allowed: Iterable[str]) -> str | None:
    """Return the first of these words that is allowed."""
    return next((word for word in words if word in allowed), None)


def word_of(words: Mapping[str, str], vendors: Any) -> str | None:
    """Return the model's word for one of the vendor's."""
    return next((word for word, other in words.items() if other == vendors), None)
