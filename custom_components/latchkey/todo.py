"""To-do lists."""

from collections.abc import Mapping, Sequence
from typing import Final, override

from homeassistant.components.todo import TodoItem as NativeItem
from homeassistant.components.todo import TodoItemStatus, TodoListEntity, TodoListEntityFeature
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.capabilities import HasTodoLists
from .clouds.model import (
    AddTodoItem,
    RemoveTodoItems,
    TodoAbility,
    TodoField,
    TodoItem,
    TodoList,
    UpdateTodoItem,
)
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0

_FEATURES: Final[Mapping[TodoAbility, TodoListEntityFeature]] = {
    "add": TodoListEntityFeature.CREATE_TODO_ITEM,
    "remove": TodoListEntityFeature.DELETE_TODO_ITEM,
    "update": TodoListEntityFeature.UPDATE_TODO_ITEM,
    "move": TodoListEntityFeature.MOVE_TODO_ITEM,
    "due_date": TodoListEntityFeature.SET_DUE_DATE_ON_ITEM,
    "due_datetime": TodoListEntityFeature.SET_DUE_DATETIME_ON_ITEM,
    "description": TodoListEntityFeature.SET_DESCRIPTION_ON_ITEM,
}

_FIELDS: Final[tuple[TodoField, ...]] = ("summary", "done", "due", "description")

_STATUSES: Final = {False: TodoItemStatus.NEEDS_ACTION, True: TodoItemStatus.COMPLETED}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's to-do lists."""
    async_add_features(entry, async_add_entities, TodoList, LatchkeyTodoList)


class LatchkeyTodoList(LatchkeyEntity[TodoList], TodoListEntity):
    """A to-do list, whose items are told as long as it is there."""

    @property
    @override
    def supported_features(self) -> TodoListEntityFeature:
        """Return what can be done with items, and what they may have."""
        features = TodoListEntityFeature(0)
        for ability in self.feature.abilities:
            features |= _FEATURES[ability]
        return features

    @property
    @override
    def state(self) -> int | None:
        """Return how many items are to be done, also before these are told."""
        return super().state if self.todo_items is not None else self.feature.open_items

    @override
    async def async_added_to_hass(self) -> None:
        """Be told the items from now on."""
        await super().async_added_to_hass()
        cloud = self.coordinator.able(HasTodoLists)
        self.async_on_remove(cloud.watch_todo_items(*self.feature_id, self._take))

    @callback
    def _take(self, items: Sequence[TodoItem]) -> None:
        """Take the items as they are now."""
        self._attr_todo_items = [_native(item) for item in items]
        self.async_write_ha_state()

    @override
    async def async_create_todo_item(self, item: NativeItem) -> None:
        """Put an item on the list."""
        await self.async_send(AddTodoItem(item=_item(item)))

    @override
    async def async_update_todo_item(self, item: NativeItem) -> None:
        """Change of an item what is new."""
        known = next((_item(each) for each in self.todo_items or () if each.uid == item.uid), None)
        wanted = _item(item)
        changed = [name for name in _FIELDS if getattr(wanted, name) != getattr(known, name, None)]
        if changed:
            await self.async_send(UpdateTodoItem(item=wanted, fields=frozenset(changed)))

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        """Take items off the list."""
        await self.async_send(RemoveTodoItems(uids=tuple(uids)))

    @override
    async def async_move_todo_item(self, uid: str, previous_uid: str | None = None) -> None:
        """Put an item after another one, or before all."""
        await self.async_ask(
            HasTodoLists, lambda cloud: cloud.async_move_todo_item(*self.feature_id, uid, previous_uid)
        )


def _native(item: TodoItem) -> NativeItem:
    """Return an item in Home Assistant's words."""
    return NativeItem(
        uid=item.uid,
        summary=item.summary,
        status=None if item.done is None else _STATUSES[item.done],
        due=item.due,
        description=item.description,
        completed=item.completed,
    )


def _item(native: NativeItem) -> TodoItem:
    """Return an item that Home Assistant wants to be as it says."""
    return TodoItem(
        uid=native.uid,
        summary=native.summary,
        done=None if native.status is None else native.status == TodoItemStatus.COMPLETED,
        due=native.due,
        description=native.description,
        completed=native.completed,
    )
