"""Several requests at the same time, but not so many that the vendor minds."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

AT_ONCE = 4


async def async_at_once[ItemT](items: Iterable[ItemT], ask: Callable[[ItemT], Awaitable[object]]) -> None:
    """Ask about each item, a few at the same time; what is raised about one ends all."""
    rest = iter(items)

    async def ask_on() -> None:
        for item in rest:
            await ask(item)

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(ask_on())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
