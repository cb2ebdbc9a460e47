"""What the numbered attributes mean that push tells of: each device has its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..raw import read_mappings, read_text
from .metadevice import Function

type Attributes = Mapping[str, Sequence[Meaning]]
"""By the key of the attribute (`deviceValues[].key` of each value that a function can have)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One of what an attribute can mean."""

    function: Function
    kind: str
    """The type of the function."""

    name: str
    """The value of the function, where `device_value` is not None."""

    device_value: str | None
    """What the attribute holds then; None where what it holds is the value itself."""


def parse_attributes(functions: Any) -> Attributes:
    """Return what attributes mean, as the functions of a full description say."""
    attributes: dict[str, list[Meaning]] = {}
    for function in read_mappings(functions):
        for key, meaning in _meanings(function):
            attributes.setdefault(key, []).append(meaning)
    return attributes


def pushed_functions(attributes: Attributes) -> frozenset[Function]:
    """Return the functions whose changes the vendor pushes: those of attributes, and "available"."""
    told = {meaning.function for meanings in attributes.values() for meaning in meanings}
    return frozenset({("available", None), *told})


def parse_key(raw: Any) -> str | None:
    """Return the key of an attribute, which is told as a number or as a text."""
    return str(raw) if isinstance(raw, int) and 0 <= raw < 2**32 else read_text(raw)


def _meanings(function: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Yield what a function says of attributes, each with the attribute's key."""
    function_class, kind = read_text(function.get("functionClass")), read_text(function.get("type"))
    instance = read_text(function.get("functionInstance"))
    if function_class is None or kind is None:
        return
    for value in read_mappings(function.get("values")):
        name = read_text(value.get("name"))
        for device_value in _attributes(value):
            key = parse_key(device_value.get("key"))
            if key is not None and name is not None:
                yield (
                    key,
                    Meaning(
                        function=(function_class, instance),
                        kind=kind,
                        name=name,
                        device_value=read_text(device_value.get("value")),
                    ),
                )


def _attributes(value: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Return the attributes that a value of a function is made of."""
    return (raw for raw in read_mappings(value.get("deviceValues")) if raw.get("type") == "attribute")
