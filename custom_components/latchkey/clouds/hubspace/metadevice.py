"""Metadevices as Afero's API tells them, checked: what passes is safe to give to the vendor's library."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

type Function = tuple[str, str | None]
"""A functionClass and a functionInstance."""

type Definition = dict[str, Any]
"""What a function takes: its type and its values, in the vendor's words."""

type Warn = Callable[[str], None]
"""Is told what was left out."""

DEVICE_TYPE: Final = "metadevice.device"
ROOM_TYPE: Final = "metadevice.room"

MAX_TEXT: Final = 255
MAX_ITEMS: Final = 1000
"""Functions or states of a metadevice, options of a function; the fullest device has a tenth."""

MAX_NUMBER: Final = 1e12
"""Times in milliseconds, firmware dates; neither infinity nor "not a number" are below it."""

MAX_STEPS: Final = 10_000
"""Steps of a numeric function: the library counts them one by one."""


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
    states: Mapping[Function, Any] = field(default_factory=dict)

    def options(self, function: Function) -> list[str]:
        """Return the words that a function takes; none where it takes no words."""
        definition = self.functions.get(function)
        if definition is None or definition["type"] != "category":
            return []
        return [value["name"] for value in definition["values"]]

    def record(self, function: Function) -> Mapping[str, Any]:
        """Return the record that an object holds under the name of its format; else an empty one."""
        return _record(self.states.get(function))

    def range(self, function: Function) -> dict[str, float] | None:
        """Return min, max and step of a function; None where it takes no numbers."""
        definition = self.functions.get(function)
        if definition is None or definition["type"] != "numeric":
            return None
        limits: dict[str, float] = definition["values"][0]["range"]
        return limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room, and the metadevices in it."""

    id: str
    name: str
    children: frozenset[str]


def parse_metadevice(raw: Mapping[str, Any], warn: Warn) -> Metadevice | None:
    """Return what a full description says; None where it is no usable device."""
    description = _mapping(raw.get("description"))
    device = _mapping(description.get("device"))
    device_class = parse_text(device.get("deviceClass"))
    metadevice_id = parse_text(raw.get("id"))
    if metadevice_id is None or device_class is None:
        warn("it has no class")
        return None
    metadevice = Metadevice(
        id=metadevice_id,
        device_id=parse_text(raw.get("deviceId")) or metadevice_id,
        name=parse_text(raw.get("friendlyName")) or parse_text(device.get("defaultName")) or device_class,
        device_class=device_class,
        maker=parse_text(device.get("manufacturerName")),
        model=parse_text(device.get("model")),
        default_name=parse_text(device.get("defaultName")),
        image=parse_text(description.get("defaultImage")),
        has_children=bool(_texts(raw.get("children"))),
        functions=_parse_functions(description.get("functions"), warn),
        capabilities=_parse_capabilities(raw.get("capabilities")),
    )
    return update(metadevice, raw, warn)


def update(metadevice: Metadevice, raw: Mapping[str, Any], warn: Warn) -> Metadevice:
    """Return a known metadevice with the states and the name of a poll.

    An answer without any states is degraded: what was known stays.
    """
    values = _mapping(raw.get("state")).get("values")
    if not isinstance(values, list) or not values:
        warn("its states, which are missing")
        return metadevice
    name = parse_text(raw.get("friendlyName")) or metadevice.name
    return replace(metadevice, name=name, states=parse_states(values, metadevice.functions, warn))


def parse_room(raw: Mapping[str, Any]) -> Room | None:
    """Return what a room's description says; None where it is no usable room."""
    room_id, name = parse_text(raw.get("id")), parse_text(raw.get("friendlyName"))
    if room_id is None or name is None:
        return None
    return Room(id=room_id, name=name, children=frozenset(_texts(raw.get("children"))))


def parse_states(
    values: Iterable[Any], functions: Mapping[Function, Definition], warn: Warn
) -> dict[Function, Any]:
    """Return the values that are of their functions' types. None says nothing, so it is left out."""
    states: dict[Function, Any] = {}
    for raw in _mappings(values):
        function = _function(raw)
        value = raw.get("value")
        if function is None:
            warn("a state without a sound functionClass")
        elif function[0] in _SECRETS:
            continue
        elif value is not None and _is_valid(function, value, functions.get(function)):
            states[function] = value
        elif value is not None:
            warn(f"a state of {function[0]!r}")
    return states


def _is_valid(function: Function, value: Any, definition: Definition | None) -> bool:
    """Return whether a value is one that its function can have."""
    if definition is None and function[0] in _NEED_DEFINITION:
        return False
    check = _CHECKS_BY_CLASS.get(function[0])
    if check is None and definition is not None:
        check = _CHECKS_BY_TYPE[definition["type"]]
    return not _is_text_too_long(value) if check is None else check(value)


def _parse_functions(raw: Any, warn: Warn) -> dict[Function, Definition]:
    """Return the functions that are well defined."""
    functions: dict[Function, Definition] = {}
    for raw_function in _mappings(raw):
        function = _function(raw_function)
        definition = _parse_definition(raw_function)
        if function is None or definition is None:
            warn(f"the function {parse_text(raw_function.get('functionClass'))!r}")
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
    values = list(_mappings(raw.get("values")))
    if not isinstance(kind, str) or kind not in _CHECKS_BY_TYPE:
        return None
    if kind == "numeric" and not any(value.get("range") for value in values[:1]):
        return {"type": kind, "values": []}
    parsed = [value for raw_value in values if (value := _parse_value(raw_value, kind, raw)) is not None]
    return {"type": kind, "values": parsed} if parsed or not values else None


