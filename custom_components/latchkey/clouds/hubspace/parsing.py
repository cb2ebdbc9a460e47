"""The vendor's answers as metadevices and rooms; what makes no sense is left out."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from ..raw import MAX_TEXT, is_number, read_mapping, read_mappings, read_text, read_texts
from .attributes import parse_attributes, pushed_functions
from .definitions import Definitions, DefinitionsByModel, Descriptions
from .mapping.states import SHOWN
from .metadevice import Definition, Function, Metadevice, Room
from .values import CHECKS_BY_CLASS, CHECKS_BY_TYPE, is_valid

type Warn = Callable[[str], None]
"""Is told what was left out."""

MAX_STEPS: Final = 10_000
"""Steps of a numeric function: the library counts them one by one."""

_NOTHING: Final[Mapping[Function, Any]] = MappingProxyType({})
_OF_SENSORS: Final = {"sensor-config", "sensor-state"}


def parse_metadevice(
    raw: Mapping[str, Any], warn: Warn, known: DefinitionsByModel, temperature_unit: str = "°C"
) -> Metadevice | None:
    """Return what a full description says; None where it is no usable device."""
    description = read_mapping(raw.get("description"))
    device = read_mapping(description.get("device"))
    device_class = read_text(device.get("deviceClass"))
    metadevice_id = read_text(raw.get("id"))
    if metadevice_id is None or device_class is None:
        warn("it has no class")
        return None
    described = description.get("functions"), raw.get("capabilities")
    definitions = known.find(
        (device_class, read_text(device.get("model"))), described, lambda: _parse_definitions(described, warn)
    )
    metadevice = Metadevice(
        id=metadevice_id,
        device_id=read_text(raw.get("deviceId")) or metadevice_id,
        name=read_text(raw.get("friendlyName")) or read_text(device.get("defaultName")) or device_class,
        device_class=device_class,
        maker=read_text(device.get("manufacturerName")),
        model=read_text(device.get("model")),
        default_name=read_text(device.get("defaultName")),
        image=read_text(description.get("defaultImage")),
        has_children=bool(read_texts(raw.get("children"))),
        functions=definitions.functions,
        capabilities=definitions.capabilities,
        attributes=definitions.attributes,
        pushed=definitions.pushed,
        temperature_unit=temperature_unit,
    )
    return update(metadevice, raw, warn)


def update(metadevice: Metadevice, raw: Mapping[str, Any], warn: Warn) -> Metadevice:
    """Return a known metadevice with the states and the name of a poll; the same one if they are as before.

    An answer without any states is degraded: what was known stays. So does what was known of a defined
    function of which this answer tells nothing, or nothing that makes sense.
    """
    values = read_mapping(raw.get("state")).get("values")
    if not isinstance(values, list) or not values:
        warn("its states, which are missing")
        return metadevice
    name = metadevice.name
    if raw.get("friendlyName") != name:
        name = read_text(raw.get("friendlyName")) or name
    told = parse_states(values, metadevice.functions, warn, metadevice.states)
    # In the order of before: features of the same name are numbered in it.
    known = {
        key: value for key, value in metadevice.states.items() if key in told or key in metadevice.functions
    }
    states = known | told
    if (name, states) == (metadevice.name, metadevice.states):
        return metadevice
    return metadevice.with_states(states, name)


def parse_room(raw: Mapping[str, Any]) -> Room | None:
    """Return what a room's description says; None where it is no usable room."""
    room_id, name = read_text(raw.get("id")), read_text(raw.get("friendlyName"))
    if room_id is None or name is None:
        return None
    return Room(id=room_id, name=name, children=frozenset(read_texts(raw.get("children"))))


def parse_states(
    values: Iterable[Any],
    functions: Mapping[Function, Definition],
    warn: Warn,
    before: Mapping[Function, Any] = _NOTHING,
) -> dict[Function, Any]:
    """Return the values of what is shown, if they are of their functions' types.

    None says nothing, so it is left out. A value of before is the same object, and not checked again.
    """
    states: dict[Function, Any] = {}
    for raw in read_mappings(values):
        function_class, value = raw.get("functionClass"), raw.get("value")
        if value is None or (isinstance(function_class, str) and function_class not in SHOWN):
            continue
        function = _function(raw)
        if function is None:
            warn("a state without a sound functionClass")
        elif value == before.get(function):
            states[function] = before[function]
        elif is_valid(function, value, functions.get(function)):
            states[function] = value
        else:
            warn(f"a state of {function[0]!r}")
    return states


