"""Metadevices and rooms, checked: what they hold is safe to give to the vendor's library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..raw import read_record

if TYPE_CHECKING:
    from .attributes import Attributes

type Function = tuple[str, str | None]
"""A functionClass and a functionInstance."""

type Definition = dict[str, Any]
"""What a function takes: its type and its values, in the vendor's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadevice:
    """What the vendor's app shows as one thing; a physical device is one or several of them."""

    id: str
    device_id: str
    name: str
    device_class: str
    maker: str | None = None
    model: str | None = None
    default_name: str | None = None
    image: str | None = None
    has_children: bool = False
    functions: Mapping[Function, Definition] = field(default_factory=dict)
    capabilities: Sequence[Definition] = ()
    attributes: Attributes = field(default_factory=dict)
    states: Mapping[Function, Any] = field(default_factory=dict)

    @property
    def pushed(self) -> set[Function]:
        """The functions whose changes the vendor pushes."""
        told = {meaning.function for meanings in self.attributes.values() for meaning in meanings}
        return {("available", None), *told}

    def options(self, function: Function) -> list[str]:
        """Return the words that a function takes; none where it takes no words."""
        definition = self.functions.get(function)
        if definition is None or definition["type"] != "category":
            return []
        return [value["name"] for value in definition["values"]]

    @property
    def zones(self) -> list[str | None]:
        """What can be dimmed and switched by itself: the channels or the zones of a lamp."""
        return [
            instance
            for function_class, instance in self.states
            if function_class == "toggle" and ("brightness", instance) in self.functions
        ]

    @property
    def power(self) -> Function | None:
        """What switches it as a whole."""
        return next((function for function in self.states if function[0] == "power"), None)

    @property
    def is_off(self) -> bool:
        """Whether it is off as a whole, whatever its zones say."""
        return self.power is not None and self.states[self.power] == "off"

    def record(self, function: Function) -> Mapping[str, Any]:
        """Return the record that an object holds under the name of its format; else an empty one."""
        return read_record(self.states.get(function))

    def range(self, function: Function) -> dict[str, float] | None:
        """Return min, max and step of a function; None where it takes no numbers."""
        definition = self.functions.get(function)
        if definition is None or definition["type"] != "numeric":
            return None
        limits: dict[str, float] = definition["values"][0]["range"]
        return limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The firmware and the hardware of a physical device."""

    software: str | None = None
    hardware: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room, and the metadevices in it."""

    id: str
    name: str
    children: frozenset[str]
