"""What a home was like that is worth showing until it is known what it is like."""

from typing import Final

from .feature import Feature

LASTING: Final = frozenset(
    {
        "AlarmPanel",
        "BinarySensor",
        "Button",
        "Climate",
        "Cover",
        "Date",
        "DateTime",
        "Fan",
        "Humidifier",
        "LawnMower",
        "Light",
        "Lock",
        "Number",
        "Remote",
        "Scene",
        "Select",
        "Sensor",
        "Siren",
        "Switch",
        "Time",
        "Timer",
        "Vacuum",
        "Valve",
        "WaterHeater",
    }
)
"""The kinds of features that are readings and controls; not what happens, what is seen or played, and where
somebody is. By their names: no account has them all.
"""

COUNTERS: Final = ("total", "total_increasing")
"""What was counted is never shown twice: statistics would take an older count for a new beginning."""


def lasts(feature: Feature) -> bool:
    """Return whether a feature is worth showing as it was: not where it tells when something happened."""
    return type(feature).__name__ in LASTING and not (
        getattr(feature, "state_class", None) in COUNTERS
        or getattr(feature, "is_bell", False)
        or getattr(feature, "tells_presses", False)
        or getattr(feature, "activated_at", None)
    )
