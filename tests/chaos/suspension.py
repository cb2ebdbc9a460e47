"""Suspends a real Home Assistant, as the host of a virtual machine may, until its bearers are dead."""

import asyncio
import signal
import time
from typing import Any, Final

import aiohttp

from ..demo.owner import Owner
from ..demo.waiting import eventually
from .household import TOKEN_PATHS, Household, living_in
from .scenario import Run, Scenario

LIFE: Final = 2.0
"""Seconds that bearers live with which it may fall asleep; polls come each second."""

LONG_LIFE: Final = 3600.0
"""Seconds that those live with which it wakes up: one of each is enough."""

LONGEST: Final = 10.0
"""Seconds of sleep, at the most."""

ALL_PATHS: Final = dict.fromkeys(TOKEN_PATHS, "*")

SECONDS_TO_WAKE: Final = 30.0
SECONDS_TO_SETTLE: Final = 3.0
"""How long it is watched for further requests."""


async def count(household: Household, paths: dict[str, str]) -> dict[str, int]:
    """Return how often each vendor was asked at a path."""
    ask = household.vendors.call
    return {kind: await ask(f"{kind}/count", where=path) for kind, path in paths.items()}


async def set_bearer_life(household: Household, seconds: float) -> None:
    """Have all vendors hand out bearers that live so long."""
    for kind in TOKEN_PATHS:
        await household.vendors.set(f"{kind}/tokens.bearer_life", seconds)


async def expire_bearers(household: Household) -> None:
    """Have all vendors let all bearers die."""
    for kind in TOKEN_PATHS:
        await household.vendors.call(f"{kind}/tokens.expire_bearers")


async def available(owner: Owner) -> set[str]:
    """Return the entities whose state is known."""
    states: list[dict[str, Any]] = await owner.command(type="get_states")
    return {each["entity_id"] for each in states if each["state"] != "unavailable"}


async def sleep(run: Run, household: Household) -> tuple[dict[str, int], dict[str, int]]:
    """Stop the process at any moment, for longer than its bearers live.

    Return how often the vendors were asked for tokens, and for anything, until it wakes up.
    """
    # With the long life only the vendors know that a bearer is dead, as where the clock has slept too.
    await set_bearer_life(household, run.random.choice((LIFE, LONG_LIFE)))
    await expire_bearers(household)
    await household.until_rotating(since=time.monotonic())
    await asyncio.sleep(run.random.uniform(0, LIFE))
    household.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(run.random.uniform(LIFE, LONGEST if run.is_long else 2 * LIFE))
        await set_bearer_life(household, LONG_LIFE)
        await expire_bearers(household)
        return await count(household, TOKEN_PATHS), await count(household, ALL_PATHS)
    finally:
        household.process.send_signal(signal.SIGCONT)


async def try_once(run: Run, household: Household, owner: Owner) -> None:
    """Sleep, and see what it does when it wakes up."""
    known = await available(owner)
    tokens, requests = await sleep(run, household)

    async def missing() -> set[str]:
        return known - await available(owner)

    await eventually(missing, set(), seconds=SECONDS_TO_WAKE)
    await asyncio.sleep(SECONDS_TO_SETTLE)
    asked = {kind: number - tokens[kind] for kind, number in (await count(household, TOKEN_PATHS)).items()}
    made = {kind: number - requests[kind] for kind, number in (await count(household, ALL_PATHS)).items()}
    run.figures.append(f"token requests: {asked}")
    for kind in TOKEN_PATHS:
        # Who fell asleep before it read an answer may find a bearer in it that is good.
        if asked[kind] > 1:
            run.fail(f"{kind} asked for {asked[kind]} tokens when it woke up")
        if made[kind] <= asked[kind]:
            run.fail(f"{kind} was not polled when it woke up")
        if await household.live_token(kind) not in household.tokens_on_disk(kind):
            run.fail(f"{kind} lost its token when it woke up")
    if await owner.reauth_flows():
        run.fail("a sleep led to a login")


async def suspend(run: Run) -> None:
    """Sleep once, and again as long as there is time."""
    run.count()
    async with living_in(run.directory / "home") as household, household.running():
        await household.until_rotating()
        async with aiohttp.ClientSession(household.url) as client:
            owner = Owner(client, household.url)
            await eventually(household.answers, expected=True)
            await owner.log_in()
            await eventually(owner.is_running, expected=True)
            await try_once(run, household, owner)
            for _ in run.attempts(0, 11):
                await try_once(run, household, owner)


SCENARIOS: Final = (
    Scenario(
        "suspension",
        "who was suspended for longer than a token lives works again with one token request, and no login",
        suspend,
        short=20,
        long=60,
    ),
)
