"""Which entities are shown, and what never goes round in circles."""

from typing import Any

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.home_assistant.origin import feature_key
from custom_components.latchkey.clouds.home_assistant.registry import (
    Entity,
    Registry,
    async_parse_registry,
    async_with_states,
)
from custom_components.latchkey.clouds.home_assistant.selection import choose, list_choices
from custom_components.latchkey.clouds.home_assistant.states import State
from custom_components.latchkey.clouds.settings import NOWHERE, Selection, Settings

from .at_once import at_once

parse_registry = at_once(async_parse_registry)
with_states = at_once(async_with_states)

CONFIG = {
    "location_name": "Parents",
    "version": "2026.10.4",
    "state": "RUNNING",
    "unit_system": {"temperature": "°C"},
}
AREAS = [{"area_id": "kitchen", "name": "Kitchen"}, {"area_id": "hall", "name": "Hall"}]
LABELS = [{"label_id": "shared", "name": "Shared"}]
DEVICES = [
    {"id": "stove", "name": "Stove", "area_id": "kitchen", "labels": []},
    {"id": "door", "name": "Door", "name_by_user": "Front door", "area_id": "hall", "labels": ["shared"]},
]


def entity(entity_id: str, **more: Any) -> dict[str, Any]:
    """Return an entity as the other side lists it."""
    usual = {"id": f"id-{entity_id}", "platform": "maker", "labels": [], "has_entity_name": False}
    return {"entity_id": entity_id, **usual, **more}


ENTITIES = [
    entity("light.kitchen_lamp", area_id="kitchen"),
    entity("light.kitchen_hood", device_id="stove"),
    entity("sensor.stove", device_id="stove", area_id="hall"),
    entity("lock.door", device_id="door"),
    entity("switch.garden", labels=["shared"]),
    entity("switch.hidden", hidden_by="user"),
    entity("switch.disabled", disabled_by="integration"),
    entity("tts.robot"),
]
ALL = {"light.kitchen_lamp", "light.kitchen_hood", "sensor.stove", "lock.door", "switch.garden"}


def registry(entities: list[dict[str, Any]] = ENTITIES) -> Registry:
    """Return what the other side has."""
    return parse_registry(CONFIG, entities, DEVICES, AREAS, LABELS)


KITCHEN = frozenset({"kitchen"})
HALL = frozenset({"hall"})
LIGHTS = frozenset({"light"})


@pytest.mark.parametrize(
    ("selection", "shown"),
    [
        (Selection(), ALL),
        (Selection(places=KITCHEN), {"light.kitchen_lamp", "light.kitchen_hood"}),
        (Selection(places=HALL), {"sensor.stove", "lock.door"}),
        (Selection(places=frozenset({NOWHERE})), {"switch.garden"}),
        (Selection(devices=frozenset({"stove"})), {"light.kitchen_hood", "sensor.stove"}),
        (
            Selection(features=frozenset({"id-lock.door", "id-switch.hidden"}), kinds=LIGHTS),
            {"lock.door", "light.kitchen_lamp", "light.kitchen_hood"},
        ),
        (Selection(labels=frozenset({"shared"})), {"switch.garden", "lock.door"}),
        (Selection(kinds=LIGHTS), {"light.kitchen_lamp", "light.kitchen_hood"}),
        (
            Selection(patterns=("*.kitchen_*", "Lock.*")),
            {"light.kitchen_lamp", "light.kitchen_hood", "lock.door"},
        ),
        (
            Selection(places=HALL, kinds=frozenset({"switch"})),
            {"sensor.stove", "lock.door", "switch.garden"},
        ),
        (Selection(excluded=("light.*",)), ALL - {"light.kitchen_lamp", "light.kitchen_hood"}),
        (Selection(kinds=LIGHTS, excluded=("light.kitchen_hood",)), {"light.kitchen_lamp"}),
        (Selection(kinds=frozenset({"tts"})), set()),
        (Selection(patterns=("switch.hidden", "switch.disabled")), set()),
    ],
)
def test_what_one_field_names_is_shown_and_nothing_that_is_excluded(
    selection: Selection, shown: set[str]
) -> None:
    assert choose(registry(), Settings(selection=selection)) == shown


def test_the_choices_are_what_there_is() -> None:
    states = {"lock.door": State("locked"), "sensor.stove": State("180", {"unit_of_measurement": "°C"})}
    settings = Settings(selection=Selection(kinds=LIGHTS))
    choices = list_choices(registry(), states, settings)
    assert choices.places == {"kitchen": "Kitchen", "hall": "Hall"}
    assert choices.devices == {"stove": "Stove", "door": "Front door"}
    assert choices.labels == {"shared": "Shared"}
    assert {(each.kind, each.name, each.word, each.place, each.device) for each in choices.features} == {
        ("light", "light.kitchen_lamp", "unavailable", "kitchen", None),
        ("light", "Stove", "unavailable", "kitchen", "stove"),
        ("sensor", "Stove", "180 °C", "hall", "stove"),
        ("lock", "Front door", "locked", "hall", "door"),
        ("switch", "switch.garden", "unavailable", NOWHERE, None),
    }
    assert choices.shown == {"id-light.kitchen_lamp", "id-light.kitchen_hood"}


def test_what_is_chosen_is_known_however_it_is_renamed() -> None:
    selection = Selection(features=frozenset({"id-lock.door"}))
    renamed = {**entity("lock.door"), "entity_id": "lock.front"}
    assert choose(registry([renamed, *ENTITIES[:3]]), Settings(selection=selection)) == {"lock.front"}


