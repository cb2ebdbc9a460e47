"""Physical devices: what their metadevices are together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from aioafero.v1 import models
from aioafero.v1.models import SecuritySystemSensor

from ...model import BinarySensor, Device, Sensor
from ..afero import Modelled
from ..metadevice import Function, Version
from .climates import air_conditioner_parts, thermostat_parts
from .dehumidifiers import dehumidifier_parts
from .fans import fan_parts
from .lights import light_parts
from .names import called_like, device_name, name_parts
from .part import Part
from .security import panel_parts, sensor_model, sensor_parts
from .states import state_parts
from .switches import lock_parts, switch_parts, valve_parts

_PARTS: Final[Mapping[type, Any]] = {
    models.Dehumidifier: dehumidifier_parts,
    models.Fan: fan_parts,
    models.Light: light_parts,
    models.Lock: lock_parts,
    models.PortableAC: air_conditioner_parts,
    models.SecuritySystem: panel_parts,
    models.Switch: switch_parts,
    models.Thermostat: thermostat_parts,
    models.Valve: valve_parts,
}
"""What makes features of each of the library's models."""

_NOT_KNOWN: Final = ("", "TBD", "<unknown>", "Unknown")
"""What the vendor calls a maker or a model that it does not know."""

BRAND: Final = "Hubspace"
"""Who stands for a maker that is not known: Home Assistant would write "<unknown>" there."""

_CONNECTIONS: Final = {
    on: Part(
        feature=BinarySensor(
            key="connection",
            label="connection",
            category="diagnostic",
            told_without_device=True,
            on=on,
            device_class="connectivity",
        )
    )
    for on in (False, True)
}
"""Whether the vendor reaches a device."""

_TOLD_BY_TABLES: Final = (models.ExhaustFan, models.SecuritySystemKeypad, SecuritySystemSensor)
"""Models of what the tables of states tell all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A device, and where the commands of its features go."""

    device: Device
    parts: Mapping[str, Part]
    metadevice_ids: tuple[str, ...]


def map_devices(group: Sequence[Modelled], version: Version, place: str | None) -> list[Mapped]:
    """Return a physical device, and the devices that are reached through it.

    `group` are its metadevices, the leading one first.
    """
    leader = group[0]
    name = device_name([modelled.metadevice for modelled in group])
    owned = (
        (modelled.metadevice, part)
        for modelled in group
        for part in _parts(modelled, modelled.metadevice.states)
    )
    parts = name_parts(owned, name)
    available = any(_is_available(modelled) for modelled in group)
    parts["connection"] = _CONNECTIONS[available]
    if version.software is not None:
        parts["firmware"] = Part(feature=_firmware(version.software))
    device = Device(
        id=leader.metadevice.device_id,
        name=name,
        maker=_known(leader.afero_device.manufacturerName) or BRAND,
        model=_model(leader),
        software_version=version.software,
        place=place,
        available=available,
        features={key: part.feature for key, part in parts.items()},
    )
    ids = tuple(modelled.metadevice.id for modelled in group)
    sensors = [
        _map_sensor(modelled, model, device)
        for modelled in group
        for model in modelled.models
        if isinstance(model, SecuritySystemSensor)
    ]
    return [Mapped(device=device, parts=parts, metadevice_ids=ids), *sensors]


def map_changes(before: Mapped, modelled: Modelled, changed: Iterable[Function]) -> Mapped | None:
    """Return a device that is one metadevice, of which only values of some functions are not those of before.

    None where that makes it another device: then all of it must be made anew.
    """
    parts = dict(before.parts)
    # Of two parts with one key, the first is shown.
    for part in reversed(list(_parts(modelled, changed))):
        same = before.parts.get(part.feature.key)
        if same is None or type(same.feature) is not type(part.feature):
            return None
        parts[part.feature.key] = called_like(part, same.feature)
    available = _is_available(modelled)
    parts["connection"] = _CONNECTIONS[available]
    features = {key: part.feature for key, part in parts.items()}
    device = replace(before.device, available=available, features=features)
    return Mapped(device=device, parts=parts, metadevice_ids=before.metadevice_ids)


def has_controls(modelled: Modelled) -> bool:
    """Return whether one of the library's models of a metadevice is known here."""
    return any(isinstance(model, (*_PARTS, *_TOLD_BY_TABLES)) for model in modelled.models)


def _firmware(version: str) -> Sensor:
    """Return which firmware a physical device runs, for who wants its history: its page says it anyway."""
    return Sensor(key="firmware", label="firmware", category="diagnostic", enabled=False, value=version)


def _parts(modelled: Modelled, functions: Iterable[Function]) -> Iterator[Part]:
    """Yield what a metadevice is, and what some of its functions tell and take besides."""
    for model in modelled.models:
        make = _PARTS.get(type(model))
        if make is not None:
            yield from make(modelled.metadevice, model)
    yield from state_parts(modelled.metadevice, functions)


def _map_sensor(modelled: Modelled, sensor: SecuritySystemSensor, panel: Device) -> Mapped:
    """Return a sensor of a security system, as a device that is reached through the system."""
    parts = {part.feature.key: part for part in sensor_parts(modelled.metadevice, sensor)}
    name = sensor.device_information.name or ""
    available = panel.available and bool(sensor.available)
    parts["connection"] = _CONNECTIONS[available]
    device = Device(
        id=f"{panel.id}-sensor-{sensor.instance}",
        name=name.removeprefix(f"{modelled.metadevice.name} - "),
        maker=panel.maker,
        model=sensor_model(modelled.metadevice, sensor),
        parent=panel.id,
        place=panel.place,
        available=available,
        features={key: part.feature for key, part in parts.items()},
    )
    return Mapped(device=device, parts=parts, metadevice_ids=(modelled.metadevice.id,))


def _model(modelled: Modelled) -> str | None:
    """Return the model, or what the vendor calls such devices where it does not tell the model."""
    return _known(modelled.afero_device.model) or modelled.metadevice.default_name


def _known(make: str | None) -> str | None:
    """Return a maker or a model, if the vendor knows it."""
    return None if make in _NOT_KNOWN else make


def _is_available(modelled: Modelled) -> bool:
    """Return whether the vendor reaches a metadevice; where it does not say, it does."""
    return modelled.metadevice.states.get(("available", None)) is not False
