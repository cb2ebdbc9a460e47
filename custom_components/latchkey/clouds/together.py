"""Several things at the same time, which do not depend on each other."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final

AT_ONCE: Final = 4
"""Requests at the same time, of many: no vendor minds so few."""


async def async_together(*work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Do it all at the same time, and return what each returns; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def async_each_of[ItemT](items: Iterable[ItemT], ask: Callable[[ItemT], Awaitable[object]]) -> None:
    """Ask about each item, a few at the same time; the first that fails ends all."""
    rest = iter(items)

    async def ask_on() -> None:
        for item in rest:
            await ask(item)

    await async_together(*(ask_on() for _ in range(AT_ONCE)))
