"""What is on a to-do list there, and what becomes of what makes no sense."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.home_assistant.commands import describe
from custom_components.latchkey.clouds.home_assistant.commands.action import Target
from custom_components.latchkey.clouds.home_assistant.mapping import todo_lists
from custom_components.latchkey.clouds.home_assistant.mapping.todo_lists import parse_items
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import Entity
from custom_components.latchkey.clouds.model import TodoItem, TodoList, UpdateTodoItem

LIST = Target(Part(Entity(id="1", entity_id="todo.it")), TodoList(key="1", open_items=0))


def test_an_item_is_read() -> None:
    item = {
        "uid": "1",
        "summary": "Call",
        "status": "completed",
        "due": "2026-11-30",
        "description": "Alice " * 1000,
        "completed": "2026-11-29T09:15:00+01:00",
    }
    assert parse_items({"items": [item]}) == (
        TodoItem(
            uid="1",
            summary="Call",
            done=True,
            due=date(2026, 11, 30),
            description="Alice " * 1000,
            completed=datetime(2026, 11, 29, 8, 15, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-30T17:30:00+00:00", datetime(2026, 11, 30, 17, 30, tzinfo=UTC)),
        ("2026-11-30T17:30:00", datetime(2026, 11, 30, 17, 30)),  # noqa: DTZ001 - wherever one is
        ("tomorrow", None),
        (None, None),
        (7, None),
    ],
)
def test_when_an_item_is_due_is_read(told: Any, expected: datetime | None) -> None:
    assert parse_items({"items": [{"due": told}]}) == (TodoItem(due=expected),)


@pytest.mark.parametrize("event", [None, 7, {}, {"items": None}, {"items": "x"}, {"items": [None, 7, []]}])
def test_what_is_no_list_of_items_is_empty(event: Any) -> None:
    assert parse_items(event) == ()


def test_what_is_no_item_is_one_of_which_nothing_is_known() -> None:
    raw = {"uid": ["1"], "summary": "x" * 100_000, "status": "begun", "due": {}, "completed": "now"}
    assert parse_items({"items": [raw]}) == (TodoItem(),)


def test_a_list_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(todo_lists, "MAX_ITEMS", 3)
    assert len(parse_items({"items": [{"uid": str(number)} for number in range(9)]})) == 3


def test_an_item_that_nothing_names_cannot_be_changed() -> None:
    command = UpdateTodoItem(item=TodoItem(summary="Call"), fields=frozenset({"summary"}))
    with pytest.raises(CommandRefused, match="not_supported"):
        describe(command, LIST, fahrenheit=False)
