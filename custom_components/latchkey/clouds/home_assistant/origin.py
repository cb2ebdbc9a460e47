"""Where an entity comes from, so that nothing goes round in circles.

A mirrored entity's unique id is `home_assistant:<user there>:<device>:<key>`. Where what is mirrored there is
mirrored here as well, the key is the unique id that it has there: so each unique id names all users that the
entity has come through, and each Home Assistant leaves out what has come through one of its own.
"""

import re
from typing import Final

from .registry import Entity

_PLATFORM: Final = "latchkey"
_KIND: Final = "home_assistant"
_USER: Final = re.compile(rf"(?:^|:){_KIND}:([^:]+)")

MAX_HOPS: Final = 4
"""Instances that an entity may come through; the unique ids grow with each."""


def is_mirrored(entity: Entity) -> bool:
    """Return whether an entity is itself the mirror of one of another Home Assistant."""
    return (
        entity.platform == _PLATFORM
        and entity.unique_id is not None
        and entity.unique_id.startswith(f"{_KIND}:")
    )


def users_on_the_way(entity: Entity) -> list[str]:
    """Return the users of whose accounts an entity is a mirror, the nearest first."""
    return _USER.findall(entity.unique_id) if is_mirrored(entity) and entity.unique_id is not None else []


def feature_key(entity: Entity) -> str:
    """Return what names an entity within its device, for ever."""
    return entity.unique_id if is_mirrored(entity) and entity.unique_id is not None else entity.id
