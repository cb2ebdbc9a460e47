"""What the model holds, written and read again."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAliasType, get_args, get_origin, get_type_hints

import pytest

from custom_components.latchkey.account.serialization import UNREADABLE, describe, parse
from custom_components.latchkey.clouds import model
from custom_components.latchkey.clouds.model import (
    LASTING,
    Date,
    Device,
    Feature,
    JsonValue,
    Light,
    Select,
    Sensor,
    Siren,
    Timer,
)

KINDS: Final[list[type[Feature]]] = [getattr(model, name) for name in sorted(LASTING)]

PLAIN: Final[dict[Any, Any]] = {
    str: "word",
    bool: True,
    int: 7,
    float: 2.5,
    NoneType: None,
    datetime: datetime(2026, 11, 30, 4, 5, tzinfo=UTC),
    date: date(2026, 11, 30),
    time: time(4, 5),
    timedelta: timedelta(minutes=5),
}


def samples(kind: Any) -> list[Any]:
    """Return a value of each kind that an annotation names."""
    if isinstance(kind, TypeAliasType):
        return [{"a": [1, None, "b"]}] if kind is JsonValue else samples(kind.__value__)
    origin, arguments = get_origin(kind), [each for each in get_args(kind) if each is not Ellipsis]
    if origin is UnionType:
        return [sample for each in arguments for sample in samples(each)]
    if origin is Literal:
        return arguments
    if origin in (tuple, frozenset):
        return [origin(samples(each)[0] for each in arguments)]
    if origin is Mapping:
        return [{samples(arguments[0])[-1]: sample} for sample in samples(arguments[1])]
    return [PLAIN[kind]]


def full(kind: type[Feature]) -> list[Feature]:
    """Return features of a kind that have all of their fields, of every kind that these may be of."""
    kinds, public = get_type_hints(kind), [each for each in fields(kind) if not each.metadata.get("private")]
    first = kind(**{each.name: samples(kinds[each.name])[0] for each in public})
    return [replace(first, **{each.name: value}) for each in public for value in samples(kinds[each.name])]


def written(thing: Any) -> Any:
    """Return a thing as it stands in a file."""
    return json.loads(json.dumps(describe(thing)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_feature_that_lasts_is_what_it_was(kind: type[Feature]) -> None:
    for feature in full(kind):
        assert parse(kind, written(feature)) == feature


def test_a_device_is_what_it_was() -> None:
    device = Device(id="1", name="Lamp", maker="Acme", relay="lock", available=False, place="hall")
    assert parse(Device, written(device)) == device


def test_a_whole_number_stays_one() -> None:
    assert repr(parse(Sensor, written(Sensor(key="power", value=42))).value) == "42"


def test_what_a_feature_is_by_itself_is_not_written() -> None:
    assert written(Light(key="light", on=True)) == {"key": "light", "on": True}


def test_what_is_private_is_not_written() -> None:
    lamp = Light(key="light", on=True, picture_elsewhere="https://pictures.example/me.jpg")
    assert written(lamp) == written(replace(lamp, picture_elsewhere=None))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_must_be_known_of_what_lasts_is_private(kind: type[Feature]) -> None:
    private = [each for each in fields(kind) if each.metadata.get("private")]
    assert all(each.default is not MISSING or each.default_factory is not MISSING for each in private)


def test_what_is_no_json_is_not_written() -> None:
    with pytest.raises(TypeError):
        describe(Siren(key="siren", on=False, tones={1: "Bell"}))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Light, {"on": True}),
        (Light, {"key": "light", "on": "yes"}),
        (Light, {"key": "light", "on": 1}),
        (Light, {"key": "light", "on": True, "brightness": 5.5}),
        (Light, {"key": "light", "on": True, "brightness": True}),
        (Light, {"key": "light", "on": True, "hs": [1.0, 2.0, 3.0]}),
        (Light, {"key": "light", "on": True, "effects": "fire"}),
        (Light, {"key": "light", "on": True, "attributes": ["a"]}),
        (Light, {"key": "light", "on": True, "category": "secret"}),
        (Light, {"key": "light", "on": True, "category": ["config"]}),
        (Light, {"key": "light", "on": True, "__class__": "Sensor"}),
        (Light, {"key": "light", "on": True, "wattage": 5}),
        (Light, ["light"]),
        (Light, "light"),
        (Light, None),
        (Select, {"key": "select", "option": None, "options": [["a"]]}),
        (Date, {"key": "date", "value": {"date": "yesterday"}}),
        (Date, {"key": "date", "value": {"time": "04:05"}}),
        (Date, {"key": "date", "value": "2026-11-30"}),
        (Date, {"key": "date", "value": {"date": 5}}),
        (Timer, {"key": "timer", "state": {"seconds": 1e300}}),
        (Device, {"id": "1", "name": "Lamp", "relay": "gate"}),
        (Device, {"id": "1", "name": "Lamp", "features": {"light": {"key": "light"}}}),
    ],
)
def test_what_is_of_another_kind_is_not_read(kind: Any, raw: Any) -> None:
    with pytest.raises(UNREADABLE):
        parse(kind, raw)
