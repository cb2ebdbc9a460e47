"""Metadevices and rooms, checked: what they hold is safe to give to the vendor's library."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Self

from ..raw import read_record

if TYPE_CHECKING:
    from .attributes import Attributes

type Function = tuple[str, str | None]
"""A functionClass and a functionInstance."""

type Definition = dict[str, Any]
"""What a function takes: its type and its values, in the vendor's words."""

_WHOLE: Final = (None, "global", "primary")
"""The instances of what is a lamp as a whole."""

_PLAIN_MODES: Final = ("white", "color")
"""The colour modes of a lamp that are no effects."""


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
    pushed: AbstractSet[Function] = frozenset()
    """The functions whose changes the vendor pushes."""

    states: Mapping[Function, Any] = field(default_factory=dict)
    plain_modes: Mapping[str | None, str] = field(default_factory=dict)
    """The last colour mode of each zone of a lamp that was no effect: what the end of an effect leads to."""

    temperature_unit: str = "°C"
    """In what the vendor was asked to tell temperatures."""

    def with_states(self, states: Mapping[Function, Any], name: str | None = None) -> Self:
        """Return it as it is now, and as it is called now if that is told."""
        modes = {
            instance: value
            for (function_class, instance), value in states.items()
            if function_class == "color-mode" and value in _PLAIN_MODES
        }
        plain_modes = {**self.plain_modes, **modes} if modes else self.plain_modes
        return replace(self, name=name or self.name, states=states, plain_modes=plain_modes)

    def is_described_as(self, other: Self) -> bool:
        """Return whether it is described as another, and tells the same functions."""
        return _description(self) == _description(other) and self.states.keys() == other.states.keys()

    def changes_since(self, before: Self) -> list[Function]:
        """Return the functions whose values are not those of before."""
        known = before.states
        changed = [function for function, value in self.states.items() if known.get(function) != value]
        return [*changed, *(known.keys() - self.states.keys())]

    def options(self, function: Function) -> list[str]:
        """Return the words that a function takes; none where it takes no words."""
        definition = self.functions.get(function)
        if definition is None or definition["type"] != "category":
            return []
        return [value["name"] for value in definition["values"]]

    @property
    def zones(self) -> dict[str | None, Function]:
        """What can be dimmed and switched by itself, the channels or zones of a lamp, and what switches it.

        Some have toggles. Others have a power each, beside one for all of them.
        """
        switches = {"toggle", "power"} if len(self._powers) > 1 else {"toggle"}
        return {
            function[1]: function
            for function in self.states
            if function[0] in switches
            and function[1] not in _WHOLE
            and ("brightness", function[1]) in self.functions
        }

    @property
    def power(self) -> Function | None:
        """What switches it as a whole, in whatever order the vendor tells that and the power of its zones."""
        powers = self._powers - set(self.zones.values())
        return min(powers, key=lambda function: function[1] or "", default=None)

    @property
    def _powers(self) -> set[Function]:
        """What switches it or a part of it."""
        return {function for function in self.states if function[0] == "power"}

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


_description: Final = attrgetter(
    *(each.name for each in fields(Metadevice) if each.name not in ("states", "plain_modes"))
)
"""Returns all of a metadevice but how it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The firmware of a physical device."""

    software: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room, and the metadevices in it."""

    id: str
    name: str
    children: frozenset[str]
