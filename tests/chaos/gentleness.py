"""A vendor that is away is not worn out: how often it is asked in hours of outage, counted there."""

import asyncio
from collections.abc import Callable
from typing import Final

from tests.simulators.faults import Faults

from .scenario import Run
from .warp import Clock
from .world import Account, World, living

MAX_REQUESTS: Final = 240.0
MAX_TOKEN_REQUESTS: Final = 30.0
"""An hour and account, at the most; to log in again is no way to get through."""

HEALS: Final = 15 * 60.0
"""Seconds within which an account must work again."""

OUTAGES: Final[dict[str, Callable[[Faults], None]]] = {
    "503": lambda faults: faults.answer(times=None),
    "429": lambda faults: faults.answer(status=429, times=None),
    "silence": lambda faults: faults.hang(times=None),
    "resets": lambda faults: faults.drop(times=None),
    "HTML": lambda faults: faults.answer(status=200, body="<html>soon</html>", times=None),
    "no names": lambda faults: None,
}


async def try_outages(run: Run, clock: Clock) -> None:
    """Let all vendors be away for an hour each time, or for a day in the long form."""
    hours = 24 if run.is_long else 1
    async with living(run.directory) as world:
        for number in run.attempts(len(OUTAGES), len(OUTAGES)):
            name = list(OUTAGES)[number]
            restore = world.cut_names() if name == "no names" else lambda: None
            for account in world.accounts.values():
                account.requests.clear()
                account.expire_bearer()
                OUTAGES[name](account.faults)
                account.drop()
            passed = await pass_hours(run, world, hours)
            told = [tell(run, account, name, passed) for account in world.accounts.values()]
            run.figures.append(f"{name} for {passed} h: {', '.join(told)}")
            run.say(run.figures[-1])
            restore()
            for account in world.accounts.values():
                account.faults.heal()
            await asyncio.gather(*(check(run, account, name) for account in world.accounts.values()))
            for odd in world.records.odd:
                run.fail(f"in the log, after hours of {name}: {odd}")
            world.records.odd.clear()


async def pass_hours(run: Run, world: World, hours: int) -> int:
    """Let hours pass, in which a person tries in vain once each; return how many did in time."""
    for hour in range(hours):
        if not run.seconds_left:
            return hour
        for account in world.accounts.values():
            await account.command()
        await asyncio.sleep(3600)
    return hours


def tell(run: Run, account: Account, name: str, hours: int) -> str:
    """Return how often a vendor was asked, and see that it was not too often."""
    paths = [request.path for request in account.requests]
    tokens = sum(path.startswith(account.endpoints[0]) for path in paths)
    if len(paths) > MAX_REQUESTS * hours + 10:
        run.fail(f"{account.kind} was asked {len(paths):,} times in {hours} h of {name}")
    if tokens > MAX_TOKEN_REQUESTS * hours + 10:
        run.fail(f"{account.kind} was asked for {tokens:,} tokens in {hours} h of {name}")
    if account.logins:
        run.fail(f"{account.kind}: {account.logins} logins in {hours} h of {name}")
    return f"{account.kind} {len(paths):,} requests, {tokens:,} for tokens, {account.logins} logins"


async def check(run: Run, account: Account, name: str) -> None:
    """See that an account works again by itself."""
    if not await account.until_well(HEALS) or account.asks_for_login or not account.holds_live_token:
        run.fail(f"{account.kind} does not work again after hours of {name}")
