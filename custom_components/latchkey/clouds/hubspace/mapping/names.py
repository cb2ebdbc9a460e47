"""Names: what a physical device is called, and each of its features."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from ...model import AlarmPanel, Climate, Fan, Feature, Humidifier, Light, Lock, Switch, Valve
from ..metadevice import Metadevice
from .part import Part, numbered

type Owned = tuple[Metadevice, Part]
"""A part, and the metadevice that it is of."""

_KINDS: Final[Mapping[type[Feature], str]] = {
    AlarmPanel: "alarm",
    Climate: "climate",
    Humidifier: "humidifier",
    Lock: "lock",
    Fan: "fan",
    Valve: "valve",
    Light: "light",
    Switch: "switch",
}
"""Labels of what can be the device itself; the first of several kinds is."""


def device_name(group: Sequence[Metadevice]) -> str:
    """Return the name of a physical device: its parent's, or what the names of its parts share."""
    leader = group[0]
    if len(group) == 1 or leader.has_children:
        return leader.name
    words = zip(*(metadevice.name.split() for metadevice in group), strict=False)
    common = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, words)]
    return " ".join(common) or leader.default_name or leader.name


def name_parts(owned: Iterable[Owned], device: str) -> dict[str, Part]:
    """Return the parts of a device by their keys, no two of a kind with the same name."""
    labelled = _label(_merge(owned), device)
    return {part.feature.key: part for part in _tell_apart(labelled, device)}


def called_like(part: Part, before: Feature) -> Part:
    """Return a part with the name that it had before."""
    name = before.label, before.index, before.suffix
    feature = part.feature
    if (feature.label, feature.index, feature.suffix) == name:
        return part
    return _with(part, replace(feature, label=before.label, index=before.index, suffix=before.suffix))


def _merge(owned: Iterable[Owned]) -> list[Owned]:
    """Return what is told once of all that several metadevices tell.

    That is what has the same key, and the numbered outlets, spigots and zones, of which each metadevice
    of a class may tell all.
    """
    once: dict[tuple[str, str], Owned] = {}
    for metadevice, part in owned:
        function = part.feature.key.removeprefix(metadevice.id)
        _, number = numbered(None, function.rpartition(":")[2])
        identity = ("", part.feature.key) if number is None else (metadevice.device_class, function)
        once.setdefault(identity, (metadevice, part))
    return list(once.values())


def _label(owned: Sequence[Owned], device: str) -> list[Owned]:
    """Return parts with labels.

    The feature that is the device itself has none: where there are several, only one of the most
    important kind.
    """
    kinds = Counter(type(part.feature) for _, part in owned if part.feature.label is None)
    leading = next((kind for kind in _KINDS if kind in kinds), None)
    labelled = []
    for metadevice, part in owned:
        feature = part.feature
        if feature.label is None and kinds[type(feature)] > 1 and _is_outlet(feature):
            feature = replace(feature, label="outlet", index=_own_name(metadevice, device))
        elif feature.label is None and (kinds[type(feature)] > 1 or type(feature) is not leading):
            feature = replace(feature, label=_KINDS[type(feature)])
        labelled.append((metadevice, _with(part, feature)))
    return labelled


def _is_outlet(feature: Feature) -> bool:
    return isinstance(feature, Switch) and feature.device_class == "outlet"


def _tell_apart(owned: Iterable[Owned], device: str) -> Iterator[Part]:
    """Yield parts, those that have the same name with what their metadevices are called, or with numbers."""
    called: dict[tuple[type[Feature], str | None, str | None], list[Owned]] = {}
    for metadevice, part in owned:
        name = type(part.feature), part.feature.label, part.feature.index
        called.setdefault(name, []).append((metadevice, part))
    for same in called.values():
        suffixes: list[str | None] = [_own_name(metadevice, device) for metadevice, _ in same]
        if len(same) == 1:
            suffixes = [None]
        elif len(set(suffixes)) < len(same):
            suffixes = [str(number) for number in range(1, len(same) + 1)]
        for (_, part), suffix in zip(same, suffixes, strict=True):
            feature = part.feature if suffix is None else replace(part.feature, suffix=suffix)
            yield _with(part, feature)


def _with(part: Part, feature: Feature) -> Part:
    """Return a part with its feature as it is called now."""
    return part if feature is part.feature else replace(part, feature=feature)


def _own_name(metadevice: Metadevice, device: str) -> str:
    """Return what a metadevice is called within its device."""
    return metadevice.name.removeprefix(device).strip(" -_") or metadevice.name
