"""To-do lists and their items."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from ...model import TodoAbility, TodoItem, TodoList
from ...raw import MAX_LONG_TEXT, read_mapping, read_mappings, read_text
from .attributes import Maps, Told, parse_date, parse_moment, parse_number

MAX_ITEMS: Final = 10_000
"""Of a list; what is done may stay on it for years."""

_ABILITIES: Final[Mapping[TodoAbility, int]] = {
    "add": 1,
    "remove": 2,
    "update": 4,
    "move": 8,
    "due_date": 16,
    "due_datetime": 32,
    "description": 64,
}
"""By what can be done: the feature of an entity that can."""


def map_todo_list(told: Told) -> TodoList:
    """Return a to-do list, without its items."""
    number = parse_number(told.state)
    return TodoList(
        **told.common,
        open_items=number if isinstance(number, int) else None,
        abilities=frozenset(ability for ability, feature in _ABILITIES.items() if told.can(feature)),
    )


def parse_items(event: Any) -> tuple[TodoItem, ...]:
    """Return the items that `todo/item/subscribe` tells."""
    told = read_mappings(read_mapping(event).get("items"), most=MAX_ITEMS)
    return tuple(_parse(raw) for raw in told)


def _parse(raw: Mapping[str, Any]) -> TodoItem:
    return TodoItem(
        uid=read_text(raw.get("uid"), longest=MAX_LONG_TEXT),
        summary=read_text(raw.get("summary"), longest=MAX_LONG_TEXT),
        done={"needs_action": False, "completed": True}.get(read_text(raw.get("status")) or ""),
        due=_parse_due(read_text(raw.get("due"))),
        description=read_text(raw.get("description"), longest=MAX_LONG_TEXT),
        completed=parse_moment(read_text(raw.get("completed"))),
    )


def _parse_due(text: str | None) -> date | datetime | None:
    """Return a day or a moment; one without a time zone is that of whoever reads it."""
    day = parse_date(text)
    if day is not None:
        return day
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None


MAPS: Final[Maps] = {
    "todo": {"": map_todo_list},
}
