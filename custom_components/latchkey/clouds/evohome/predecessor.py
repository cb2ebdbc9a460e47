"""What the entities of Home Assistant's own integration "evohome" are here."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from ..model import FeatureId
from ..predecessor import Counterpart, MissingReason, OldEntity
from .installation import Location, System

_UNIQUE_ID: Final = re.compile(r"[0-9]{1,32}z?")


def find_counterpart(
    old: OldEntity, locations: Iterable[Location], hidden_places: Collection[str]
) -> Counterpart | MissingReason:
    """Return what an old entity is here, or why it is nothing."""
    for location in locations:
        for system in location.systems:
            for unique_id, feature in _entities(system):
                if unique_id == old.unique_id:
                    return "not_shown" if location.id in hidden_places else Counterpart(feature=feature)
    return "not_listed" if _UNIQUE_ID.fullmatch(old.unique_id) else "no_counterpart"


def _entities(system: System) -> Iterator[tuple[str, FeatureId]]:
    """Yield the unique ids that entities of a system had there, and what they are here."""
    yield system.id, (system.device_id, "climate")
    for zone in system.zones:
        yield f"{zone.id}z" if zone.id == system.id else zone.id, (zone.device_id, "climate")
    if system.hot_water is not None:
        yield system.hot_water.id, (system.hot_water.device_id, "water_heater")
