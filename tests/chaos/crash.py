"""Ends a real Home Assistant at every bad moment, and looks at what is on its disk then."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from .household import TOKEN_PATHS, Household, living_in
from .measuring import milliseconds
from .scenario import Run, Scenario

AIMED: Final = (0.0, 0.0001, 0.0002, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05)
"""Seconds from the moment at which a vendor's answer has left to the kill."""

type End = Callable[[Household, Random], Awaitable[None]]
"""A way to end Home Assistant; it returns when that is gone."""


async def kill_at_random(household: Household, random: Random) -> None:
    """Kill at any moment."""
    await asyncio.sleep(random.uniform(0, 2))
    household.process.kill()


async def kill_at_an_answer(household: Household, random: Random) -> None:
    """Kill just after an answer of a token endpoint has left."""
    kind = random.choice(sorted(TOKEN_PATHS))
    await household.vendors.call(
        f"{kind}/faults.kill",
        where=TOKEN_PATHS[kind],
        process=household.process.pid,
        after=random.choice(AIMED),
    )


async def stop(household: Household, random: Random) -> None:
    """Stop in order, in the middle of anything."""
    await asyncio.sleep(random.uniform(0, 1))
    household.process.terminate()


async def kill_while_it_stops(household: Household, random: Random) -> None:
    """Stop, and lose patience."""
    await stop(household, random)
    await asyncio.sleep(random.uniform(0, 1))
    if household.process.returncode is None:
        household.process.kill()


def kills() -> Iterator[tuple[End, bool]]:
    """Return ways to kill in turn, and whether a loss can be explained."""
    while True:
        yield kill_at_an_answer, True
        yield kill_at_an_answer, True
        yield kill_at_random, True


def stops() -> Iterator[tuple[End, bool]]:
    """Return ways to stop in turn; a stop in order loses nothing."""
    while True:
        yield stop, False
        yield kill_while_it_stops, True


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds since the answer was parsed, of each token that got so far."""

    written: list[float] = field(default_factory=list)
    """Until it survives a kill."""

    durable: list[float] = field(default_factory=list)
    """Until it survives a power cut."""


async def try_over_and_over(
    run: Run, ways: Iterator[tuple[End, bool]], attempts: Iterator[int], name: str, times: Times
) -> None:
    """End a Home Assistant in these ways."""
    async with living_in(run.directory / name) as household:
        for _ in attempts:
            end, is_explainable = next(ways)
            async with household.running():
                await household.until_rotating()
                await end(household, run.random)
                await household.until_ended()
            times.written.extend(household.seconds_until("written"))
            times.durable.extend(household.seconds_until("durable"))
            for kind in TOKEN_PATHS:
                await look(run, household, kind, end, is_explainable=is_explainable)


async def look(run: Run, household: Household, kind: str, end: End, *, is_explainable: bool) -> None:
    """Compare what is on the disk with what the vendor accepts."""
    live = await household.live_token(kind)
    if live in household.tokens_on_disk(kind):
        return
    run.lose()
    if not is_explainable or household.was_parsed(live):
        run.fail(f"{kind} lost its token ({end.__name__}): it is not on the disk")
    await household.relink(kind)


async def _end_over_and_over(
    run: Run, ways: Callable[[], Iterator[tuple[End, bool]]], short: int, long: int
) -> None:
    """End two Home Assistants at the same time, as there are two cores."""
    attempts = run.attempts(short, long)
    times = Times()
    async with asyncio.TaskGroup() as lanes:
        for name in ("one", "other"):
            lanes.create_task(try_over_and_over(run, ways(), attempts, name, times))
    run.figures += [
        f"{len(times.durable):,} tokens kept",
        f"parsed to safe from a kill: {milliseconds(times.written)}",
        f"to safe from a power cut: {milliseconds(times.durable)}",
    ]


async def kill(run: Run) -> None:
    """Kill at random and at aimed moments."""
    await _end_over_and_over(run, kills, 10, 320)


async def stop_in_order(run: Run) -> None:
    """Stop, and kill during the stop."""
    await _end_over_and_over(run, stops, 4, 200)


SCENARIOS: Final = (
    Scenario(
        "kill",
        "a kill -9 of a real Home Assistant costs no token whose answer had been parsed",
        kill,
        short=30,
        long=1200,
    ),
    Scenario(
        "stop",
        "a stop in order costs no token, and a kill during the stop none whose answer had been parsed",
        stop_in_order,
        short=20,
        long=870,
    ),
)
