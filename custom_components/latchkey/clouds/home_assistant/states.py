"""How entities are, as another Home Assistant tells it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..raw import MAX_TEXT, read_mapping, read_text
from ..slices import in_slices

UNAVAILABLE: Final = "unavailable"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """How one entity is."""

    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """Unchecked."""


async def async_parse_states(raw: Any) -> dict[str, State]:
    """Return the states of a whole instance (`get_states`) by their entities."""
    states: dict[str, State] = {}
    async for item in in_slices(raw if isinstance(raw, list) else []):
        each = read_mapping(item)
        entity_id, state = read_text(each.get("entity_id")), _parse(each, "state", "attributes")
        if entity_id is not None and is_entity_id(entity_id) and state is not None:
            states[entity_id] = state
    return states


def apply(states: dict[str, State], event: Any) -> set[str]:
    """Take what `subscribe_entities` tells, and return the entities that changed or are gone."""
    message = read_mapping(event)
    changed = set(_take_all(states, read_mapping(message.get("a"))))
    changed.update(_take_changes(states, read_mapping(message.get("c"))))
    gone = message.get("r")
    for entity_id in gone if isinstance(gone, list) else []:
        if isinstance(entity_id, str) and states.pop(entity_id, None) is not None:
            changed.add(entity_id)
    return changed


def entities_in(event: Any) -> set[str]:
    """Return the entities of which `subscribe_entities` tells something."""
    message = read_mapping(event)
    gone = message.get("r")
    return {
        *read_mapping(message.get("a")),
        *read_mapping(message.get("c")),
        *(entity_id for entity_id in (gone if isinstance(gone, list) else []) if isinstance(entity_id, str)),
    }


def is_entity_id(text: str) -> bool:
    """Return whether a text is the id of an entity."""
    return re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", text) is not None


def _take_all(states: dict[str, State], added: Mapping[str, Any]) -> Iterable[str]:
    """Take whole states, of which most are known where a connection was made anew."""
    for entity_id, raw in added.items():
        state = _parse(read_mapping(raw), "s", "a")
        if state is not None and state != states.get(entity_id) and is_entity_id(entity_id):
            states[entity_id] = state
            yield entity_id


def _take_changes(states: dict[str, State], changes: Mapping[str, Any]) -> Iterable[str]:
    """Take what is new, and what is gone, of states that are known."""
    for entity_id, raw in changes.items():
        before = states.get(entity_id)
        if before is None:
            continue
        change = read_mapping(raw)
        new, gone = read_mapping(change.get("+")), read_mapping(change.get("-")).get("a")
        attributes = _with(
            before.attributes, read_mapping(new.get("a")), gone if isinstance(gone, list) else []
        )
        states[entity_id] = State(_read_word(new.get("s"), before.state), attributes)
        yield entity_id


def _with(attributes: Mapping[str, Any], new: Mapping[str, Any], gone: list[Any]) -> Mapping[str, Any]:
    """Return attributes with what is new, and without what is gone; the same ones where nothing is."""
    if not new and not gone:
        return attributes
    left = {**attributes, **new}
    for name in gone:
        left.pop(str(name), None)
    return left


def _parse(raw: Mapping[str, Any], state_key: str, attributes_key: str) -> State | None:
    """Return a state; None where it is none."""
    word = _read_word(raw.get(state_key), None)
    return None if word is None else State(word, read_mapping(raw.get(attributes_key)))


def _read_word[FallbackT](raw: Any, fallback: FallbackT) -> str | FallbackT:
    """Return what a state is, which may be an empty text."""
    return raw if isinstance(raw, str) and len(raw) <= MAX_TEXT else fallback
