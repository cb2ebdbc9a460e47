"""Physical devices: what their metadevices are together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Final

from aioafero.v1 import models
from aioafero.v1.models import SecuritySystemSensor

from ...model import (
    AlarmPanel,
    BinarySensor,
    Climate,
    Device,
    Fan,
    Feature,
    Light,
    Lock,
    Sensor,
    Switch,
    Valve,
)
from ..bridge import Modelled, Version
from .climates import air_conditioner_parts, thermostat_parts
from .fans import fan_parts
from .lights import light_parts
from .part import Part
from .security import panel_parts, sensor_model, sensor_parts
from .states import state_parts
from .switches import lock_parts, switch_parts, valve_parts

_PARTS: Final[Mapping[type, Any]] = {
    models.Fan: fan_parts,
    models.Light: light_parts,
    models.Lock: lock_parts,
    models.PortableAC: air_conditioner_parts,
    models.SecuritySystem: panel_parts,
    models.Switch: switch_parts,
    models.Thermostat: thermostat_parts,
    models.Valve: valve_parts,
}
"""What makes features of each of the library's models; of the others, the tables of states tell all."""

_KINDS: Final[Mapping[type[Feature], str]] = {
    AlarmPanel: "alarm",
    Climate: "climate",
    Lock: "lock",
    Fan: "fan",
    Valve: "valve",
    Light: "light",
    Switch: "switch",
}
"""Labels of what can be the device itself; the first of several kinds is."""


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
    name = _common_name(group)
    parts = _label([(modelled, list(_parts(modelled))) for modelled in group], name)
    available = any(_is_available(modelled) for modelled in group)
    parts["connection"] = Part(feature=_connection(on=available))
    if version.software is not None:
        parts["firmware"] = Part(feature=_firmware(version.software))
    device = Device(
        id=leader.metadevice.device_id,
        name=name,
        maker=leader.afero_device.manufacturerName,
        model=leader.afero_device.model or None,
        software_version=version.software,
        hardware_version=version.hardware,
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


def _connection(*, on: bool) -> BinarySensor:
    """Return whether the vendor reaches a device."""
    return BinarySensor(
        key="connection",
        label="connection",
        category="diagnostic",
        told_without_device=True,
        on=on,
        device_class="connectivity",
    )


def _firmware(version: str) -> Sensor:
    """Return which firmware a physical device runs."""
    return Sensor(key="firmware", label="firmware", category="diagnostic", value=version)


def _parts(modelled: Modelled) -> Iterator[Part]:
    """Yield all that a metadevice tells and takes."""
    for model in modelled.models:
        make = _PARTS.get(type(model))
        if make is not None:
            yield from make(modelled.metadevice, model)
    yield from state_parts(modelled.metadevice)


def _map_sensor(modelled: Modelled, sensor: SecuritySystemSensor, panel: Device) -> Mapped:
    """Return a sensor of a security system, as a device that is reached through the system."""
    parts = {part.feature.key: part for part in sensor_parts(modelled.metadevice, sensor)}
    name = sensor.device_information.name or ""
    available = panel.available and sensor.available
    parts["connection"] = Part(feature=_connection(on=available))
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


def _is_available(modelled: Modelled) -> bool:
    """Return whether the vendor reaches a metadevice; where it does not say, it does."""
    return modelled.metadevice.states.get(("available", None)) is not False


def _common_name(group: Sequence[Modelled]) -> str:
    """Return the name of a physical device: its parent's, or what the names of its parts share."""
    leader = group[0].metadevice
    if len(group) == 1 or leader.has_children:
        return leader.name
    words = zip(*(modelled.metadevice.name.split() for modelled in group), strict=False)
    common = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, words)]
    return " ".join(common) or leader.default_name or leader.name


def _label(group: Iterable[tuple[Modelled, list[Part]]], device_name: str) -> dict[str, Part]:
    """Return all parts by their keys; what would have the name of another is told apart.

    The feature that is the device itself has no label: where there are several, only one of the most
    important kind keeps that.
    """
    group = list(group)
    kinds = Counter(type(part.feature) for _, parts in group for part in parts if part.feature.label is None)
    leading = next((kind for kind in _KINDS if kind in kinds), None)
    labelled: dict[str, Part] = {}
    for modelled, parts in group:
        name = modelled.metadevice.name
        index = name.removeprefix(device_name).strip(" -_") or name
        for part in parts:
            feature = part.feature
            if feature.label is None and kinds[type(feature)] > 1:
                feature = replace(feature, label=_named(feature), index=index)
            elif feature.label is None and type(feature) is not leading:
                feature = replace(feature, label=_KINDS[type(feature)])
            elif feature.label == "timer" and kinds[Switch] > 1:
                feature = replace(feature, label="outlet_timer", index=index)
            labelled.setdefault(feature.key, replace(part, feature=feature))
    return labelled


def _named(feature: Feature) -> str:
    """Return the label of one of several features of a kind; its translation names the index."""
    if isinstance(feature, Switch) and feature.device_class == "outlet":
        return "outlet"
    return f"{_KINDS[type(feature)]}_named"
