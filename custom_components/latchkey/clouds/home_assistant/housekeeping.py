"""Which entities of another Home Assistant only concern that one itself."""

from typing import Final

from .registry import Entity

KINDS: Final = frozenset({"sun", "update"})
"""Of any integration."""

_PLATFORMS: Final = frozenset(
    {
        "analytics",
        "backup",
        "cloud",
        "cpuspeed",
        "google_drive",
        "hacs",
        "hassio",
        "homeassistant",
        "local_ip",
        "onedrive",
        "rpi_power",
        "sun",
        "systemmonitor",
        "uptime",
        "version",
    }
)


def is_housekeeping(entity: Entity) -> bool:
    """Return whether an entity tells of its Home Assistant rather than of a house."""
    return entity.domain in KINDS or entity.platform in _PLATFORMS
