"""What to-do lists are told."""

from datetime import date, datetime
from typing import Any, Final

from ...base import CommandRefused
from ...model import AddTodoItem, RemoveTodoItems, TodoList, UpdateTodoItem
from .action import Action, Actions, Target, given


def _add(command: AddTodoItem, _target: Target) -> list[Action]:
    item = command.item
    due = _due(item.due, "") if item.due is not None else {}
    return [Action("add_item", given(item=item.summary, description=item.description) | due)]


def _update(command: UpdateTodoItem, target: Target) -> list[Action]:
    item = command.item
    if item.uid is None:
        raise CommandRefused("not_supported")
    can_have_date = isinstance(target.feature, TodoList) and "due_date" in target.feature.abilities
    changes: dict[str, dict[str, Any]] = {
        "summary": {"rename": item.summary},
        "done": {"status": "completed" if item.done else "needs_action"},
        "due": _due(item.due, "due_date" if can_have_date else "due_datetime"),
        "description": {"description": item.description},
    }
    fields: dict[str, Any] = {"item": item.uid}
    for name in command.fields:
        fields |= changes[name]
    return [Action("update_item", fields)]


def _due(due: date | datetime | None, none: str) -> dict[str, str | None]:
    """Return the field of when something is due; where it is not due any more, the one to clear."""
    if due is None:
        return {none: None}
    return {"due_datetime" if isinstance(due, datetime) else "due_date": due.isoformat()}


def _remove(command: RemoveTodoItems, _target: Target) -> list[Action]:
    return [Action("remove_item", {"item": list(command.uids)})]


ACTIONS: Final[Actions] = {
    AddTodoItem: (TodoList, _add),
    RemoveTodoItems: (TodoList, _remove),
    UpdateTodoItem: (TodoList, _update),
}
