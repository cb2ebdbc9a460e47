"""To-do lists of another Home Assistant: what changes there is seen here, and the other way round."""

from datetime import UTC, date, datetime
from typing import Any, Final, override

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.components.todo import TodoItem, TodoItemStatus, TodoListEntity, TodoListEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .home import act, state
from .mirroring import Mirror

CHORES: Final = "todo.chores"
ALL: Final = TodoListEntityFeature(127)
OPEN, DONE = TodoItemStatus.NEEDS_ACTION, TodoItemStatus.COMPLETED


class Chores(TodoListEntity):
    """A list there, which can do all that lists can, and remembers what it was asked."""

    entity_id = CHORES
    _attr_unique_id = "chores"
    _attr_name = "Chores"
    _attr_should_poll = False

    def __init__(self, *items: TodoItem, features: TodoListEntityFeature = ALL) -> None:
        self._attr_supported_features = features
        self._attr_todo_items = list(items)
        self.updated: list[TodoItem] = []
        self.error: Exception | None = None

    @property
    def items(self) -> list[TodoItem]:
        """Return the items."""
        assert self._attr_todo_items is not None
        return self._attr_todo_items

    def show(self, *items: TodoItem) -> None:
        """Have these items from now on."""
        self._attr_todo_items = list(items)
        self.async_write_ha_state()

    def lookers(self) -> int:
        """Return how many are told what is on the list."""
        return len(self._update_listeners or ())

    @override
    async def async_create_todo_item(self, item: TodoItem) -> None:
        if self.error is not None:
            raise self.error
        item.uid = str(len(self.items))
        self.show(*self.items, item)

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        self.updated.append(item)
        self.show(*(item if each.uid == item.uid else each for each in self.items))

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        self.show(*(each for each in self.items if each.uid not in uids))

    @override
    async def async_move_todo_item(self, uid: str, previous_uid: str | None = None) -> None:
        if self.error is not None:
            raise self.error
        moved = next(each for each in self.items if each.uid == uid)
        rest = [each for each in self.items if each is not moved]
        place = [each.uid for each in rest].index(previous_uid) + 1 if previous_uid else 0
        self.show(*rest[:place], moved, *rest[place:])


SWEEP: Final = TodoItem(
    uid="0",
    summary="Sweep",
    status=OPEN,
    due=date(2026, 11, 30),
    description="The stairs, " * 40,
)
CALL: Final = TodoItem(
    uid="1", summary="Call", status=OPEN, due=datetime(2026, 11, 30, 17, 30, tzinfo=UTC), description="Alice"
)
MOW: Final = TodoItem(
    uid="2", summary="Mow", status=DONE, completed=datetime(2026, 11, 29, 8, 15, tzinfo=UTC)
)


async def link(mirror: Mirror, *items: TodoItem, features: TodoListEntityFeature = ALL) -> Chores:
    """Return a list there, which is linked and shown here."""
    chores = Chores(*items, features=features)
    await mirror.add(chores)
    await mirror.link()
    await mirror.until(chores.lookers, 1)
    await mirror.until(lambda: here(mirror), chores.items)
    return chores


def entity_here(mirror: Mirror) -> TodoListEntity:
    """Return the list here."""
    entity = mirror.here.data["todo"].get_entity(mirror.id(CHORES))
    assert isinstance(entity, TodoListEntity)
    return entity


def here(mirror: Mirror) -> list[TodoItem] | None:
    """Return what is on the list here."""
    return entity_here(mirror).todo_items


def summaries(items: list[TodoItem] | None) -> list[str | None]:
    """Return what is to be done."""
    return [item.summary for item in items or []]


async def do(mirror: Mirror, action: str, **data: Any) -> None:
    """Have the list here do something."""
    await act(mirror.here, f"todo.{action}", mirror.id(CHORES), **data)


async def items_of(hass: HomeAssistant, entity_id: str) -> Any:
    """Return the items as an action returns them."""
    answer: Any = await hass.services.async_call(
        "todo", "get_items", {"entity_id": entity_id}, blocking=True, return_response=True
    )
    return answer[entity_id]


async def test_a_list_is_here_as_it_is_there(mirror: Mirror) -> None:
    await link(mirror, SWEEP, CALL, MOW)
    told = state(mirror.here, mirror.id(CHORES))
    assert told.state == "2"
    assert told.attributes["supported_features"] == ALL
    assert await items_of(mirror.here, mirror.id(CHORES)) == await items_of(mirror.there, CHORES)


async def test_what_changes_there_is_seen_here(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    chores.show(SWEEP, CALL)
    await mirror.until(lambda: here(mirror), [SWEEP, CALL])
    assert state(mirror.here, mirror.id(CHORES)).state == "2"
    chores.show(MOW)
    await mirror.until(lambda: here(mirror), [MOW])
    assert state(mirror.here, mirror.id(CHORES)).state == "0"


async def test_how_much_is_to_be_done_is_known_before_what(mirror: Mirror) -> None:
    chores = Chores(SWEEP, CALL)
    await mirror.add(chores)
    del mirror.there.data["websocket_api"]["todo/item/subscribe"]
    await mirror.link()
    assert state(mirror.here, mirror.id(CHORES)).state == "2"
    assert here(mirror) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, TodoItem(uid="0", summary="Dust", status=OPEN)),
        ({"due_date": "2026-12-24"}, TodoItem(uid="0", summary="Dust", status=OPEN, due=date(2026, 12, 24))),
        (
            {"due_datetime": "2026-12-24T18:00:00+01:00", "description": "Below"},
            TodoItem(
                uid="0",
                summary="Dust",
                status=OPEN,
                due=datetime(2026, 12, 24, 17, tzinfo=UTC),
                description="Below",
            ),
        ),
    ],
)
async def test_an_item_is_added(mirror: Mirror, data: dict[str, Any], expected: TodoItem) -> None:
    chores = await link(mirror)
    await do(mirror, "add_item", item="Dust", **data)
    assert chores.items == [expected]
    assert here(mirror) == [expected]


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"rename": "Scrub"}, "summary", "Scrub"),
        ({"status": "completed"}, "status", DONE),
        ({"due_date": "2026-12-24"}, "due", date(2026, 12, 24)),
        ({"due_datetime": "2026-12-24T18:00:00+01:00"}, "due", datetime(2026, 12, 24, 17, tzinfo=UTC)),
        ({"due_date": None}, "due", None),
        ({"description": None}, "description", None),
    ],
)
async def test_an_item_is_changed_and_keeps_the_rest(
    mirror: Mirror, data: dict[str, Any], field: str, expected: Any
) -> None:
    chores = await link(mirror, SWEEP, CALL)
    await do(mirror, "update_item", item="Sweep", **data)
    (updated,) = chores.updated
    changed = {name: value for name, value in vars(updated).items() if value != getattr(SWEEP, name)}
    assert changed == {field: expected}
    assert here(mirror) == [updated, CALL]


