"""Long work in slices."""

import asyncio
from time import thread_time

import pytest

from custom_components.latchkey.clouds import slices
from custom_components.latchkey.clouds.slices import in_batches, in_slices


def compute(seconds: float) -> None:
    began = thread_time()
    while thread_time() - began < seconds:
        pass


async def turns_of(*work: float) -> int:
    """Return how many turns the loop had while one thing after the other was done, each of one item."""
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count())
    await asyncio.sleep(0)
    before = turns
    for seconds in work:
        async for _ in in_slices((None,)):
            compute(seconds)
    other.cancel()
    return turns - before


@pytest.fixture(autouse=True)
def slice_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", 0.005)


async def test_what_takes_no_time_is_done_within_one_turn() -> None:
    assert await turns_of(0, 0, 0) == 0


async def test_what_follows_without_a_pause_shares_a_slice() -> None:
    assert await turns_of(0.003, 0.003) == 1


async def test_after_a_pause_a_slice_begins_anew() -> None:
    assert await turns_of(0.006, 0.001) == 1


async def test_batches_share_the_slice_of_what_was_done_before() -> None:
    async for _ in in_slices((None,)):
        compute(0.003)
    sizes = []
    async for batch in in_batches(range(8)):
        compute(0.001)
        sizes.append(len(batch))
    assert sum(sizes) == 8
    assert len(sizes) > 1
