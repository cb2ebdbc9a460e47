"""The words of the model, and what the vendor says for them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

WEB_PAGE: Final = "https://international.mytotalconnectcomfort.com"
"""The same account in a browser."""

SYSTEM_MODES: Final = {"off": ("HeatingOff", "Off"), "heat": ("Auto", "Heat"), "cool": ("Cool",)}
"""What a control system has for each mode: one of these words, or none."""

RESET: Final = "AutoWithReset"

SYSTEM_PRESETS: Final = {
    "eco": "AutoWithEco",
    "away": "Away",
    "day_off": "DayOff",
    "custom": "Custom",
    "reset": RESET,
}
NO_PRESET: Final = "none"

FOLLOW_SCHEDULE: Final = "FollowSchedule"
TEMPORARY: Final = "TemporaryOverride"
PERMANENT: Final = "PermanentOverride"

ZONE_PRESETS: Final = {"schedule": FOLLOW_SCHEDULE, "temporary": TEMPORARY, "permanent": PERMANENT}
VACATION: Final = {"vacation": "VacationHold"}
"""What a zone is brought to at the thermostat, and only shown here."""

WATER_STATES: Final = {"on": "On", "off": "Off"}


def first(words: Iterable[str], allowed: Iterable[str]) -> str | None:
    """Return the first of these words that is allowed."""
    return next((word for word in words if word in allowed), None)


def word_of(words: Mapping[str, str], vendors: Any) -> str | None:
    """Return the model's word for one of the vendor's."""
    return next((word for word, other in words.items() if other == vendors), None)
