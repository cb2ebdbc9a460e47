"""Which values the vendor's functions can have."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..raw import MAX_TEXT, is_number, read_record, read_text
from .metadevice import Definition, Function


def is_valid(function: Function, value: Any, definition: Definition | None) -> bool:
    """Return whether a value is one that its function can have."""
    if definition is None and function[0] in _NEED_DEFINITION:
        return False
    check = CHECKS_BY_CLASS.get(function[0])
    if check is None and definition is not None:
        check = CHECKS_BY_TYPE[definition["type"]]
    if check is None:
        return not _is_text_too_long(value)
    return check(value) and _is_in_range(value, definition)


def _is_in_range(value: Any, definition: Definition | None) -> bool:
    """Return whether a number is within its limits, or a step beyond: temperatures are rounded."""
    if definition is None or definition["type"] != "numeric":
        return True
    limits = definition["values"][0]["range"]
    number = int(value.removesuffix("K")) if isinstance(value, str) else value
    low, high = limits["min"] - limits["step"], limits["max"] + limits["step"]
    return is_number(number) and bool(low <= number <= high)


def _is_word(value: Any) -> bool:
    return read_text(value) is not None


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
    return is_number(value) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,5}K?", value) is not None)


def _is_sensor_state(value: Any) -> bool:
    record = read_record(value)
    numbers = record.get("batteryLevel"), record.get("deviceType")
    return all(map(is_number, numbers)) and all(
        record.get(name) in (0, 1) for name in ("tampered", "triggered", "missing")
    )


def _is_siren_action(value: Any) -> bool:
    record = value.get("security-siren-action") if isinstance(value, dict) else None
    return isinstance(record, dict) and {"command", "resultCode"} <= record.keys()


def _is_sensor_config(value: Any) -> bool:
    record = read_record(value)
    return all(record.get(name) in numbers for name, numbers in _SENSOR_CONFIG.items())


_SENSOR_CONFIG: Final = {"chirpMode": (0, 1), "triggerType": (0, 1, 2, 3), "bypassType": (0, 1, 4)}

CHECKS_BY_TYPE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "boolean": _is_boolean,
    "category": _is_word,
    "numeric": is_number,
    "object": _is_object,
    "string": lambda value: isinstance(value, str),
}

CHECKS_BY_CLASS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "available": _is_boolean,
    "battery-level": is_number,
    "color-rgb": _is_color,
    "color-temperature": _is_color_temperature,
    "humidity": is_number,
    "sensor-config": _is_sensor_config,
    "sensor-state": _is_sensor_state,
    "siren-action": _is_siren_action,
    "temperature": is_number,
    "watts": is_number,
    "wifi-rssi": is_number,
}

_NEED_DEFINITION: Final = {"brightness", "color-temperature", "fan-speed"}
"""Without a definition these say nothing, and the library stumbles over them."""
