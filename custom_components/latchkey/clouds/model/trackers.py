"""Who and what is somewhere: people, and the things that they carry."""

from dataclasses import dataclass, field

from .feature import PRIVATE, Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker(Feature):
    """Where somebody or something is."""

    platform = "device_tracker"

    location: str | None = field(repr=False, metadata=PRIVATE)
    """"home", "not_home", or what its vendor calls the zone that it is in."""

    latitude: float | None = field(default=None, repr=False, metadata=PRIVATE)
    longitude: float | None = field(default=None, repr=False, metadata=PRIVATE)
    """Where that is on earth; None where only one of them is known."""

    accuracy: float = field(default=0.0, repr=False, metadata=PRIVATE)
    """By how many metres that may be wrong."""

    source: str | None = None
    """What tells it: gps, router, bluetooth or bluetooth_le."""

    is_by_connection: bool = False
    """Whether all that is known is whether it is connected to something that is at home."""
