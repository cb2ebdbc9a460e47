"""What every cloud shows keeps to the rules of the model."""

import ast
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.components.number.const import DEVICE_CLASS_UNITS as NUMBER_UNITS
from homeassistant.components.sensor.const import DEVICE_CLASS_UNITS as SENSOR_UNITS

from custom_components import latchkey
from custom_components.latchkey.account.serialization import describe, parse
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.model import Device, Feature, Number, Sensor, Snapshot, lasts
from custom_components.latchkey.clouds.raw import MAX_TEXT
from custom_components.latchkey.clouds.settings import Settings
from tests.clouds.domains import domain_of

from .subjects import Subject

TEXTS: Final[dict[str, dict[str, Any]]] = json.loads(
    (Path(latchkey.__file__).parent / "translations/en.json").read_text()
)["entity"]

IMPURE: Final = {"aiohttp", "asyncio", "logging", "os", "random", "secrets", "socket", "time"}
"""What a mapping has no use for, since it neither waits nor asks nor tells."""


@pytest.fixture
async def home(cloud: Cloud) -> Snapshot:
    """Return the home of an account."""
    return await cloud.async_fetch()


def features(home: Snapshot) -> Iterator[tuple[Device, Feature]]:
    """Yield all features, with the devices that they are of."""
    return ((device, feature) for device in home.devices.values() for feature in device.features.values())


async def test_a_home_has_devices_with_features(home: Snapshot) -> None:
    assert len(list(features(home))) >= len(home.devices) > 0


async def test_devices_and_features_are_frozen_and_comparable(home: Snapshot) -> None:
    for device, feature in features(home):
        for each in (device, feature):
            assert is_dataclass(each)
            assert replace(each) == each
            with pytest.raises(AttributeError):
                setattr(each, fields(each)[0].name, "another")


async def test_what_did_not_change_is_the_same_object(cloud: Cloud, home: Snapshot) -> None:
    for discover in (False, True):
        again = await cloud.async_fetch(discover=discover)
        assert all(again.devices[key] is device for key, device in home.devices.items())


async def test_ids_and_keys_are_unique_and_the_same_for_ever(
    subject: Subject, session: TokenSession, home: Snapshot
) -> None:
    assert {key: device.id for key, device in home.devices.items()} == {key: key for key in home.devices}
    for device in home.devices.values():
        assert {key: feature.key for key, feature in device.features.items()} == {
            key: key for key in device.features
        }
    anew = await subject.vendor.load_cloud()(session, Settings()).async_fetch()
    assert [(device.id, feature.key) for device, feature in features(anew)] == [
        (device.id, feature.key) for device, feature in features(home)
    ]


async def test_every_label_has_a_text(home: Snapshot) -> None:
    for _, feature in features(home):
        if feature.label is not None:
            text = TEXTS[domain_of(feature)][feature.label]["name"]
            assert ("{index}" in text) == (feature.index is not None), feature


async def test_a_device_is_itself_only_once(home: Snapshot) -> None:
    for device in home.devices.values():
        names = Counter(
            (type(feature), feature.label, feature.name, feature.index, feature.suffix, device_class(feature))
            for feature in device.features.values()
        )
        assert [name for name, count in names.items() if count > 1] == []


def device_class(feature: Feature) -> str | None:
    """Return what names a feature that has no name of its own, where it is not the device itself."""
    named: str | None = getattr(feature, "device_class", None)
    return named


async def test_places_and_parents_are_there(home: Snapshot) -> None:
    for device in home.devices.values():
        assert device.place is None or device.place in home.places
        assert device.parent is None or device.parent in home.devices
        assert device.parent != device.id
    for _, feature in features(home):
        assert feature.place is None or feature.place in home.places


async def test_texts_are_there_and_no_longer_than_a_person_reads(home: Snapshot) -> None:
    names = [device.name for device in home.devices.values()] + list(home.places.values())
    assert all(0 < len(name) <= MAX_TEXT for name in names)


async def test_units_are_those_of_their_device_classes(home: Snapshot) -> None:
    for _, feature in features(home):
        table: Any = SENSOR_UNITS if isinstance(feature, Sensor) else NUMBER_UNITS
        if isinstance(feature, Sensor | Number) and feature.device_class in table:
            assert feature.unit in table[feature.device_class], feature


async def test_a_number_is_within_its_limits(home: Snapshot) -> None:
    for _, feature in features(home):
        if isinstance(feature, Number):
            assert feature.minimum < feature.maximum
            assert feature.step > 0
            assert feature.value is None or feature.minimum <= feature.value <= feature.maximum, feature


async def test_what_is_told_beside_a_state_can_be_written_down(home: Snapshot) -> None:
    for _, feature in features(home):
        json.dumps(dict(feature.attributes))


async def test_what_lasts_is_known_again_as_it_was(home: Snapshot) -> None:
    lasting = [feature for _, feature in features(home) if lasts(feature)]
    assert lasting
    for feature in lasting:
        written = json.loads(json.dumps(describe(feature)))
        assert parse(type(feature), written) == replace(feature, picture_elsewhere=None)


def test_a_mapping_neither_waits_nor_asks_nor_tells(subject: Subject) -> None:
    folder = Path(
        import_module(f"custom_components.latchkey.clouds.{subject.vendor.kind}").__file__ or ""
    ).parent
    files = [*folder.glob("mapping.py"), *folder.glob("mapping/*.py")]
    assert files
    for path in files:
        nodes = list(ast.walk(ast.parse(path.read_text())))
        assert {name.partition(".")[0] for node in nodes for name in imported(node)} & IMPURE == set()
        assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.Global) for node in nodes)


def imported(node: ast.AST) -> list[str]:
    """Return the modules of other packages that a piece of code imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
