"""Ends the process, or fails, at each system call that keeps a token, one after the other."""

import errno
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Final

import aiohttp
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from ..auth.server import Server
from .disk import FailAt, KillAt, Killed, watching
from .scenario import Run, Scenario
from .small_account import SmallAccount, serving

CODES: Final = (errno.EIO, errno.ENOSPC, errno.EROFS)
TIMES: Final = (1, 2, 3, 10, 10_000)
"""How many calls fail in a row; the last one is a disk that is gone until Home Assistant has stopped."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one life of an account."""

    what: str
    """What happened, and at which call."""

    is_lost: bool = False
    is_broken: bool = False


async def kills(hass: HomeAssistant, client: aiohttp.ClientSession, server: Server) -> AsyncIterator[Outcome]:
    """End the process before its first call, before its second, and so on to the last one."""
    for number in count():
        account = SmallAccount(hass, client, server)
        kill = KillAt(number)
        with suppress(Killed), watching(kill):
            await account.live()
        if not kill.last:
            return
        is_lost = account.vendor.refresh_token not in account.tokens_on_disk()
        # A token is lost to a kill only where the call was never made that would have written it.
        is_broken = (is_lost and kill.last != "pwrite") or account.is_half_a_file
        yield Outcome(f"killed before call {number}, {kill.last}", is_lost, is_broken)


async def failures(
    hass: HomeAssistant, client: aiohttp.ClientSession, server: Server, code: int, *, times: int
) -> AsyncIterator[Outcome]:
    """Let the first call fail, the second, and so on to the last one, and perhaps those after it."""
    for number in count():
        account = SmallAccount(hass, client, server)
        failure = FailAt(number, code, times=times)
        # Where the disk does not answer, a set-up is tried again later: no token was asked for.
        with suppress(OSError), watching(failure):
            await account.live()
        if not failure.first:
            return
        await account.write_entry()
        # The disk is back. What is tried first must be alive: vendors may revoke all where a used one comes.
        is_lost = account.tokens_on_disk()[0] != account.vendor.refresh_token
        what = f"{errno.errorcode[code]} from call {number}, {failure.first}, {times} times"
        yield Outcome(what, is_lost, is_lost or account.is_half_a_file)


async def take_down(run: Run, outcomes: AsyncIterator[Outcome]) -> None:
    """Count what came of each."""
    async for outcome in outcomes:
        run.count()
        if outcome.is_lost:
            run.lose()
        if outcome.is_broken:
            run.fail(outcome.what)


async def each_call(run: Run) -> None:
    """Go through all calls, with everything that can happen at one."""
    async with (
        async_test_home_assistant(config_dir=str(run.directory)) as hass,
        serving() as (client, server),
    ):
        await take_down(run, kills(hass, client, server))
        for code in CODES:
            for times in TIMES if run.is_long else TIMES[:1]:
                await take_down(run, failures(hass, client, server, code, times=times))
        await hass.async_stop(force=True)


SCENARIOS: Final = (
    Scenario(
        "system calls",
        "a kill before, or an error of, any single system call costs no token that was written",
        each_call,
        short=18,
        long=80,
    ),
)
