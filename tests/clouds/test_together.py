"""Things that do not depend on each other are done at the same time."""

import asyncio

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.together import async_together


async def test_all_begins_before_any_of_it_ends() -> None:
    barrier = asyncio.Barrier(3)

    async def meet(number: int) -> int:
        await barrier.wait()
        return number

    assert await async_together(meet(1), meet(2), meet(3)) == [1, 2, 3]


async def test_the_first_that_fails_ends_the_others_and_leaves_no_task() -> None:
    async def fail() -> None:
        raise TemporaryError("away")

    tasks = asyncio.all_tasks()
    with pytest.raises(TemporaryError, match="away"):
        await async_together(asyncio.sleep(60), fail(), asyncio.sleep(60))
    assert asyncio.all_tasks() == tasks


async def test_who_is_cancelled_takes_it_all_along() -> None:
    tasks = asyncio.all_tasks()
    waiting = asyncio.create_task(async_together(asyncio.sleep(60), asyncio.sleep(60)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert asyncio.all_tasks() == tasks