HOUSEKEEPING = [
    entity("update.core", platform="hassio"),
    entity("update.lamp", area_id="kitchen"),
    entity("sensor.backup", platform="backup"),
    entity("sensor.sunset", platform="sun", id="sunset"),
]


@pytest.mark.parametrize(
    ("selection", "shown"),
    [
        (Selection(), ALL | {"sensor.backup", "sensor.sunset", "update.core", "update.lamp"}),
        (Selection(housekeeping=False), ALL),
        (Selection(housekeeping=False, kinds=frozenset({"sensor"})), {"sensor.stove"}),
        (Selection(housekeeping=False, kinds=frozenset({"update"})), {"update.core", "update.lamp"}),
        (Selection(housekeeping=False, places=KITCHEN), {"light.kitchen_lamp", "light.kitchen_hood"}),
        (Selection(housekeeping=False, features=frozenset({"sunset"})), {"sensor.sunset"}),
        (Selection(housekeeping=False, patterns=("*.backup", "lock.*")), {"sensor.backup", "lock.door"}),
    ],
)
def test_housekeeping_is_left_out_unless_it_is_wanted_or_named_by_itself(
    selection: Selection, shown: set[str]
) -> None:
    assert choose(registry([*ENTITIES, *HOUSEKEEPING]), Settings(selection=selection)) == shown


def test_a_choice_tells_whether_it_is_housekeeping_or_mirrored() -> None:
    mirror = entity("light.far", platform="latchkey", unique_id="home_assistant:user:instance:far")
    ours = entity("light.ours", platform="latchkey", unique_id="home_assistant:me:instance:ours")
    settings = Settings(own_account_ids=frozenset({"me"}))
    choices = list_choices(registry([mirror, ours, HOUSEKEEPING[2], ENTITIES[0]]), {}, settings)
    assert {(each.id, each.mirrored, each.housekeeping) for each in choices.features} == {
        ("id-light.far", True, False),
        ("id-sensor.backup", False, True),
        ("id-light.kitchen_lamp", False, False),
    }


def test_a_device_has_the_name_that_a_person_gave_it() -> None:
    assert registry().devices["door"].name == "Front door"


def test_entities_that_have_only_a_state_are_there_too() -> None:
    states = {
        "sensor.template": State("1", {"friendly_name": "Template"}),
        "lock.door": State("locked", {"friendly_name": "Front door lock"}),
    }
    entities = with_states(registry(), states).entities
    assert entities["sensor.template"] == Entity(
        id="sensor.template", entity_id="sensor.template", name="Template"
    )
    assert entities["lock.door"].name == "Front door lock"


@pytest.mark.parametrize(
    "strange",
    [
        None,
        7,
        {},
        {"entity_id": "lamp", "id": "1"},
        {"entity_id": "light.lamp"},
        {"entity_id": "light.lamp", "id": 7},
    ],
)
def test_a_strange_entity_leaves_the_others(strange: Any) -> None:
    assert choose(registry([strange, *ENTITIES]), Settings()) == ALL


def test_numbers_are_taken_for_unique_ids() -> None:
    entities = [entity("light.lamp", unique_id=7), entity("light.other", unique_id=["7"])]
    found = registry(entities).entities
    assert (found["light.lamp"].unique_id, found["light.other"].unique_id) == ("7", None)


@pytest.mark.parametrize("number", range(5))
def test_an_answer_that_holds_no_list_is_temporary(number: int) -> None:
    answers: list[Any] = [CONFIG, [], [], [], []]
    answers[number] = "nonsense"
    with pytest.raises(TemporaryError):
        parse_registry(*answers)


class Instance:
    """One of several Home Assistants that mirror each other, as far as unique ids go."""

    def __init__(self, name: str) -> None:
        self.user = f"user-of-{name}"
        self.entities = [entity(f"light.{name}", unique_id=name)]

    def mirror(self, other: Instance, *, mirrored: bool = True) -> None:
        """Take over what the other one has."""
        selection = Selection(mirrored=mirrored)
        settings = Settings(selection=selection, own_account_ids=frozenset({self.user}))
        there = registry(list(other.entities))
        known = {each["unique_id"] for each in self.entities}
        for entity_id in sorted(choose(there, settings)):
            key = feature_key(there.entities[entity_id])
            unique_id = f"home_assistant:{other.user}:instance:{key}"
            if unique_id not in known:
                self.entities.append(
                    entity(
                        f"light.m{len(self.entities)}_{self.user[8:]}",
                        platform="latchkey",
                        unique_id=unique_id,
                    )
                )


def test_what_the_other_side_mirrors_is_left_out_unless_it_is_asked_for() -> None:
    first, second, third = Instance("a"), Instance("b"), Instance("c")
    second.mirror(third)
    first.mirror(second, mirrored=False)
    assert len(first.entities) == 2
    first.mirror(second)
    assert len(first.entities) == 3


def test_two_that_mirror_each_other_do_not_mirror_themselves() -> None:
    first, second = Instance("a"), Instance("b")
    for _ in range(5):
        first.mirror(second)
        second.mirror(first)
    assert (len(first.entities), len(second.entities)) == (2, 2)


def test_a_ring_of_three_comes_to_rest() -> None:
    ring = [Instance("a"), Instance("b"), Instance("c")]
    for _ in range(8):
        for index, each in enumerate(ring):
            each.mirror(ring[index - 1])
    assert [len(each.entities) for each in ring] == [3, 3, 3]


def test_what_another_kind_of_account_brings_there_is_its_own() -> None:
    other = entity("light.lamp", platform="latchkey", unique_id="hubspace:1:2:light")
    assert choose(registry([other]), Settings()) == {"light.lamp"}
