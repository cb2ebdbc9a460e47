"""A feature, and what its commands are at the vendor."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from ...model import Feature
from ..metadevice import Function

type Values = Mapping[Function, Any]
"""What a command sets at the vendor."""

_NUMBERED: Final = re.compile(r"(outlet|spigot|zone)-([0-9]{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the commands of a feature go."""

    metadevice_id: str
    item_id: str = ""
    """The id of the vendor library's model, for what its controller sends; it differs where it splits."""

    channel: str | None = None
    """The channel of a lamp that has several."""

    plain_mode: str | None = None
    """The colour mode of a lamp that the end of its effect leads to; None where none runs."""

    wake: Values = field(default_factory=dict)
    """What a zone of a lamp needs besides to be turned on: the lamp is off as a whole."""

    options: Mapping[str, Mapping[Any, Values]] = field(default_factory=dict)
    """By a command's field, what each of its values sets."""

    numbers: Mapping[str, Function] = field(default_factory=dict)
    """By a command's field, the function that takes the number."""

    setpoints: Mapping[str, Function] = field(default_factory=dict)
    """By a climate device's mode, the function that takes the target temperature."""

    ranges: Mapping[Function, Mapping[str, float]] = field(default_factory=dict)
    """The least, the most and the step of what takes numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A feature; without a target it takes no commands."""

    feature: Feature
    target: Target | None = None


def key(metadevice_id: str, *words: str | None) -> str:
    """Return what names a feature within its physical device, which may be several metadevices."""
    return ":".join((metadevice_id, *(word for word in words if word)))


def on_off(function: Function, on: Any = "on", off: Any = "off") -> Mapping[Any, Values]:
    """Return what sets a function that is on or off."""
    return {True: {function: on}, False: {function: off}}


@lru_cache(maxsize=1024)
def numbered(label: str | None, instance: str | None) -> tuple[str | None, str | None]:
    """Return the label and the index of what belongs to an outlet, a spigot or a zone ("zone-2")."""
    match = _NUMBERED.fullmatch(instance or "")
    if match is None:
        return label, None
    return "_".join(filter(None, (match[1], label))), match[2]


def slug(word: str) -> str:
    """Return a vendor's word as Home Assistant's translations spell it."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")


def slugs(words: Iterable[str]) -> dict[str, str]:
    """Return the vendor's words by their slugs, in an order that does not change."""
    return {slug(word): word for word in sorted(words) if slug(word)}


def choose(words: Mapping[str, str], word: Any) -> str | None:
    """Return our word for the vendor's; None where it is not one of these."""
    return next((ours for ours, theirs in words.items() if theirs == word), None)


def spell(instance: str) -> str:
    """Return the vendor's name of an instance as a person reads it: "light sensor" for "light-sensor"."""
    return re.sub(r"[^A-Za-z0-9]+", " ", instance).strip()
