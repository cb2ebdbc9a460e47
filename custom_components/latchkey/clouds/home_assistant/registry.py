"""What another Home Assistant has: entities, devices, areas, labels; what makes no sense is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from itertools import islice
from typing import Any, Final, cast, get_args

from ...auth.errors import TemporaryError
from ..model import Category
from ..raw import read_mapping, read_text, read_texts
from ..slices import in_slices
from .states import State, is_entity_id

MAX_DECIMALS: Final = 20
MAX_ITEMS: Final = 50_000
"""Of each list; a big house has some thousand entities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity."""

    id: str
    """Stays the same when the entity is renamed; the entity id where only a state exists."""

    entity_id: str
    name: str | None = None
    has_entity_name: bool = False
    """Whether the name is only that of what it does, and its device's name belongs before it."""

    platform: str | None = None
    """The integration that it comes from."""

    unique_id: str | None = None
    """What that integration calls it."""

    device_id: str | None = None
    area_id: str | None = None
    labels: frozenset[str] = frozenset()
    category: Category | None = None
    icon: str | None = None
    translation_key: str | None = None
    """By what its integration knows it, where that has an icon for it."""

    cleaning_areas: tuple[str, ...] = ()
    """The ids of the areas that a vacuum robot can be sent to."""

    decimals: int | None = None
    """How many of a number are shown: as a person wants it, or else as its integration proposes."""

    shown: bool = True
    """Whether it is neither disabled nor hidden."""

    @property
    def domain(self) -> str:
        """What kind of entity it is."""
        return self.entity_id.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteDevice:
    """One device."""

    id: str
    name: str
    maker: str | None
    model: str | None
    serial_number: str | None
    software_version: str | None
    hardware_version: str | None
    parent: str | None
    area_id: str | None
    labels: frozenset[str]
    is_service: bool = False
    maker_name: str | None = None
    """What it was called before a person gave it a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All that there is, however it is."""

    entities: Mapping[str, Entity]
    """By their entity ids."""

    devices: Mapping[str, RemoteDevice]
    areas: Mapping[str, str]
    labels: Mapping[str, str]
    """Names by ids."""

    name: str
    version: str | None
    temperature_unit: str | None
    running: bool
    """Whether the instance has started: before, few of its entities have states."""

    time_zone: tzinfo = UTC
    clock_ahead: float = 0.0
    """By how many seconds its clock is before ours."""

    icons: Mapping[str, Any] = field(default_factory=dict)
    """By integrations, domains and translation keys: icons as they were sent."""

    def icon(self, entity: Entity, state: str) -> str | None:
        """Return the icon that an entity has in a state: a person's, or else its integration's."""
        domains = read_mapping(self.icons.get(entity.platform or ""))
        icons = read_mapping(read_mapping(domains.get(entity.domain)).get(entity.translation_key or ""))
        of_state = read_text(read_mapping(icons.get("state")).get(state))
        return entity.icon or of_state or read_text(icons.get("default"))

    def maps_like(self, other: Registry) -> bool:
        """Return whether what the mappings of all entities look at is the same there."""
        return (self.temperature_unit, self.time_zone, self.areas, self.icons) == (
            other.temperature_unit,
            other.time_zone,
            other.areas,
            other.icons,
        )


NOTHING: Final = Registry(
    entities={},
    devices={},
    areas={},
    labels={},
    name="Home Assistant",
    version=None,
    temperature_unit=None,
    running=False,
)
"""What is known before anything was read."""


async def async_parse_registry(config: Any, entities: Any, devices: Any, areas: Any, labels: Any) -> Registry:
    """Return what `get_config` and the lists of the four registries tell. Raises TemporaryError."""
    if not isinstance(config, dict) or not all(
        isinstance(answer, list) for answer in (entities, devices, areas, labels)
    ):
        raise TemporaryError("the answers hold no registries")
    parsed = [parse_entity(item) async for item in in_slices(_items(entities))]
    return Registry(
        entities={entity.entity_id: entity for entity in parsed if entity is not None},
        devices=await async_parse_devices(devices, {}),
        areas=parse_names(areas, "area_id"),
        labels=parse_names(labels, "label_id"),
        name=read_text(config.get("location_name")) or "Home Assistant",
        version=read_text(config.get("version")),
        temperature_unit=read_text(read_mapping(config.get("unit_system")).get("temperature")),
        running=config.get("state") == "RUNNING",
    )


async def async_with_states(registry: Registry, states: Mapping[str, State]) -> Registry:
    """Return a registry with the entities, and the names, that only states tell."""
    entities = dict(registry.entities)
    async for entity_id, state in in_slices(islice(states.items(), MAX_ITEMS)):
        entity = entities.get(entity_id)
        if entity is None:
            entity = Entity(id=entity_id, entity_id=entity_id)
        entities[entity_id] = with_name(entity, state)
    return replace(registry, entities=entities)


