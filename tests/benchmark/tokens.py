"""What a bearer with a valid token costs, beside a bare coroutine and the holders of tokens of others."""

import time
from collections.abc import Awaitable, Callable
from typing import Final

from .holders import OURS, Ask, Vendor, holders, serving
from .results import Result, interleaved

RUNS: Final = 9
ROUNDS: Final = 50_000
ROW: Final = "A bearer with a valid token"


async def measure() -> list[Result]:
    """Ask each of them again and again."""
    async with serving(Vendor(0.0)) as client:
        asks = holders(client)
        for ask in asks.values():
            await ask()
        ours = asks.pop(OURS)
        return [await _compare(ours, "a bare coroutine", _bare, 2.0)] + [
            await _compare(ours, name, ask, 1.0) for name, ask in asks.items()
        ]


async def ask_again(ask: Ask, rounds: int) -> None:
    """Ask so many times."""
    for _ in range(rounds):
        await ask()


async def _bare() -> str:
    return "bearer"


async def _compare(ours: Ask, peer: str, theirs: Ask, limit: float) -> Result:
    runs = await interleaved(_nanoseconds(ours), _nanoseconds(theirs), RUNS)
    return Result(ROW, f"beside {peer}", "ns", runs[0], peer, runs[1], ratio_at_most=limit)


def _nanoseconds(ask: Ask) -> Callable[[], Awaitable[float]]:
    async def run() -> float:
        began = time.thread_time()
        await ask_again(ask, ROUNDS)
        return 1e9 * (time.thread_time() - began) / ROUNDS

    return run
