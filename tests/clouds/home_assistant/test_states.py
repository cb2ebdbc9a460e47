"""How entities are: what is read, and what changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.home_assistant.states import State, apply, async_parse_states

from .at_once import at_once

parse_states = at_once(async_parse_states)

LAMP = "light.hall"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def lamp(state: str = "on", **attributes: Any) -> dict[str, State]:
    """Return the states of a home with one lamp."""
    return {LAMP: State(state, attributes)}


def test_all_states_are_read() -> None:
    raw = [{"entity_id": LAMP, "state": "on", "attributes": {"brightness": 5}}]
    assert parse_states(raw) == lamp(brightness=5)


def test_a_state_may_be_empty() -> None:
    assert parse_states([{"entity_id": LAMP, "state": ""}]) == lamp("")


@pytest.mark.parametrize(
    "strange",
    [
        None,
        7,
        {"entity_id": "lamp", "state": "on"},
        {"entity_id": "light.Hall", "state": "on"},
        {"entity_id": "light.a/../b", "state": "on"},
        {"entity_id": "light.other"},
        {"state": "on"},
    ],
)
def test_a_strange_state_leaves_the_others(strange: Any) -> None:
    assert parse_states([strange, {"entity_id": LAMP, "state": "on"}]) == lamp()
    assert parse_states(strange) == {}


def test_a_first_message_brings_whole_states() -> None:
    states: dict[str, State] = {}
    assert apply(states, {"a": {LAMP: {"s": "on", "a": {"brightness": 5}}}}) == {LAMP}
    assert states == lamp(brightness=5)


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"+": {"s": "off"}}, lamp("off", brightness=5, effect="none")),
        ({"+": {"s": ""}}, lamp("", brightness=5, effect="none")),
        ({"+": {"s": "x" * 256}}, lamp(brightness=5, effect="none")),
        ({"+": {"a": {"brightness": 7}}}, lamp(brightness=7, effect="none")),
        ({"-": {"a": ["brightness"]}}, lamp(effect="none")),
        ({"+": {"s": "off", "a": {"x": 1}}, "-": {"a": ["effect"]}}, lamp("off", brightness=5, x=1)),
        ({"+": {"c": "context", "lu": 1.5}}, lamp(brightness=5, effect="none")),
    ],
)
def test_a_change_brings_what_is_new_and_what_is_gone(change: Any, after: dict[str, State]) -> None:
    states = lamp(brightness=5, effect="none")
    assert apply(states, {"c": {LAMP: change}}) == {LAMP}
    assert states == after


def test_an_entity_that_is_gone_has_no_state() -> None:
    states = lamp()
    assert apply(states, {"r": [LAMP, "light.other"]}) == {LAMP}
    assert states == {}


def test_a_change_of_what_is_not_known_is_ignored() -> None:
    states = lamp()
    assert apply(states, {"c": {"light.other": {"+": {"s": "on"}}}}) == set()
    assert states == lamp()


@given(event=JSON | st.dictionaries(st.sampled_from("acr"), JSON | st.dictionaries(st.just(LAMP), JSON)))
def test_whatever_is_told_does_no_harm(event: Any) -> None:
    states = lamp()
    apply(states, event)
    assert all(isinstance(state, State) and isinstance(state.state, str) for state in states.values())
