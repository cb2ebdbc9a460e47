"""The catalogue against what the vendor really told: the samples beside the checkout, if any."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .hubspace.catalogue import catalogue

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "hubspace"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="there are no samples beside the checkout")

UNWRITTEN = {"id", "createdTimestampMs", "updatedTimestampMs", "schedulable"}
"""What the vendor says of functions and means nothing to anybody here."""

type Described = dict[tuple[str, str | None], Any]


def samples() -> Iterator[Any]:
    """Yield each device of each sample, named after its file."""
    for path in sorted(SAMPLES.glob("*.json")):
        for number, raw in enumerate(json.loads(path.read_text())):
            if raw["typeId"] == "metadevice.device":
                yield pytest.param(raw, id=f"{path.stem}-{number}")


def identity(raw: dict[str, Any]) -> tuple[str | None, ...]:
    """Return what kind of device it is: its class, make and picture."""
    device, image = raw["description"]["device"], raw["description"]["defaultImage"]
    return (*(device[name] for name in ("deviceClass", "defaultName", "manufacturerName", "model")), image)


def functions(raw: dict[str, Any]) -> Described:
    """Return what a device can be told, in an order that does not matter."""
    return {
        (function["functionClass"], function.get("functionInstance")): (
            function["type"],
            sorted((_value(value) for value in function["values"]), key=str),
            {name for name in function if name not in UNWRITTEN},
        )
        for function in raw["description"]["functions"]
    }


def _value(value: dict[str, Any]) -> dict[str, Any]:
    """Return a value without its ids; nothing to say is the same as nothing said."""
    pushed = [
        {name: word for name, word in item.items() if name not in UNWRITTEN}
        for item in value.get("deviceValues", ())
    ]
    told = {name: value[name] for name in value if name not in UNWRITTEN | {"deviceValues"}}
    return {name: word for name, word in (told | {"deviceValues": pushed}).items() if word}


def states(raw: dict[str, Any]) -> set[tuple[str, str | None]]:
    """Return which functions a device tells the state of."""
    return {
        (state["functionClass"], state.get("functionInstance"))
        for state in raw["state"]["values"]
        if state["functionClass"] not in _OF_CONNECTION
    }


_OF_CONNECTION = {
    "available",
    "ble-mac-address",
    "direct",
    "geo-coordinates",
    "scheduler-flags",
    "visible",
    "wifi-mac-address",
    "wifi-rssi",
    "wifi-setup-state",
    "wifi-ssid",
    "wifi-steady-state",
}


def capabilities(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a newer device tells of its functions a second time."""
    told = (
        {name: word for name, word in capability.items() if name not in UNWRITTEN}
        for capability in raw["capabilities"]
        if capability["functionClass"] not in _OF_CONNECTION
    )
    return sorted((_sorted_lists(capability) for capability in told), key=str)


def _sorted_lists(capability: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(word, key=str) if isinstance(word, list) else word
        for name, word in sorted(capability.items())
    }


def twin(raw: dict[str, Any], catalogued: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the device of the catalogue that a sample is of."""
    return next(item for item in catalogued if item["description"] and identity(item) == identity(raw))


@pytest.mark.parametrize("raw", samples())
def test_the_catalogue_says_what_a_real_device_said(raw: dict[str, Any]) -> None:
    known = twin(raw, [metadevice.full() for metadevice in catalogue()])
    assert functions(known) == functions(raw)
    assert states(known) == states(raw)
    if len(raw["capabilities"]) > 0:
        assert capabilities(known) == capabilities(raw)


def test_a_home_is_told_beside_the_devices() -> None:
    kinds = {raw["typeId"] for path in SAMPLES.glob("*.json") for raw in json.loads(path.read_text())}
    assert kinds <= {metadevice.full()["typeId"] for metadevice in catalogue()}
