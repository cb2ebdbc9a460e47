"""A metadevice as Afero's API tells it: what it can do, and how it is now."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

type Key = tuple[str, str | None]
"""A functionClass and a functionInstance."""


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

    def states(self, keys: Iterable[Key] | None = None) -> list[dict[str, Any]]:
        """Return how it is now in the vendor's form, all of it or some."""
        now = int(time.time() * 1000)
        return [
            {
                "functionClass": key[0],
                "functionInstance": key[1],
                "value": self.values[key],
                "lastUpdateTime": now,
            }
            for key in (self.values if keys is None else keys)
            if key in self.values
        ]

    def accepts(self, key: Key, value: Any) -> bool:
        """Return whether the vendor would take this value for this function."""
        functions = (
            function
            for function in self.functions
            if (function["functionClass"], function.get("functionInstance")) == key
        )
        return any(_is_within(function, value) for function in functions)

    def summary(self) -> dict[str, Any]:
        """Return the answer to `expansions=state`."""
        return {
            "id": self.id,
            "deviceId": self.device_id,
            "typeId": self.type_id,
            "friendlyName": self.name,
            "children": self.children,
            "state": {"metadeviceId": self.id, "values": self.states()},
        }

    def full(self) -> dict[str, Any]:
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
            "functions": self.functions,
        }
        return {
            **self.summary(),
            "friendlyDescription": "",
            "version": 1,
            "capabilities": self.capabilities,
            "description": description if self.device_class else {},
        }


def _is_within(function: dict[str, Any], value: Any) -> bool:
    """Return whether a function's own words allow this value."""
    if function["type"] == "category":
        return value in [option["name"] for option in function["values"]]
    if function["type"] == "numeric":
        limits = function["values"][0]["range"]
        try:
            return bool(limits["min"] <= float(value) <= limits["max"])
        except TypeError, ValueError:
            return False
    return True
