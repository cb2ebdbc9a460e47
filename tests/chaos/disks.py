"""Disks that are full, read-only, slow or gone for a while."""

import asyncio
import time
from contextlib import suppress
from typing import Final

from pytest_homeassistant_custom_component.common import async_test_home_assistant

from .disk import BrokenDisk, watching
from .scenario import Run, Scenario
from .small_account import SmallAccount, serving

TROUBLES: Final = ("", "full", "read-only", "gone")
SLOW: Final = 2.0
"""Seconds that a sync of a slow disk takes."""

STEPS: Final = 12


async def check_whole(run: Run, account: SmallAccount, history: list[str]) -> None:
    """Compare what a working disk holds with what the vendor accepts."""
    await account.write_entry()
    tokens = account.tokens_on_disk()
    if tokens[0] != account.vendor.refresh_token or account.is_half_a_file:
        run.lose()
        run.fail(f"after {', '.join(history)} the disk holds {tokens}, not {account.vendor.refresh_token}")


async def live_on(run: Run, account: SmallAccount, disk: BrokenDisk) -> None:
    """Rotate, restart and have the entry written while the disk changes, and look at it once it is whole."""
    history: list[str] = []
    is_running = False
    for _ in range(STEPS):
        disk.trouble = run.random.choice(TROUBLES)
        step = run.random.choice(["rotate", "rotate", "rotate", "restart", "write"])
        history.append(f"{step} ({disk.trouble or 'whole'})")
        if is_running and step == "restart":
            await account.stop()
            is_running = False
        if not is_running:
            with suppress(OSError):
                await account.start()
                is_running = True
        if step == "write":
            await account.write_entry()
        elif is_running:
            await account.rotate()
            if not disk.trouble and account.tokens_on_disk()[0] != account.vendor.refresh_token:
                run.fail(f"after {', '.join(history)} the token of a working disk is not on it")
    disk.trouble = ""
    if is_running:
        await account.stop()
    await check_whole(run, account, history)


async def broken_disks(run: Run) -> None:
    """Let disks break and mend in any order."""
    disk = BrokenDisk()
    async with async_test_home_assistant(config_dir=str(run.directory)) as hass, serving() as vendor:
        with watching(disk):
            for _ in run.attempts(150, 3000):
                await live_on(run, SmallAccount(hass, *vendor), disk)
            disk.seconds = SLOW
            run.tries += 1
            await live_slowly(run, SmallAccount(hass, *vendor))
        await hass.async_stop(force=True)


async def live_slowly(run: Run, account: SmallAccount) -> None:
    """Rotate on a disk whose syncs take seconds; the event loop waits for none of them."""
    await account.start()
    worst = 0.0
    rotation = asyncio.create_task(account.rotate())
    while not rotation.done():
        before = time.perf_counter()
        await asyncio.sleep(0.01)
        worst = max(worst, time.perf_counter() - before)
    await rotation
    if account.tokens_on_disk()[0] != account.vendor.refresh_token:
        run.lose()
        run.fail("a slow disk lost a token")
    if worst > SLOW / 2:
        run.fail(f"the event loop stood still for {worst:.1f} s while a slow disk was synced")
    await account.stop()
    run.figures.append(f"a sync of {SLOW:.0f} s holds the event loop up for {worst * 1000:.0f} ms at most")


SCENARIOS: Final = (
    Scenario(
        "disk",
        "a disk that is full, read-only, slow or gone for a while holds no half file and costs no token",
        broken_disks,
        short=10,
        long=90,
    ),
)
