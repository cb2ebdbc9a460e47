"""What is shown of another Home Assistant: its entities as features, and how they change."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from ..allowed import Sieve
from ..base import CommandRefused
from ..model import Camera, Device, Feature, FeatureId, JsonValue, Snapshot
from ..predecessor import MissingReason
from ..settings import Settings
from ..slices import in_slices
from . import raw_words
from .mapping import DOMAINS, INSTANCE_ID, feature_id, list_parts, map_device, map_part, owner_of
from .mapping.cameras import Sight, with_sight
from .parts import Part
from .registry import NOTHING, Entity, Registry, with_name
from .selection import MAX_SHOWN, is_chosen
from .states import UNAVAILABLE, State, apply, entities_in


@dataclass(slots=True)
class _Draft:
    """What will be shown."""

    registry: Registry
    mapped: Mapping[str, State]
    """How the entities were when they were mapped last."""

    maps_alike: bool
    """Whether what all mappings look at is as it was then."""

    shown: dict[str, tuple[FeatureId, ...]] = field(default_factory=dict)
    parts: dict[FeatureId, Part] = field(default_factory=dict)
    features: dict[str, dict[str, Feature]] = field(default_factory=dict)
    """By their devices."""

    devices: dict[str, Device] = field(default_factory=dict)

    def leave_out(self, entity_id: str) -> None:
        """Show nothing of an entity."""
        for device_id, key in self.shown.pop(entity_id, ()):
            del self.parts[device_id, key]
            del self.features[device_id][key]


class Home:
    """The entities that a person chose, as the other side told them last."""

    def __init__(self, settings: Settings, url: str) -> None:
        """Take what a person wants, and the address of the other side; start with nothing."""
        self.snapshot = Snapshot(devices={})
        self.registry = NOTHING
        self.shown: Mapping[str, tuple[FeatureId, ...]] = {}
        """What is shown of which entity, by the ids that these have now."""

        self.parts: Mapping[FeatureId, Part] = {}
        """What the features of what is shown are parts of."""

        self._settings = settings
        self._url = url
        self._states: dict[str, State] = {}
        self._sights: dict[str, Sight] = {}
        self._late: set[str] = set()
        """The entities that changed, or whose changes were told, while others were read, or mapped."""

    @property
    def is_running(self) -> bool:
        """Whether the other side has started, as far as is known."""
        return self.registry.running

    @property
    def fahrenheit(self) -> bool:
        """Whether the temperatures of the other side are in degrees Fahrenheit."""
        return self.registry.temperature_unit == "°F"

    def begin_reading(self) -> None:
        """Take that all is read now: what is told from now on may be newer."""
        self._late.clear()

    async def async_take(self, registry: Registry, states: Mapping[str, State]) -> None:
        """Take all that there is, as it was read."""
        older = {key: state for key, state in states.items() if key not in self._late}
        draft = self._draft(self._with_late_entities(registry))
        self._states = older | {key: self._states[key] for key in self._late & self._states.keys()}
        await self._async_show(draft, draft.registry.entities)
        self._states = {key: state for key, state in self._states.items() if key in self.shown}

    async def async_revise(self, registry: Registry, entity_ids: AbstractSet[str]) -> None:
        """Take what changed of the registries, as far as that is about some entities; all others stay."""
        named = {
            key: with_name(registry.entities[key], self._states.get(key))
            for key in entity_ids & registry.entities.keys()
        }
        self._late.clear()
        draft = self._draft(replace(registry, entities={**registry.entities, **named}))
        draft.shown, draft.parts = dict(self.shown), dict(self.parts)
        draft.features = {key: dict(device.features) for key, device in self.snapshot.devices.items()}
        for entity_id in entity_ids:
            draft.leave_out(entity_id)
        await self._async_show(draft, entity_ids)

    def list_revised(self, registry: Registry, entity_ids: AbstractSet[str]) -> set[str]:
        """Return these entities, and those whose devices, or the names of whose rooms, changed."""
        before = self.registry.devices
        changed = {
            key
            for key in before.keys() | registry.devices.keys()
            if before.get(key) is not registry.devices.get(key)
        }
        has_other_areas = registry.areas != self.registry.areas
        return {
            *entity_ids,
            *(
                key
                for key, entity in registry.entities.items()
                if entity.device_id in changed or (has_other_areas and entity.cleaning_areas)
            ),
        }

    def list_new(self, registry: Registry, entity_ids: AbstractSet[str]) -> list[str]:
        """Return which of some entities were chosen, but are not shown yet."""
        return [
            key
            for key in sorted((entity_ids - self.shown.keys()) & registry.entities.keys())
            if is_chosen(registry.entities[key], registry, self._settings)
        ]

    def _draft(self, registry: Registry) -> _Draft:
        """Return what will be shown of what there is: nothing yet."""
        return _Draft(registry, mapped=self._states, maps_alike=registry.maps_like(self.registry))

    async def _async_show(self, draft: _Draft, entity_ids: Iterable[str]) -> None:
        """Show those of some entities that were chosen, beside what is in the draft."""
        async for entity_id in in_slices(entity_ids):
            entity = draft.registry.entities.get(entity_id)
            if entity is not None and is_chosen(entity, draft.registry, self._settings):
                self._add(draft, entity)
        await asyncio.sleep(0)  # The last slice of the one and the first of the other are no stretch.
        async for device_id in in_slices([INSTANCE_ID, *draft.features]):
            self._build(draft, device_id)
        for entity_id in self._late & draft.shown.keys():
            self._add(draft, draft.registry.entities[entity_id])
            for device_id, _ in draft.shown[entity_id]:
                self._build(draft, device_id)
        self._publish(draft)

    def _add(self, draft: _Draft, entity: Entity) -> None:
        """Add what an entity is here; what did not change stays the same object."""
        if len(draft.shown) >= MAX_SHOWN and entity.entity_id not in draft.shown:
            return
        parts = {feature_id(part, draft.registry): part for part in list_parts(entity)}
        draft.shown[entity.entity_id] = tuple(parts)
        draft.parts.update(parts)
        is_as_before = self._is_as_before(draft, entity)
        for (device_id, key), part in parts.items():
            device = self.snapshot.devices.get(device_id)
            before = device.features.get(key) if device is not None else None
            if before is None or not is_as_before:
                before = _as_before(self._map(part, draft.registry), before)
            draft.features.setdefault(device_id, {})[key] = before

    def _is_as_before(self, draft: _Draft, entity: Entity) -> bool:
        """Return whether all that its mapping looks at is as it was when it was mapped last."""
        key, owner = entity.entity_id, entity.device_id or ""
        return (
            draft.maps_alike
            and key not in self._late
            and self.registry.entities.get(key) == entity
            and self.registry.devices.get(owner) == draft.registry.devices.get(owner)
            and draft.mapped.get(key) == self._states.get(key)
        )

    def _build(self, draft: _Draft, device_id: str) -> None:
        """Build a device of which something is shown; one that did not change stays the same object.

        The instance is there in any case, and stands for a parent that is not.
        """
        features = draft.features.get(device_id, {})
        if not features and device_id != INSTANCE_ID:
            return
        device = map_device(device_id, draft.registry, features, self._url)
        if device.parent is not None and not draft.features.get(device.parent):
            device = replace(device, parent=INSTANCE_ID)
        before = self.snapshot.devices.get(device_id)
        draft.devices[device_id] = before if before is not None and before == device else device

    def _publish(self, draft: _Draft) -> None:
        """Let a draft be what is shown."""
        self.registry, self.shown, self.parts = draft.registry, draft.shown, draft.parts
        there = {owner_of(entity, self.registry) for entity in self.registry.entities.values()}
        snapshot = Snapshot(
            devices=draft.devices,
            places=self.registry.areas,
            clock_ahead=self.registry.clock_ahead,
            unchosen=frozenset(there - draft.devices.keys()),
        )
        if snapshot != self.snapshot:
            self.snapshot = snapshot

    def features_in(self, event: Any) -> list[FeatureId]:
        """Return the features whose states are told."""
        return self._features_of(entities_in(event))

    def change(self, event: Any) -> list[FeatureId]:
        """Take changes of states; return the features whose they may be."""
        changed = apply(self._states, event)
        self._late |= changed
        return self._features_of(changed)

    def _features_of(self, entity_ids: Iterable[str]) -> list[FeatureId]:
        """Return what entities are here, as far as they are shown."""
        return [each for entity_id in entity_ids for each in self.shown.get(entity_id, ())]

    def update(self, feature_ids: Collection[FeatureId]) -> set[FeatureId]:
        """Bring the snapshot up to date with these features; return those that changed in truth."""
        changed: dict[str, dict[str, Feature]] = defaultdict(dict)
        for device_id, key in feature_ids:
            part, device = self.parts.get((device_id, key)), self.snapshot.devices.get(device_id)
            if part is None or device is None:
                continue
            self._late.add(part.entity.entity_id)
            before = device.features.get(key)
            feature = _as_before(self._map(part, self.registry), before)
            if feature is not before:
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

    def list_cameras(self) -> list[str]:
        """Return the ids of the cameras that are shown, and can be asked."""
        return [
            part.entity.entity_id
            for key, part in self.parts.items()
            if part.entity.domain == "camera" and self.is_there(key)
        ]

    def sight(self, entity_id: str) -> Sight:
        """Return what a camera said when it was asked last."""
        return self._sights.get(entity_id, Sight())

    def see(self, entity_id: str, sight: Sight) -> set[FeatureId]:
        """Take what a camera says; return the features that changed."""
        self._sights[entity_id] = sight
        self._late.add(entity_id)
        return self.update(self._features_of({entity_id}))

    def find(self, entity_id: str) -> FeatureId | MissingReason:
        """Return what an entity is here, or why it is nothing."""
        entity = self.registry.entities.get(entity_id)
        if entity is None:
            return "not_listed"
        if entity.domain not in DOMAINS:
            return "no_counterpart"
        return feature_id(Part(entity), self.registry) if entity_id in self.shown else "not_shown"

    def _with_late_entities(self, registry: Registry) -> Registry:
        """Keep entities that only states tell of while the other side starts: it has few states then."""
        if registry.running:
            return registry
        known = {
            key: entity for key, entity in self.registry.entities.items() if entity.id == entity.entity_id
        }
        return replace(registry, entities={**known, **registry.entities})

    def _map(self, part: Part, registry: Registry) -> Feature:
        """Return what a part of an entity is here, by what the other side told of it."""
        entity_id = part.entity.entity_id
        feature = map_part(part, self._states.get(entity_id), registry)
        sight = self._sights.get(entity_id)
        return with_sight(feature, sight) if sight is not None and isinstance(feature, Camera) else feature

    def _replace_features(self, changed: Mapping[str, Mapping[str, Feature]]) -> None:
        devices = dict(self.snapshot.devices)
        for device_id, features in changed.items():
            device = devices[device_id]
            devices[device_id] = replace(device, features={**device.features, **features})
        self.snapshot = replace(self.snapshot, devices=devices)


def _as_before(feature: Feature, before: Feature | None) -> Feature:
    """Return a feature; the same object where nothing changed, and of the same kind while its state is lost.

    Of some helpers only the state says what they are.
    """
    if before is not None and not feature.available and type(feature) is not type(before):
        feature = replace(before, available=False)
    return before if before is not None and before == feature else feature