def _parse_value(raw: Mapping[str, Any], kind: str, function: Mapping[str, Any]) -> Definition | None:
    """Return one of the values that a function can have; None where it makes no sense."""
    name = parse_text(raw.get("name"))
    limits = _parse_range(raw.get("range"))
    if name is None or (kind == "numeric" and limits is None):
        return None
    check = _CHECKS_BY_CLASS.get(str(function.get("functionClass")))
    if kind == "category" and check is not None and not check(name):
        return None
    return {"name": name, "range": limits or {}, "hints": _texts(raw.get("hints"))}


def _parse_range(raw: Any) -> dict[str, float] | None:
    """Return min, max and step; None where they make no sense."""
    limits: dict[str, Any] = {name: _mapping(raw).get(name) for name in ("min", "max", "step")}
    if not all(_is_number(limit) for limit in limits.values()):
        return None
    low, high, step = limits["min"], limits["max"], limits["step"]
    return limits if low <= high and step > 0 and (high - low) / step <= MAX_STEPS else None


def _parse_capabilities(raw: Any) -> list[Definition]:
    """Return the names and the limits that capabilities give to functions."""
    capabilities = []
    for raw_capability in _mappings(raw):
        function = _function(raw_capability)
        limits = _parse_range(raw_capability.get("range"))
        if function is not None:
            capabilities.append(
                {"function": function, "name": parse_text(raw_capability.get("name")), "range": limits}
            )
    return capabilities


def _function(raw: Mapping[str, Any]) -> Function | None:
    """Return what identifies a function or a state."""
    function_class, instance = parse_text(raw.get("functionClass")), raw.get("functionInstance")
    if function_class is None or not (instance is None or parse_text(instance)):
        return None
    if function_class in _OF_SENSORS and not re.fullmatch(r"sensor-[0-9]{1,3}", instance or ""):
        return None
    return function_class, instance


def _mapping(raw: Any) -> Mapping[str, Any]:
    """Return an object; an empty one where it is none."""
    return raw if isinstance(raw, dict) else {}


def _mappings(raw: Any) -> Iterable[Mapping[str, Any]]:
    """Return the objects of a list, no more than can be meant."""
    items = raw[:MAX_ITEMS] if isinstance(raw, list) else []
    return (item for item in items if isinstance(item, dict))


def parse_text(raw: Any) -> str | None:
    """Return a text of sensible length; None where it is none, or empty."""
    return raw if isinstance(raw, str) and 0 < len(raw) <= MAX_TEXT else None


def _texts(raw: Any) -> list[str]:
    """Return the texts of a list."""
    items = raw[:MAX_ITEMS] if isinstance(raw, list) else []
    return [item for item in items if parse_text(item)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MAX_NUMBER


def _is_word(value: Any) -> bool:
    return parse_text(value) is not None


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, dict) for item in value.values())


def _is_text_too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > MAX_TEXT


def _is_color(value: Any) -> bool:
    color = value.get("color-rgb") if isinstance(value, dict) else None
    return isinstance(color, dict) and all(color.get(part, 0) in range(256) for part in "rgb")


def _is_color_temperature(value: Any) -> bool:
    return _is_number(value) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,5}K?", value) is not None)


def _is_sensor_state(value: Any) -> bool:
    record = _record(value)
    return _is_number(record.get("batteryLevel")) and all(
        record.get(name) in (0, 1) for name in ("tampered", "triggered", "missing")
    )


def _is_sensor_config(value: Any) -> bool:
    record = _record(value)
    return all(record.get(name) in numbers for name, numbers in _SENSOR_CONFIG.items())


def _record(value: Any) -> Mapping[str, Any]:
    """Return the record that an object holds under the name of its format."""
    return _mapping(next(iter(_mapping(value).values()), None))


_SECRETS: Final = {"disarm", "lock-admin-pin-set", "lock-pin", "pin", "pin-unlock"}
"""What people type to get in: nothing here needs it, so nothing here keeps it."""

_OF_SENSORS: Final = {"sensor-config", "sensor-state"}
_SENSOR_CONFIG: Final = {"chirpMode": (0, 1), "triggerType": (0, 1, 2, 3), "bypassType": (0, 1, 4)}

_CHECKS_BY_TYPE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "boolean": _is_boolean,
    "category": _is_word,
    "numeric": _is_number,
    "object": _is_object,
    "string": lambda value: isinstance(value, str),
}

_CHECKS_BY_CLASS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "available": _is_boolean,
    "battery-level": _is_number,
    "color-rgb": _is_color,
    "color-temperature": _is_color_temperature,
    "humidity": _is_number,
    "sensor-config": _is_sensor_config,
    "sensor-state": _is_sensor_state,
    "temperature": _is_number,
    "watts": _is_number,
    "wifi-rssi": _is_number,
}

_NEED_DEFINITION: Final = {"brightness", "color-temperature", "fan-speed"}
"""Without a definition these say nothing, and the library stumbles over them."""
