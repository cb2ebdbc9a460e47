"""Cancels who waits for a token, and ends accounts, after each step of the event loop in turn."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial
from itertools import count, product, takewhile
from typing import Any, Final

import aiohttp
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.account.token_store import TokenStore

from ..auth.server import Server
from .endings import ACTS, ENDS, cancelled_ends, ends
from .endings import serving as serving_endings
from .scenario import Run, Scenario
from .small_account import SmallAccount, serving
from .system_calls import Outcome, take_down

FRESH: Final = "fresh"
"""The token of a login, which has nothing to do with the one before it."""

type Prepare = Callable[[SmallAccount], Awaitable[None]]
type Act = Callable[[SmallAccount], Coroutine[Any, Any, object]]


async def begin_to_rotate(account: SmallAccount) -> None:
    """Start, and have a refresh under way."""
    await account.start()
    caller = asyncio.create_task(account.rotate())
    await asyncio.sleep(0)
    caller.cancel()


async def log_in(account: SmallAccount) -> None:
    """Keep the token of a fresh login."""
    await TokenStore(account.hass, account.entry).async_replace(FRESH)


SITUATIONS: Final[dict[str, tuple[Prepare, Act]]] = {
    "a start": (SmallAccount.start, SmallAccount.start),
    "a caller": (SmallAccount.start, SmallAccount.rotate),
    "a caller of several": (begin_to_rotate, SmallAccount.rotate),
    "an unload": (SmallAccount.start, SmallAccount.stop),
    "an unload during a refresh": (begin_to_rotate, SmallAccount.stop),
    "a login": (SmallAccount.start, log_in),
    "a login during a refresh": (begin_to_rotate, log_in),
}


async def cancellations(
    hass: HomeAssistant, client: aiohttp.ClientSession, server: Server, situation: str
) -> AsyncIterator[Outcome]:
    """Cancel at once, after one step of the event loop, and so on until all was done before."""
    prepare, act = SITUATIONS[situation]
    for steps in count():
        account = SmallAccount(hass, client, server)
        await prepare(account)
        task = asyncio.create_task(act(account))
        for _ in range(steps):
            await asyncio.sleep(0)
        was_done = task.done()
        task.cancel()
        await asyncio.wait([task])
        await account.until_quiet()
        newest = account.tokens_on_disk()[0]
        # A login that is cancelled may have come too late, or not: one of its two tokens is there.
        expected = {account.vendor.refresh_token, FRESH} if act is log_in else {account.vendor.refresh_token}
        is_lost = newest not in expected or (was_done and act is log_in and newest != FRESH)
        what = f"{situation}, cancelled after {steps} steps, left {newest}"
        yield Outcome(what, is_lost, is_lost or account.is_half_a_file)
        if was_done:
            return


async def cancel(run: Run) -> None:
    """Go through all situations, for half the time again and again: what else the loop does differs."""
    half = run.seconds_left / 2
    async with serving() as vendor:
        while True:
            # One of its own for each round: a Home Assistant gets slower with thousands of accounts in turn.
            async with async_test_home_assistant(config_dir=str(run.directory)) as hass:
                for situation in SITUATIONS:
                    await take_down(run, cancellations(hass, *vendor, situation))
                await hass.async_stop(force=True)
            if not run.is_long or run.seconds_left < half:
                break
    await end(run)


async def end(run: Run) -> None:
    """Go through all ways to end an account, each for its share of the time, from another step each time."""
    ways = list(product((ends, cancelled_ends), ACTS, ENDS))
    run.random.shuffle(ways)
    stride = 4 if run.is_long else 64
    directory = run.directory / "ends"
    directory.mkdir()
    async with serving_endings() as vendor:
        while ways:
            how, doing, ending = ways.pop()
            for_others = run.seconds_left * len(ways) / (len(ways) + 1)
            moments = count(run.random.randrange(stride), stride)
            in_time = takewhile(partial(_is_more_left, run, for_others), moments)
            await take_down(run, how(directory, vendor, doing, ending, in_time))


def _is_more_left(run: Run, seconds: float, _moment: int) -> bool:
    """Return whether there is more time than others need."""
    return run.seconds_left > seconds


SCENARIOS: Final = (
    Scenario(
        "cancellation",
        "whoever is cancelled, and at whatever moment an account ends, no token is lost or left behind",
        cancel,
        short=15,
        long=200,
    ),
)
