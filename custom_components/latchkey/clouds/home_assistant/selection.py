"""Which entities of another Home Assistant are shown here."""

from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

from ..settings import Choices, Selection, Settings
from .mapping import DOMAINS
from .origin import MAX_HOPS, is_mirrored, users_on_the_way
from .registry import Entity, Registry

MAX_SHOWN: Final = 20_000


def choose(registry: Registry, settings: Settings) -> frozenset[str]:
    """Return the entities that are shown."""
    chosen = (
        entity.entity_id
        for entity in _candidates(registry)
        if _may_come(entity, settings) and _is_selected(entity, registry, settings.selection)
    )
    return frozenset(sorted(chosen)[:MAX_SHOWN])


def list_choices(registry: Registry) -> Choices:
    """Return out of what a person may choose."""
    return Choices(
        places=registry.areas,
        labels=registry.labels,
        kinds=Counter(entity.domain for entity in _candidates(registry)),
    )


def area_of(entity: Entity, registry: Registry) -> str | None:
    """Return the area that an entity is in: its own, or else its device's."""
    device = registry.devices.get(entity.device_id or "")
    return entity.area_id or (device.area_id if device is not None else None)


def _candidates(registry: Registry) -> Iterable[Entity]:
    """Yield the entities that can be shown."""
    return (entity for entity in registry.entities.values() if entity.shown and entity.domain in DOMAINS)


def _may_come(entity: Entity, settings: Settings) -> bool:
    """Return whether an entity does not go round in circles."""
    if not is_mirrored(entity):
        return True
    way = users_on_the_way(entity)
    return settings.selection.mirrored and len(way) < MAX_HOPS and settings.own_account_ids.isdisjoint(way)


def _is_selected(entity: Entity, registry: Registry, selection: Selection) -> bool:
    """Return whether a person named an entity, and did not exclude it."""
    if _matches(entity, selection.excluded):
        return False
    named = (selection.places, selection.labels, selection.kinds, selection.patterns)
    return not any(named) or any(
        (
            area_of(entity, registry) in selection.places,
            not selection.labels.isdisjoint(_labels(entity, registry)),
            entity.domain in selection.kinds,
            _matches(entity, selection.patterns),
        )
    )


def _labels(entity: Entity, registry: Registry) -> frozenset[str]:
    """Return the labels of an entity and of its device."""
    device = registry.devices.get(entity.device_id or "")
    return entity.labels | (device.labels if device is not None else frozenset())


def _matches(entity: Entity, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(entity.entity_id, pattern.strip().lower()) for pattern in patterns)
