"""To-do lists."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .feature import Feature

type TodoAbility = Literal["add", "remove", "update", "move", "due_date", "due_datetime", "description"]
type TodoField = Literal["summary", "done", "due", "description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoList(Feature):
    """A list of what is to be done; `HasTodoLists` tells the items."""

    platform = "todo"

    open_items: int | None
    """How many are to be done."""

    abilities: frozenset[TodoAbility] = frozenset()
    """What can be done with items, and what they may have beside a summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoItem:
    """One thing that is to be done."""

    uid: str | None = None
    summary: str | None = None
    done: bool | None = None
    due: date | datetime | None = None
    description: str | None = None
    completed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTodoItem:
    """Put an item on a list."""

    item: TodoItem


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTodoItem:
    """Change some fields of an item to what they are in this one."""

    item: TodoItem
    fields: frozenset[TodoField]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTodoItems:
    """Take items off a list."""

    uids: tuple[str, ...]
