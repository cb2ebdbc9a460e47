"""What the versions of Home Assistant tell of their entities (`config/entity_registry/list`)."""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from homeassistant.const import MAJOR_VERSION, MINOR_VERSION
from homeassistant.helpers import entity_registry as er

from custom_components.latchkey.clouds.home_assistant.mapping import map_part
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import async_parse_registry, async_with_states
from custom_components.latchkey.clouds.home_assistant.states import State

from .at_once import at_once
from .remote import Remote

parse_registry = at_once(async_parse_registry)
with_states = at_once(async_with_states)

# As `RegistryEntry.as_partial_dict` of each version writes it, in `homeassistant/helpers/entity_registry.py`.
OF_2026_8: Final[Mapping[str, Any]] = {
    "area_id": None,
    "categories": {},
    "config_entry_id": "c1",
    "config_subentry_id": None,
    "created_at": 1793000000.0,
    "device_id": "d1",
    "disabled_by": None,
    "entity_category": None,
    "entity_id": "sensor.it",
    "has_entity_name": True,
    "hidden_by": None,
    "icon": None,
    "id": "e1",
    "labels": [],
    "modified_at": 1793000000.0,
    "name": None,
    "options": {},
    "original_name": "Power",
    "platform": "maker",
    "translation_key": None,
    "unique_id": "1",
}
OF_2026_10: Final[Mapping[str, Any]] = {**OF_2026_8, "next_name_part": "device"}
OF_2026_11: Final[Mapping[str, Any]] = {
    key: value for key, value in OF_2026_10.items() if key != "has_entity_name"
}
CONFIG: Final = {"location_name": "Parents", "state": "RUNNING"}
STOVE: Final = {"id": "d1", "name": "Stove", "labels": []}


def shown(entity: Mapping[str, Any], *devices: Mapping[str, Any], friendly_name: str) -> str | None:
    """Return what an entity is called here, beneath its device."""
    states = {"sensor.it": State("1", {"friendly_name": friendly_name})}
    registry = with_states(parse_registry(CONFIG, [entity], list(devices), [], []), states)
    feature = map_part(Part(registry.entities["sensor.it"]), states["sensor.it"], registry)
    assert feature is not None
    return feature.name


@pytest.mark.parametrize("version", [OF_2026_8, OF_2026_10], ids=["2026.8", "2026.10"])
@pytest.mark.parametrize(
    ("told", "friendly_name", "expected"),
    [
        ({"original_name": "Power"}, "Stove Power", "Power"),
        ({"original_name": None}, "Stove", None),
        ({"original_name": "Stove light"}, "Stove Stove light", "Stove light"),
        ({"has_entity_name": False, "original_name": "Power"}, "Stove Power", "Power"),
        ({"has_entity_name": False, "original_name": ""}, "Stove", None),
        ({"name": "Stove Oven"}, "Stove Oven", "Oven"),
        ({"name": "Stove"}, "Stove", None),
        ({"name": "Oven"}, "Oven", "Oven"),
        ({"name": ""}, "Stove", None),
        ({"has_entity_name": False, "name": "Stove Oven"}, "Stove Oven", "Oven"),
    ],
)
def test_until_2026_10_a_name_that_a_person_gave_holds_that_of_the_device(
    version: Mapping[str, Any], told: Mapping[str, Any], friendly_name: str, expected: str | None
) -> None:
    assert shown({**version, **told}, STOVE, friendly_name=friendly_name) == expected


@pytest.mark.parametrize(
    ("told", "friendly_name", "expected"),
    [
        ({"original_name": "Power"}, "Stove Power", "Power"),
        ({"original_name": None}, "Stove", None),
        ({"original_name": ""}, "Stove", None),
        ({"original_name": "Stove light"}, "Stove Stove light", "Stove light"),
        ({"name": "Oven"}, "Stove Oven", "Oven"),
        ({"name": "Stove light"}, "Stove Stove light", "Stove light"),
        ({"name": ""}, "Stove", None),
        ({"name": "Oven"}, "Old oven", "Oven"),
    ],
)
def test_from_2026_11_on_no_name_holds_that_of_the_device(
    told: Mapping[str, Any], friendly_name: str, expected: str | None
) -> None:
    assert shown({**OF_2026_11, **told}, STOVE, friendly_name=friendly_name) == expected


@pytest.mark.parametrize("version", [OF_2026_8, OF_2026_10, OF_2026_11], ids=["2026.8", "2026.10", "2026.11"])
def test_an_entity_without_device_and_name_has_the_name_of_its_state(version: Mapping[str, Any]) -> None:
    entity = {**version, "has_entity_name": False} if "has_entity_name" in version else dict(version)
    assert shown({**entity, "device_id": None, "original_name": None}, friendly_name="It") == "It"


def test_this_version_tells_what_it_is_said_to_tell(remote: Remote) -> None:
    entry = remote.add_entity("sensor.power", device="Stove")
    expected = OF_2026_8 if MINOR_VERSION < 10 else OF_2026_10 if MINOR_VERSION == 10 else OF_2026_11
    assert MAJOR_VERSION == 2026
    assert entry.as_partial_dict.keys() == expected.keys()


@pytest.mark.parametrize(
    ("name", "given"),
    [("Power", None), ("Stove light", None), ("Power", "Oven"), ("Power", "Stove Oven")],
)
async def test_an_entity_is_called_here_what_this_version_calls_it(
    remote: Remote, name: str, given: str | None
) -> None:
    entry = remote.add_entity("sensor.it", device="Stove")
    entry = remote.entities.async_update_entity(entry.entity_id, original_name=name, name=given)
    there = er.async_get_full_entity_name(remote.hass, entry)
    device: Mapping[str, Any] = {"id": entry.device_id, "name": "Stove", "labels": []}
    here = shown(entry.as_partial_dict, device, friendly_name=there)
    assert there in (f"Stove {here}", here)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"vacuum": {"area_mapping": {"kitchen": ["1"], "hall": ["2", "3"]}}}, ("kitchen", "hall")),
        ({"vacuum": {"area_mapping": None}}, ()),
        ({"vacuum": []}, ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_the_areas_that_a_vacuum_robot_knows_are_in_its_options(
    options: Any, expected: tuple[str, ...]
) -> None:
    registry = parse_registry(CONFIG, [{**OF_2026_10, "options": options}], [], [], [])
    assert registry.entities["sensor.it"].cleaning_areas == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"sensor": {"suggested_display_precision": 2}}, 2),
        ({"sensor": {"suggested_display_precision": 2, "display_precision": 0}}, 0),
        ({"sensor": {"display_precision": None, "suggested_display_precision": 1}}, 1),
        ({"sensor": {"display_precision": "2"}}, None),
        ({"sensor": {"display_precision": True}}, None),
        ({"sensor": {"display_precision": -1}}, None),
        ({"sensor": {"display_precision": 400}}, None),
        ({}, None),
    ],
)
def test_how_many_decimals_of_a_number_are_shown_is_in_its_options(
    options: Any, expected: int | None
) -> None:
    registry = parse_registry(CONFIG, [{**OF_2026_10, "options": options}], [], [], [])
    assert registry.entities["sensor.it"].decimals == expected