async def test_an_item_that_stays_as_it_is_is_not_sent(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    await do(mirror, "update_item", item="Sweep", status="needs_action")
    assert chores.updated == []


async def test_a_time_is_cleared_where_items_are_due_at_no_mere_day(mirror: Mirror) -> None:
    chores = await link(
        mirror,
        CALL,
        features=TodoListEntityFeature.UPDATE_TODO_ITEM | TodoListEntityFeature.SET_DUE_DATETIME_ON_ITEM,
    )
    await do(mirror, "update_item", item="Call", due_datetime=None)
    assert [each.due for each in chores.items] == [None]


async def test_items_are_removed(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP, CALL, MOW)
    await do(mirror, "remove_item", item=["Call"])
    assert summaries(chores.items) == summaries(here(mirror)) == ["Sweep", "Mow"]
    await do(mirror, "remove_completed_items")
    assert summaries(chores.items) == summaries(here(mirror)) == ["Sweep"]


async def test_items_are_put_into_another_order(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP, CALL, MOW)
    await entity_here(mirror).async_move_todo_item("2")
    assert summaries(chores.items) == summaries(here(mirror)) == ["Mow", "Sweep", "Call"]
    await entity_here(mirror).async_move_todo_item("2", "0")
    assert summaries(chores.items) == summaries(here(mirror)) == ["Sweep", "Mow", "Call"]


async def test_a_person_reads_what_cannot_be_done_there(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    chores.error = HomeAssistantError("the list is full")
    with pytest.raises(HomeAssistantError) as adding:
        await do(mirror, "add_item", item="Dust")
    assert adding.value.translation_key == "failed"
    with pytest.raises(HomeAssistantError) as moving:
        await entity_here(mirror).async_move_todo_item("0")
    assert moving.value.translation_key == "failed"


async def test_a_list_that_is_gone_there_cannot_be_put_into_order(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    await chores.async_remove()
    with pytest.raises(ServiceValidationError) as error:
        await entity_here(mirror).async_move_todo_item("0")
    assert error.value.translation_key == "unknown_device"


async def test_what_its_user_may_not_do_there_is_refused_here(mirror: Mirror) -> None:
    await mirror.there.auth.async_update_user(mirror.remote.user, group_ids=[GROUP_ID_READ_ONLY])
    chores = await link(mirror, SWEEP)
    with pytest.raises(ServiceValidationError) as error:
        await do(mirror, "add_item", item="Dust")
    assert error.value.translation_key == "not_permitted"
    assert chores.items == [SWEEP]


async def test_items_go_on_after_the_connection_was_lost(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    await mirror.hang_up()
    chores.show(CALL)
    await mirror.until(lambda: here(mirror), [CALL])
    assert chores.lookers() == 1


async def test_items_go_on_after_the_integration_of_the_list_was_loaded_anew(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    await chores.async_remove()
    new = Chores(CALL)
    await mirror.add(new)
    await mirror.until(lambda: here(mirror), [CALL])
    assert new.lookers() == 1


async def test_nothing_is_told_any_more_where_the_account_is_unloaded(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    assert await mirror.here.config_entries.async_unload(mirror.entry.entry_id)
    await mirror.until(chores.lookers, 0)


async def test_a_list_that_is_disabled_here_is_not_told(mirror: Mirror) -> None:
    chores = await link(mirror, SWEEP)
    er.async_get(mirror.here).async_update_entity(
        mirror.id(CHORES), disabled_by=er.RegistryEntryDisabler.USER
    )
    await mirror.until(chores.lookers, 0)


async def test_a_shopping_list_is_shared(mirror: Mirror) -> None:
    entry = MockConfigEntry(domain="shopping_list")
    entry.add_to_hass(mirror.there)
    assert await mirror.there.config_entries.async_setup(entry.entry_id)
    await mirror.there.async_block_till_done()
    await mirror.link()
    shopping = mirror.id("todo.shopping_list")
    list_here = mirror.here.data["todo"].get_entity(shopping)
    assert isinstance(list_here, TodoListEntity)
    await mirror.until(lambda: list_here.todo_items, [])
    await act(mirror.here, "todo.add_item", shopping, item="Milk")
    await act(mirror.there, "todo.add_item", "todo.shopping_list", item="Eggs")
    await mirror.until(lambda: state(mirror.here, shopping).state, "2")
    await act(mirror.here, "todo.update_item", shopping, item="Milk", status="completed")
    assert state(mirror.there, "todo.shopping_list").state == "1"
    assert await items_of(mirror.here, shopping) == await items_of(mirror.there, "todo.shopping_list")
