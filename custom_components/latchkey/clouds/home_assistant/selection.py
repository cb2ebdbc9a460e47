"""Which entities of another Home Assistant are shown here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from ..raw import read_text
from ..settings import NOWHERE, Choice, Choices, Selection, Settings
from . import housekeeping
from .mapping import DOMAINS, entity_name
from .origin import MAX_HOPS, is_mirrored, users_on_the_way
from .registry import Entity, Registry
from .states import UNAVAILABLE, State

MAX_SHOWN: Final = 20_000


def choose(registry: Registry, settings: Settings) -> frozenset[str]:
    """Return the entities that are shown."""
    chosen = (key for key, entity in registry.entities.items() if is_chosen(entity, registry, settings))
    return frozenset(sorted(chosen)[:MAX_SHOWN])


def is_chosen(entity: Entity, registry: Registry, settings: Settings) -> bool:
    """Return whether an entity is shown."""
    return (
        _can_be_shown(entity)
        and _may_come(entity, settings)
        and _is_selected(entity, registry, settings.selection)
    )


def list_choices(registry: Registry, states: Mapping[str, State], settings: Settings) -> Choices:
    """Return out of what a person may choose."""
    all_mirrored = replace(settings, selection=Selection(mirrored=True))
    entities = [entity for entity in _candidates(registry) if _may_come(entity, all_mirrored)]
    shown = choose(registry, settings)
    owners = {entity.device_id for entity in entities}
    return Choices(
        features=tuple(_choice(entity, registry, states.get(entity.entity_id)) for entity in entities),
        places=registry.areas,
        devices={key: device.name for key, device in registry.devices.items() if key in owners},
        labels=registry.labels,
        shown=choice_ids(registry, shown),
    )


def choice_ids(registry: Registry, shown: Iterable[str]) -> frozenset[str]:
    """Return what names some entities for ever."""
    return frozenset(registry.entities[entity_id].id for entity_id in shown)


def area_of(entity: Entity, registry: Registry) -> str | None:
    """Return the area that an entity is in: its own, or else its device's."""
    device = registry.devices.get(entity.device_id or "")
    return entity.area_id or (device.area_id if device is not None else None)


def _choice(entity: Entity, registry: Registry, state: State | None) -> Choice:
    """Return an entity as something that a person may choose."""
    device = registry.devices.get(entity.device_id or "")
    name = entity_name(entity, device) or (device.name if device is not None else None)
    word = state.state if state is not None else UNAVAILABLE
    unit = read_text(state.attributes.get("unit_of_measurement")) if state is not None else None
    return Choice(
        id=entity.id,
        name=name or entity.entity_id,
        word=f"{word} {unit}" if unit is not None else word,
        kind=entity.domain,
        place=area_of(entity, registry) or NOWHERE,
        device=device.id if device is not None else None,
        housekeeping=housekeeping.is_housekeeping(entity),
        mirrored=is_mirrored(entity),
    )


def _candidates(registry: Registry) -> Iterable[Entity]:
    """Yield the entities that can be shown."""
    return (entity for entity in registry.entities.values() if _can_be_shown(entity))


def _can_be_shown(entity: Entity) -> bool:
    """Return whether an entity is there for people, and of a kind that can be shown."""
    return entity.shown and entity.domain in DOMAINS


def _may_come(entity: Entity, settings: Settings) -> bool:
    """Return whether an entity does not go round in circles."""
    if not is_mirrored(entity):
        return True
    way = users_on_the_way(entity)
    return settings.selection.mirrored and len(way) < MAX_HOPS and settings.own_account_ids.isdisjoint(way)


def _is_selected(entity: Entity, registry: Registry, selection: Selection) -> bool:
    """Return whether a person named an entity, and did not exclude it."""
    if _matches(entity, selection.excluded) or not _is_wanted(entity, selection):
        return False
    return not selection.names_something or any(
        (
            entity.id in selection.features,
            entity.device_id in selection.devices,
            (area_of(entity, registry) or NOWHERE) in selection.places,
            not selection.labels.isdisjoint(_labels(entity, registry)),
            entity.domain in selection.kinds,
            _matches(entity, selection.patterns),
        )
    )


def _is_wanted(entity: Entity, selection: Selection) -> bool:
    """Return whether an entity is none of housekeeping, or is named by itself or with all of its kind."""
    return (
        selection.housekeeping
        or not housekeeping.is_housekeeping(entity)
        or entity.id in selection.features
        or entity.domain in selection.kinds & housekeeping.KINDS
        or _matches(entity, selection.patterns)
    )


def _labels(entity: Entity, registry: Registry) -> frozenset[str]:
    """Return the labels of an entity and of its device."""
    device = registry.devices.get(entity.device_id or "")
    return entity.labels | (device.labels if device is not None else frozenset())


def _matches(entity: Entity, patterns: Iterable[str]) -> bool:
    """Return whether an entity is called like one of some globs."""
    return any(fnmatchcase(entity.entity_id, pattern.strip().lower()) for pattern in patterns)