def _parse_definitions(described: Descriptions, warn: Warn) -> Definitions:
    """Return what functions take and mean."""
    functions, capabilities = described
    attributes = parse_attributes(functions)
    return Definitions(
        functions=_parse_functions(functions, warn),
        capabilities=_parse_capabilities(capabilities),
        attributes=attributes,
        pushed=pushed_functions(attributes),
    )


def _parse_functions(raw: Any, warn: Warn) -> dict[Function, Definition]:
    """Return the functions that are well defined."""
    functions: dict[Function, Definition] = {}
    for raw_function in read_mappings(raw):
        function = _function(raw_function)
        definition = _parse_definition(raw_function)
        if function is None or definition is None:
            warn(f"the function {read_text(raw_function.get('functionClass'))!r}")
        elif definition["type"] != "numeric" or definition["values"]:
            functions[function] = definition | {
                "functionClass": function[0],
                "functionInstance": function[1],
            }
    return functions


def _parse_definition(raw: Mapping[str, Any]) -> Definition | None:
    """Return the type and the values of a function; None where they make no sense.

    Numbers without limits are common and no mistake: such a function comes without values.
    """
    kind = raw.get("type")
    values = list(read_mappings(raw.get("values")))
    if not isinstance(kind, str) or kind not in CHECKS_BY_TYPE:
        return None
    if kind == "numeric" and not any(value.get("range") for value in values[:1]):
        return {"type": kind, "values": []}
    parsed = [value for raw_value in values if (value := _parse_value(raw_value, kind, raw)) is not None]
    return {"type": kind, "values": parsed} if parsed or not values else None


def _parse_value(raw: Mapping[str, Any], kind: str, function: Mapping[str, Any]) -> Definition | None:
    """Return one of the values that a function can have; None where it makes no sense."""
    name = read_text(raw.get("name"))
    limits = _parse_range(raw.get("range"))
    if name is None or (kind == "numeric" and limits is None):
        return None
    check = CHECKS_BY_CLASS.get(str(function.get("functionClass")))
    if kind == "category" and check is not None and not check(name):
        return None
    return {"name": name, "range": limits or {}, "hints": read_texts(raw.get("hints"))}


def _parse_range(raw: Any) -> dict[str, float] | None:
    """Return min, max and step; None where they make no sense."""
    limits: dict[str, Any] = {name: read_mapping(raw).get(name) for name in ("min", "max", "step")}
    if not all(is_number(limit) for limit in limits.values()):
        return None
    low, high, step = limits["min"], limits["max"], limits["step"]
    return limits if low <= high and step > 0 and (high - low) / step <= MAX_STEPS else None


def _parse_capabilities(raw: Any) -> list[Definition]:
    """Return the names and the limits that capabilities give to functions."""
    capabilities = []
    for raw_capability in read_mappings(raw):
        function = _function(raw_capability)
        limits = _parse_range(raw_capability.get("range"))
        if function is not None:
            capabilities.append(
                {"function": function, "name": read_text(raw_capability.get("name")), "range": limits}
            )
    return capabilities


def _function(raw: Mapping[str, Any]) -> Function | None:
    """Return what identifies a function or a state."""
    function_class, instance = raw.get("functionClass"), raw.get("functionInstance")
    for word in (function_class, "" if instance is None else instance):
        if not isinstance(word, str) or len(word) > MAX_TEXT:
            return None
    return _checked(function_class, instance)


@lru_cache(maxsize=4096)
def _checked(function_class: Any, instance: Any) -> Function | None:
    """Return what identifies a function: the same object for all states of it, of all devices."""
    if not read_text(function_class) or not (instance is None or read_text(instance)):
        return None
    if function_class in _OF_SENSORS and not re.fullmatch(r"sensor-[0-9]{1,3}", instance or ""):
        return None
    return function_class, instance
