"""Long work gives the event loop its turn, and leaves what follows a slice of its own."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.latchkey.clouds import slices
from custom_components.latchkey.clouds.slices import in_batches, in_slices

STEP = slices.SLICE / 4


class Work:
    """What takes time, and what the event loop does meanwhile."""

    def __init__(self) -> None:
        self.computed = 0.0
        self.turns = 0

    def monotonic(self) -> float:
        """Return the time that has passed."""
        return self.computed

    def follow(self) -> None:
        """Count the turns of the event loop."""
        self.turns += 1
        asyncio.get_running_loop().call_soon(self.follow)

    async def do(self, items: AsyncIterator[int]) -> int:
        """Compute for a while with each item; return the turns that others had meanwhile."""
        asyncio.get_running_loop().call_soon(self.follow)
        async for _ in items:
            self.computed += STEP
        return self.turns


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Return work whose time is known."""
    work = Work()
    monkeypatch.setattr(slices, "monotonic", work.monotonic)
    return work


@pytest.mark.parametrize(
    ("items", "turns"),
    [
        (0, 0),
        (1, 0),
        (2, 1),  # What follows has a slice of its own.
        (4, 1),
        (5, 1),
        (6, 2),
        (8, 2),
    ],
)
async def test_others_have_their_turn_after_each_slice_and_after_the_last_that_is_half_full(
    work: Work, items: int, turns: int
) -> None:
    assert await work.do(in_slices(range(items))) == turns


async def test_of_many_at_once_the_first_is_alone_and_then_there_are_as_many_as_a_slice_has_time_for(
    work: Work,
) -> None:
    sizes = []
    async for batch in in_batches(range(10)):
        sizes.append(len(batch))
        work.computed += len(batch) * STEP
    assert sizes == [1, 4, 4, 1]


async def test_others_have_their_turn_after_each_batch(work: Work) -> None:
    asyncio.get_running_loop().call_soon(work.follow)
    async for batch in in_batches(range(9)):
        work.computed += len(batch) * STEP
    assert work.turns == 3


async def test_of_many_at_once_that_take_longer_than_a_slice_each_is_alone(work: Work) -> None:
    sizes = []
    async for batch in in_batches(range(3)):
        sizes.append(len(batch))
        work.computed += len(batch) * 5 * STEP
    assert sizes == [1, 1, 1]
