"""The entities and devices of another Home Assistant in the words of the model."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from ...model import Device, Feature, FeatureId
from ...raw import read_text
from ..parts import Part
from ..pictures import find_elsewhere, find_picture, name_picture
from ..registry import Entity, Registry, RemoteDevice
from ..states import UNAVAILABLE, UNKNOWN, State
from . import (
    calendars,
    cameras,
    climates,
    doors,
    helpers,
    media_players,
    pictures,
    readings,
    robots,
    routines,
    signals,
    surroundings,
    switches,
    todo_lists,
    trackers,
    updates,
    values,
    weather,
)
from .attributes import Maps, Told
from .remaining import remaining_attributes

INSTANCE_ID: Final = "instance"
"""The device that the other Home Assistant itself is."""

_SEPARATORS: Final = " -:"
"""What stands between the name of a device and that of what it does."""

_MAPS: Final[Maps] = {
    **calendars.MAPS,
    **cameras.MAPS,
    **climates.MAPS,
    **doors.MAPS,
    **helpers.MAPS,
    **media_players.MAPS,
    **pictures.MAPS,
    **readings.MAPS,
    **robots.MAPS,
    **routines.MAPS,
    **signals.MAPS,
    **surroundings.MAPS,
    **switches.MAPS,
    **todo_lists.MAPS,
    **trackers.MAPS,
    **updates.MAPS,
    **values.MAPS,
    **weather.MAPS,
}

DOMAINS: Final = frozenset(_MAPS)
"""The kinds of entities that can be shown."""


def list_parts(entity: Entity) -> Iterable[Part]:
    """Yield the features that an entity is here, itself first; none where there is no such kind."""
    return (Part(entity, name) for name in _MAPS.get(entity.domain, {}))


def owner_of(entity: Entity, registry: Registry) -> str:
    """Return whose an entity is; one whose device is not known belongs to the instance."""
    return (entity.device_id if entity.device_id in registry.devices else None) or INSTANCE_ID


def feature_id(part: Part, registry: Registry) -> FeatureId:
    """Return what a part of an entity is here."""
    return owner_of(part.entity, registry), part.key


def map_part(part: Part, state: State | None, registry: Registry) -> Feature:
    """Return what a part of an entity is here."""
    entity = part.entity
    raw = state.attributes if state is not None else {}
    word = state.state if state is not None else UNAVAILABLE
    common = {
        "key": part.key,
        "name": entity_name(entity, registry.devices.get(entity.device_id or "")),
        "object_id": part.object_id,
        "icon": read_text(raw.get("icon")) or registry.icon(entity, word),
        "place": entity.area_id,
        "available": word != UNAVAILABLE,
        "category": entity.category,
        "picture": None if entity.domain in pictures.OWN else name_picture(find_picture(raw)),
        "picture_elsewhere": None if entity.domain in pictures.OWN else find_elsewhere(raw),
        "assumed": raw.get("assumed_state") is True,
        "attributes": {} if part.name else remaining_attributes(entity.domain, raw),
    }
    known = word if word not in (UNAVAILABLE, UNKNOWN) else None
    told = Told(
        known,
        raw,
        unit=registry.temperature_unit,
        common=common,
        cleaning_areas=_cleaning_areas(entity, registry),
        entity_id=entity.entity_id,
        time_zone=registry.time_zone,
        decimals=entity.decimals,
    )
    return _MAPS[entity.domain][part.name](told)


def _cleaning_areas(entity: Entity, registry: Registry) -> Mapping[str, str]:
    """Return the areas that a vacuum robot can be sent to: names by their ids."""
    return {key: registry.areas[key] for key in entity.cleaning_areas if key in registry.areas}


def entity_name(entity: Entity, device: RemoteDevice | None) -> str | None:
    """Return the name of an entity without that of its device; None where it is its device."""
    if entity.name is None or entity.has_entity_name or device is None:
        return entity.name
    rests = (_without(entity.name, name) for name in (device.name, device.maker_name) if name)
    return next((rest for rest in rests if rest != entity.name), entity.name) or None


def _without(name: str, device: str) -> str:
    """Return a name without that of a device before it; in capitals or not, as Home Assistant cuts it."""
    head, rest = name[: len(device)], name[len(device) :]
    if head.casefold() != device.casefold() or (rest and rest[0] not in _SEPARATORS):
        return name
    rest = rest.strip(_SEPARATORS)
    return rest[:1].upper() + rest[1:] if rest.partition(" ")[0].islower() else rest


def map_device(device_id: str, registry: Registry, features: Mapping[str, Feature], url: str) -> Device:
    """Return a device; one that is not known, like the other Home Assistant itself, is that."""
    device = registry.devices.get(device_id)
    if device is None:
        return Device(
            id=INSTANCE_ID,
            name=registry.name,
            maker="Home Assistant",
            model="Home Assistant Core",
            software_version=registry.version,
            page=url,
            is_service=True,
            features=features,
        )
    return Device(
        id=device.id,
        name=device.name,
        maker=device.maker,
        model=device.model,
        serial_number=device.serial_number,
        software_version=device.software_version,
        hardware_version=device.hardware_version,
        page=f"{url}/config/devices/device/{quote(device.id, safe='')}",
        parent=device.parent or INSTANCE_ID,
        place=device.area_id,
        is_service=device.is_service,
        features=features,
    )
