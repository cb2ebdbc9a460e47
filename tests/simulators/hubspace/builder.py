"""Words to describe metadevices in: a few lines a device instead of the vendor's thousands."""

from collections.abc import Iterable, Mapping
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


class Wire(TypedDict, total=False):
    """How a function is told in pushes, and what else the vendor says of it."""

    attribute: int
    """The number by which pushes name it, for this device alone."""

    name: str
    """The name of its value, where that is not the function's own."""

    hints: Mapping[str, str]
    """What apps should know of its words, such as that one of them has no brightness."""


def category(
    function_class: str, instance: str | None, now: str | None, *words: str, **wire: Unpack[Wire]
) -> Function:
    """Return a function that is one of some words: "off", or with what pushes have for it "off=0"."""
    values = []
    for word in words:
        name, has_value, pushed = word.partition("=")
        value = _value(name, wire, **{"value": pushed} if has_value else {})
        if name in wire.get("hints", {}):
            value["hints"] = [wire["hints"][name]]
        values.append(value)
    return _function((function_class, instance), "category", now, values, wire)


def counted(*words: str, start: int = 0) -> list[str]:
    """Return words whose values in pushes are their numbers in a row."""
    return [f"{word}={number}" for number, word in enumerate(words, start)]


def switch(function_class: str, instance: str | None, now: str, **wire: Unpack[Wire]) -> Function:
    """Return a function that is on or off."""
    return category(function_class, instance, now, "off=0", "on=1", **wire)


def error(instance: str, attribute: int, now: str = "normal") -> Function:
    """Return something that can go wrong with a device."""
    return category("error", instance, now, "normal=0", "alerting=1", attribute=attribute)


def number(
    function_class: str,
    instance: str | None,
    now: float,
    limits: tuple[float, float] | None,
    step: float = 1,
    **wire: Unpack[Wire],
) -> Function:
    """Return a function that is a number, with or without limits."""
    value = _value(wire.get("name", function_class), wire)
    if limits is not None:
        value["range"] = {"min": limits[0], "max": limits[1], "step": step}
    return _function((function_class, instance), "numeric", now, [value], wire)


def temperature(
    instance: str, now: float, limits: tuple[float, float], step: float, attribute: int
) -> Function:
    """Return a temperature in degrees Celsius, a target or a reading."""
    return number("temperature", instance, now, limits, step, attribute=attribute, name=instance)


def composite(
    function_class: str,
    instance: str | None,
    now: dict[str, Any] | None,
    form: str | None = None,
    **wire: Unpack[Wire],
) -> Function:
    """Return a function that is an object; pushes have it as bytes of some form."""
    value = _value(wire.get("name", instance or function_class), wire, **{"format": form} if form else {})
    return _function((function_class, instance), "object", now, [value], wire)


def color(instance: str | None, red: int, green: int, blue: int, attribute: int) -> Function:
    """Return a function that is a colour."""
    now = {"color-rgb": {"r": red, "g": green, "b": blue}}
    return composite("color-rgb", instance, now, "color-rgb", attribute=attribute, name="color-rgb")


def text(function_class: str, now: str | None, **wire: Unpack[Wire]) -> Function:
    """Return a function that is a text."""
    value = _value(wire.get("name", function_class), wire, format="string")
    return _function((function_class, None), "string", now, [value], wire)


def order(function_class: str, **wire: Unpack[Wire]) -> Function:
    """Return a function that takes a text and tells nothing."""
    return without_state(text(function_class, None, **wire))


def without_state(function: Function) -> Function:
    """Return a function of which the vendor does not tell how it is now."""
    return function._replace(has_state=False)


def flag(function_class: str, instance: str, *, now: bool, **wire: Unpack[Wire]) -> Function:
    """Return a function that is true or false."""
    return _function(
        (function_class, instance), "boolean", now, [_value(wire.get("name", instance), wire)], wire
    )


def reading(function_class: str, now: Any, instance: str | None = None) -> Function:
    """Return a state that the vendor tells without saying what it may be."""
    return Function((function_class, instance), now)


def device(
    name: str,
    device_class: str,
    *functions: Function,
    default_name: str = "",
    children: Iterable[Metadevice] = (),
    capabilities: Iterable[dict[str, Any]] = (),
    tells_capabilities: bool = False,
    has_wifi: bool = True,
    **make: Unpack[Make],
) -> Metadevice:
    """Return a device; newer ones tell all of their functions a second time, as capabilities."""
    all_functions = (*functions, *_connection(name, has_wifi=has_wifi))
    semantics = [function.semantics for function in all_functions if function.semantics]
    return Metadevice(
        id=identifier(f"{device_class} {name}"),
        name=name,
        device_id=identifier(make.get("unit", f"unit {device_class} {name}")).replace("-", "")[:16],
        device_class=device_class,
        maker=make.get("maker"),
        model=make.get("model", ""),
        default_name=default_name or make.get("model", ""),
        image=make.get("image", ""),
        children=[child.id for child in children],
        functions=semantics,
        capabilities=[*capabilities, *(map(_capability, semantics) if tells_capabilities else ())],
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


def home(name: str, *contents: Metadevice) -> Metadevice:
    """Return the vendor's own word for a home, which is no device."""
    return Metadevice(
        id=identifier(f"home {name}"),
        name=name,
        type_id="metadevice.home",
        device_id=identifier(f"unit home {name}").replace("-", "")[:16],
        children=[metadevice.id for metadevice in contents],
    )


def _capability(function: dict[str, Any]) -> dict[str, Any]:
    """Return a function as a capability: its words and what pushes have for them, or its range."""
    capability = {name: function.get(name) for name in ("functionClass", "functionInstance", "type")}
    values = function["values"]
    if function["type"] == "category":
        capability["values"] = [value["name"] for value in values]
        capability["categoryValues"] = [
            {
                "name": value["name"],
                "values": [pushed["value"] for pushed in value["deviceValues"]],
                **({"hints": value["hints"]} if "hints" in value else {}),
            }
            for value in values
        ]
    elif values[0]["range"]:
        capability["range"] = values[0]["range"]
    return capability


def _value(name: str, wire: Wire, **pushed: str) -> dict[str, Any]:
    """Return one of the values of a function, and how pushes have it."""
    value: dict[str, Any] = {"name": name, "deviceValues": [], "range": {}}
    if "attribute" in wire:
        value["deviceValues"].append({"type": "attribute", "key": str(wire["attribute"]), **pushed})
    return value


def _function(key: Key, kind: str, now: Any, values: list[dict[str, Any]], wire: Wire) -> Function:
    semantics: dict[str, Any] = {"functionClass": key[0], "type": kind, "values": values}
    if key[1] is not None:
        semantics["functionInstance"] = key[1]
    return Function(key, now, semantics)


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
