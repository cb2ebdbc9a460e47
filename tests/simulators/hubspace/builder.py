"""Words to describe metadevices in: a few lines a device instead of the vendor's thousands."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict, Unpack
from uuid import NAMESPACE_DNS, uuid5

from .metadevice import Key, Metadevice


class Function(NamedTuple):
    """One function of a device: how it is now, and what the vendor tells of it."""

    key: Key
    now: Any
    semantics: dict[str, Any] | None = None
    has_state: bool = True


class Make(TypedDict, total=False):
    """What a device says of its make; those of the same `unit` are one physical device."""

    maker: str
    model: str
    image: str
    unit: str


def category(function_class: str, instance: str | None, now: str | None, *options: str) -> Function:
    """Return a function that is one of some words."""
    return _function(function_class, instance, "category", now, [{"name": option} for option in options])


def switch(function_class: str, instance: str | None, now: str) -> Function:
    """Return a function that is on or off."""
    return category(function_class, instance, now, "on", "off")


def number(
    function_class: str, instance: str | None, now: float, limits: tuple[float, float], step: float = 1
) -> Function:
    """Return a function that is a number."""
    within = {"min": limits[0], "max": limits[1], "step": step}
    return _function(function_class, instance, "numeric", now, [{"name": function_class, "range": within}])


def composite(function_class: str, instance: str | None, now: dict[str, Any] | None) -> Function:
    """Return a function that is an object."""
    return _function(function_class, instance, "object", now, [{"name": instance or function_class}])


def order(function_class: str) -> Function:
    """Return a function that takes a text and tells nothing."""
    function = _function(function_class, None, "string", None, [{"name": function_class}])
    return function._replace(has_state=False)


def reading(function_class: str, now: Any, instance: str | None = None) -> Function:
    """Return a state that the vendor tells without saying what it may be."""
    return Function((function_class, instance), now)


def device(
    name: str,
    device_class: str,
    *functions: Function,
    children: Iterable[Metadevice] = (),
    capabilities: Iterable[dict[str, Any]] = (),
    has_wifi: bool = True,
    **make: Unpack[Make],
) -> Metadevice:
    """Return a device."""
    all_functions = (*functions, *_connection(name, has_wifi=has_wifi))
    return Metadevice(
        id=identifier(f"{device_class} {name}"),
        name=name,
        device_id=identifier(make.get("unit", f"unit {device_class} {name}")).replace("-", "")[:16],
        device_class=device_class,
        maker=make.get("maker"),
        model=make.get("model", ""),
        default_name=make.get("model", ""),
        image=make.get("image", ""),
        children=[child.id for child in children],
        functions=[function.semantics for function in all_functions if function.semantics],
        capabilities=list(capabilities),
        values={function.key: function.now for function in all_functions if function.has_state},
    )


def room(name: str, *contents: Metadevice) -> Metadevice:
    """Return a room and what is in it."""
    return Metadevice(
        id=identifier(f"room {name}"),
        name=name,
        type_id="metadevice.room",
        children=[metadevice.id for metadevice in contents],
    )


def identifier(name: str) -> str:
    """Return an id that is the same in every run."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.hubspace.example"))


def _function(
    function_class: str, instance: str | None, kind: str, now: Any, values: list[dict[str, Any]]
) -> Function:
    semantics: dict[str, Any] = {
        "functionClass": function_class,
        "type": kind,
        "schedulable": True,
        "values": values,
    }
    if instance is not None:
        semantics["functionInstance"] = instance
    return Function((function_class, instance), now, semantics)


def _connection(name: str, *, has_wifi: bool) -> list[Function]:
    """Return what every device tells of its connection, private things included."""
    wifi = [
        reading("wifi-ssid", "Alice's network"),
        reading("wifi-rssi", -50),
        reading("wifi-steady-state", "connected"),
        reading("wifi-setup-state", "connected"),
    ]
    coordinates = {"geo-coordinates": {"latitude": "47.1", "longitude": "8.2"}}
    return [
        *(wifi if has_wifi else []),
        reading("wifi-mac-address", identifier(f"wifi {name}")[-12:]),
        reading("ble-mac-address", identifier(f"ble {name}")[-12:]),
        reading("geo-coordinates", coordinates, "system-device-location"),
        reading("scheduler-flags", 0),
        reading("available", now=True),
        reading("visible", now=True),
        reading("direct", has_wifi),
    ]
