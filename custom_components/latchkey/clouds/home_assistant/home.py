"""What is shown of another Home Assistant: its entities as features, and how they change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from ..allowed import Sieve
from ..base import CommandRefused
from ..model import Device, Feature, FeatureId, JsonValue, Snapshot
from ..predecessor import MissingReason
from ..settings import Settings
from . import raw_words
from .mapping import DOMAINS, INSTANCE_ID, feature_id, list_parts, map_device, map_part, owner_of
from .parts import Part
from .registry import Entity, Registry
from .selection import choose
from .states import UNAVAILABLE, State, apply, entities_in


class Home:
    """The entities that a person chose, as the other side told them last."""

    def __init__(self, settings: Settings, url: str) -> None:
        """Take what a person wants, and the address of the other side; start with nothing."""
        self.snapshot = Snapshot(devices={})
        self.registry: Registry | None = None
        self.shown: frozenset[str] = frozenset()
        """The ids of the entities that are shown, as the other side has them now."""

        self.parts: dict[FeatureId, Part] = {}
        """What the features of what is shown are parts of."""

        self._settings = settings
        self._url = url
        self._states: dict[str, State] = {}

    @property
    def is_running(self) -> bool:
        """Whether the other side has started, as far as is known."""
        return self.registry is not None and self.registry.running

    @property
    def fahrenheit(self) -> bool:
        """Whether the temperatures of the other side are in degrees Fahrenheit."""
        return self.registry is not None and self.registry.temperature_unit == "°F"

    def take(self, registry: Registry, states: Mapping[str, State]) -> None:
        """Take all that there is."""
        self.registry = registry = self._with_late_entities(registry)
        self.shown = choose(registry, self._settings)
        self._states = {entity_id: state for entity_id, state in states.items() if entity_id in self.shown}
        self.parts = {
            feature_id(part, registry): part
            for entity_id, entity in registry.entities.items()
            if entity_id in self.shown
            for part in list_parts(entity)
        }
        devices = {device.id: device for device in self._build(registry)}
        there = {owner_of(entity, registry) for entity in registry.entities.values()}
        chosen = {device_id for device_id, _ in self.parts}
        before = self.snapshot.devices
        self.snapshot = Snapshot(
            devices={
                key: old if (old := before.get(key)) == device else device for key, device in devices.items()
            },
            places=registry.areas,
            unchosen=frozenset(there - chosen - {INSTANCE_ID}),
        )

    def features_in(self, event: Any) -> list[FeatureId]:
        """Return the features whose states are told."""
        return self._features_of(entities_in(event))

    def change(self, event: Any) -> list[FeatureId]:
        """Take changes of states; return the features whose they may be."""
        return self._features_of(apply(self._states, event))

    def _features_of(self, entity_ids: AbstractSet[str]) -> list[FeatureId]:
        """Return what entities are here, as far as they are shown."""
        return [
            feature_id(part, self.registry)
            for entity_id in entity_ids & self.shown
            if self.registry is not None and entity_id in self.registry.entities
            for part in list_parts(self.registry.entities[entity_id])
        ]

    def update(self, feature_ids: Collection[FeatureId]) -> set[FeatureId]:
        """Bring the snapshot up to date with these features; return those that changed in truth."""
        changed: dict[str, dict[str, Feature]] = defaultdict(dict)
        for device_id, key in feature_ids:
            feature = self._map(self.parts.get((device_id, key)))
            device = self.snapshot.devices.get(device_id)
            if device is not None and feature is not None and device.features.get(key) != feature:
                changed[device_id][key] = feature
        if changed:
            self._replace_features(changed)
        return {(device_id, key) for device_id, features in changed.items() for key in features}

    def raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the other side told of what is shown, in its own words."""
        entities = (part.entity for part in self.parts.values() if not part.name)
        return raw_words.describe(entities, self._states, sieve)

    def part(self, device_id: str, feature_key: str) -> Part:
        """Return what a feature is a part of; raises CommandRefused where nothing is known of it."""
        part = self.parts.get((device_id, feature_key))
        if part is None:
            raise CommandRefused("unknown_device")
        return part

    def state(self, entity: Entity) -> State | None:
        """Return how an entity is; None where the other side has not told."""
        return self._states.get(entity.entity_id)

    def is_there(self, feature_id: FeatureId) -> bool:
        """Return whether the other side knows how an entity is, so that it can be asked about it."""
        part = self.parts.get(feature_id)
        state = self._states.get(part.entity.entity_id) if part is not None else None
        return state is not None and state.state != UNAVAILABLE

    def find(self, entity_id: str) -> FeatureId | MissingReason:
        """Return what an entity is here, or why it is nothing."""
        entity = self.registry.entities.get(entity_id) if self.registry is not None else None
        if self.registry is None or entity is None:
            return "not_listed"
        if entity.domain not in DOMAINS:
            return "no_counterpart"
        return feature_id(Part(entity), self.registry) if entity_id in self.shown else "not_shown"

    def _with_late_entities(self, registry: Registry) -> Registry:
        """Keep entities that only states tell of while the other side starts: it has few states then."""
        if registry.running or self.registry is None:
            return registry
        known = {
            key: entity for key, entity in self.registry.entities.items() if entity.id == entity.entity_id
        }
        return replace(registry, entities={**known, **registry.entities})

    def _build(self, registry: Registry) -> Iterable[Device]:
        """Yield the devices that are shown; the instance stands for a parent that is not."""
        features: dict[str, dict[str, Feature]] = {INSTANCE_ID: {}}
        for (device_id, key), part in self.parts.items():
            if (feature := self._map(part)) is not None:
                features.setdefault(device_id, {})[key] = feature
        for device_id, shown in features.items():
            device = map_device(device_id, registry, shown, self._url)
            has_parent = device.parent is None or device.parent in features
            yield device if has_parent else replace(device, parent=INSTANCE_ID)

    def _map(self, part: Part | None) -> Feature | None:
        if part is None or self.registry is None:
            return None
        return map_part(part, self._states.get(part.entity.entity_id), self.registry)

    def _replace_features(self, changed: Mapping[str, Mapping[str, Feature]]) -> None:
        devices = dict(self.snapshot.devices)
        for device_id, features in changed.items():
            device = devices[device_id]
            devices[device_id] = replace(device, features={**device.features, **features})
        self.snapshot = replace(self.snapshot, devices=devices)
