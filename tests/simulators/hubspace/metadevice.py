"""A metadevice as Afero's API tells it: what it can do, and how it is now."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .units import Unit

type Key = tuple[str, str | None]
"""A functionClass and a functionInstance."""

_CELSIUS = Unit()


@dataclass(slots=True, kw_only=True)
class Metadevice:
    """A device or a room."""

    id: str
    name: str
    type_id: str = "metadevice.device"
    device_id: str | None = None
    """The physical device; several metadevices may share one."""

    device_class: str = ""
    maker: str | None = None
    model: str = ""
    default_name: str = ""
    image: str = ""
    children: list[str] = field(default_factory=list)
    functions: list[dict[str, Any]] = field(default_factory=list)
    """What it can be told, in the vendor's words."""

    capabilities: list[dict[str, Any]] = field(default_factory=list)
    values: dict[Key, Any] = field(default_factory=dict)
    """How it is now, by functionClass and functionInstance."""

    def states(self, unit: Unit = _CELSIUS, keys: Iterable[Key] | None = None) -> list[dict[str, Any]]:
        """Return how it is now in the vendor's form, all of it or some."""
        now = int(time.time() * 1000)
        return [
            {
                "functionClass": key[0],
                "functionInstance": key[1],
                "value": unit.told(key, self.values[key]),
                "lastUpdateTime": now,
            }
            for key in (self.values if keys is None else keys)
            if key in self.values
        ]

    def accepts(self, key: Key, value: Any, unit: Unit = _CELSIUS) -> bool:
        """Return whether the vendor would take this value for this function."""
        functions = (_in(unit, function) for function in self.functions if _key(function) == key)
        return any(_is_within(function, value) for function in functions)

    def summary(self, unit: Unit = _CELSIUS) -> dict[str, Any]:
        """Return the answer to `expansions=state`."""
        return {
            "id": self.id,
            "deviceId": self.device_id,
            "typeId": self.type_id,
            "friendlyName": self.name,
            "children": self.children,
            "state": {"metadeviceId": self.id, "values": self.states(unit)},
        }

    def full(self, unit: Unit = _CELSIUS) -> dict[str, Any]:
        """Return the answer to `expansions=state,capabilities,semantics`."""
        description = {
            "defaultImage": self.image,
            "device": {
                "defaultName": self.default_name,
                "deviceClass": self.device_class,
                "manufacturerName": self.maker,
                "model": self.model,
                "type": "device",
            },
            "functions": [_in(unit, function) for function in self.functions],
        }
        return {
            **self.summary(unit),
            "friendlyDescription": "",
            "version": 1,
            "capabilities": [_in(unit, capability) for capability in self.capabilities],
            "description": description if self.device_class else {},
        }


def _key(function: dict[str, Any]) -> Key:
    return function["functionClass"], function.get("functionInstance")


def _in(unit: Unit, described: dict[str, Any]) -> dict[str, Any]:
    """Return a function or a capability with its ranges in a unit."""
    if described.get("range"):
        return {**described, "range": unit.limits(_key(described), described["range"])}
    values = [
        {**value, "range": unit.limits(_key(described), value["range"])}
        if isinstance(value, dict) and value["range"]
        else value
        for value in described.get("values", ())
    ]
    return {**described, "values": values} if values else described


def _is_within(function: dict[str, Any], value: Any) -> bool:
    """Return whether a function's own words allow this value."""
    if function["type"] == "category":
        return value in [option["name"] for option in function["values"]]
    if function["type"] == "numeric":
        limits = function["values"][0]["range"]
        if not limits:
            return True
        try:
            return bool(limits["min"] <= float(value) <= limits["max"])
        except TypeError, ValueError:
            return False
    return True
