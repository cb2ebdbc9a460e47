"""What is on the to-do lists of another Home Assistant."""

from collections.abc import Callable, Sequence
from typing import override

from ..capabilities import HasTodoLists
from ..model import TodoItem
from .asking import Asking
from .mapping.todo_lists import parse_items


class TodoLists(Asking, HasTodoLists):
    """Items that are told while somebody looks, and put into an order."""

    @override
    def watch_todo_items(
        self, device_id: str, feature_key: str, on_items: Callable[[Sequence[TodoItem]], None]
    ) -> Callable[[], None]:
        """Tell the items of a list; see `HasTodoLists.watch_todo_items`."""
        return self._watches.add(
            (device_id, feature_key), "todo/item/subscribe", lambda event: on_items(parse_items(event))
        )

    @override
    async def async_move_todo_item(
        self, device_id: str, feature_key: str, uid: str, previous: str | None
    ) -> None:
        """Move an item (`todo/item/move`); see `HasTodoLists.async_move_todo_item`."""
        entity_id = self._entity_id(device_id, feature_key)
        after = {} if previous is None else {"previous_uid": previous}
        async with self._client() as client:
            await client.async_do("todo/item/move", entity_id=entity_id, uid=uid, **after)
