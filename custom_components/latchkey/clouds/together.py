"""Several things at the same time, which do not depend on each other."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def async_together(*work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Do it all at the same time, and return what each returns; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