def with_name(entity: Entity, state: State | None) -> Entity:
    """Return an entity with the name that its state tells, where it has none."""
    if state is None or entity.name is not None or (entity.has_entity_name and entity.device_id):
        return entity
    return replace(entity, name=read_text(state.attributes.get("friendly_name")))


async def async_parse_devices(answer: Any, before: Mapping[str, RemoteDevice]) -> Mapping[str, RemoteDevice]:
    """Return the devices of a list; one that did not change stays the same object."""
    parsed = [_parse_device(item) async for item in in_slices(_items(answer))]
    return {
        device.id: old if (old := before.get(device.id)) == device else device
        for device in parsed
        if device is not None
    }


def parse_names(answer: Any, key: str) -> Mapping[str, str]:
    """Return names by ids."""
    found = ((read_text(item.get(key)), read_text(item.get("name"))) for item in _items(answer))
    return {item_id: name for item_id, name in found if item_id is not None and name is not None}


def _items(answer: Any) -> Iterable[Mapping[str, Any]]:
    return (read_mapping(item) for item in islice(answer, MAX_ITEMS))


def parse_entity(raw: Mapping[str, Any]) -> Entity | None:
    """Return an entity; None where it is none."""
    entity_id = read_text(raw.get("entity_id"))
    registry_id = read_text(raw.get("id"))
    if entity_id is None or registry_id is None or not is_entity_id(entity_id):
        return None
    category = raw.get("entity_category")
    name, has_entity_name = _read_name(raw)
    return Entity(
        id=registry_id,
        entity_id=entity_id,
        name=name,
        has_entity_name=has_entity_name,
        platform=read_text(raw.get("platform")),
        unique_id=_read_unique_id(raw.get("unique_id")),
        device_id=read_text(raw.get("device_id")),
        area_id=read_text(raw.get("area_id")),
        labels=_labels(raw),
        category=cast("Category", category) if category in get_args(Category.__value__) else None,
        icon=read_text(raw.get("icon")),
        translation_key=read_text(raw.get("translation_key")),
        cleaning_areas=_read_cleaning_areas(raw),
        decimals=_read_decimals(raw),
        shown=raw.get("disabled_by") is None and raw.get("hidden_by") is None,
    )


def _read_decimals(raw: Mapping[str, Any]) -> int | None:
    """Return how many decimals are shown, where that is said."""
    options = read_mapping(read_mapping(raw.get("options")).get("sensor"))
    said = (options.get(name) for name in ("display_precision", "suggested_display_precision"))
    return next((value for value in said if type(value) is int and 0 <= value <= MAX_DECIMALS), None)


def _read_cleaning_areas(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the areas to which a person has given parts of a vacuum robot's map."""
    options = read_mapping(read_mapping(raw.get("options")).get("vacuum"))
    return tuple(islice(read_mapping(options.get("area_mapping")), MAX_ITEMS))


def _read_name(raw: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Return a name, and whether it is only that of what the entity does."""
    if raw.get("name") == "":  # Who takes the name away wants that of the device.
        return None, True
    given = read_text(raw.get("name"))
    if "has_entity_name" not in raw:  # From 2026.11 on, no name holds that of the device.
        return given or read_text(raw.get("original_name")), True
    if given is not None:  # Before, what a person gave was all of the name.
        return given, False
    return read_text(raw.get("original_name")), raw["has_entity_name"] is True


def _read_unique_id(raw: Any) -> str | None:
    """Return a unique id; some integrations have numbers for them, and long ones."""
    return str(raw)[:4096] if isinstance(raw, str | int) else None


def _parse_device(raw: Mapping[str, Any]) -> RemoteDevice | None:
    device_id = read_text(raw.get("id"))
    if device_id is None:
        return None
    return RemoteDevice(
        id=device_id,
        name=read_text(raw.get("name_by_user")) or read_text(raw.get("name")) or device_id,
        maker=read_text(raw.get("manufacturer")),
        model=read_text(raw.get("model")),
        serial_number=read_text(raw.get("serial_number")),
        software_version=read_text(raw.get("sw_version")),
        hardware_version=read_text(raw.get("hw_version")),
        parent=read_text(raw.get("via_device_id")),
        area_id=read_text(raw.get("area_id")),
        labels=_labels(raw),
        is_service=raw.get("entry_type") == "service",
        maker_name=read_text(raw.get("name")),
    )


def _labels(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(read_texts(raw.get("labels")))
