"""Who and what is somewhere: people, and the things that they carry."""

from typing import Final

from ...model import Tracker
from .attributes import Maps, Told

_NORTH: Final = 90.0
_EAST: Final = 180.0


def map_tracker(told: Told) -> Tracker:
    """Return where somebody or something is."""
    latitude, longitude = _within(told.number("latitude"), _NORTH), _within(told.number("longitude"), _EAST)
    is_known = latitude is not None and longitude is not None
    return Tracker(
        **told.common,
        location=told.state,
        latitude=latitude if is_known else None,
        longitude=longitude if is_known else None,
        accuracy=max(told.number("gps_accuracy") or 0.0, 0.0),
        source=told.text("source_type"),
        is_by_connection=told.text("tracking_type") == "connection",
    )


def _within(angle: float | None, limit: float) -> float | None:
    """Return an angle that there is on earth."""
    return angle if angle is not None and abs(angle) <= limit else None


MAPS: Final[Maps] = {
    "device_tracker": {"": map_tracker},
    "person": {"": map_tracker},
}
