"""How long a token takes to be safe, and how much of that is the disk's own."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing import Process
from typing import Any, Final
from unittest.mock import patch

import aiohttp
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.auth import endpoint
from custom_components.latchkey.auth.http import async_read_json

from .disk import watching
from .measuring import milliseconds
from .scenario import Run, Scenario
from .small_account import SmallAccount, serving


def _spin() -> None:
    """Keep a core busy."""
    while True:
        pass


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep all cores busy with other processes."""
    processes = [Process(target=_spin, daemon=True) for _ in range(os.process_cpu_count() or 1)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


@asynccontextmanager
async def busy_threads(hass: HomeAssistant) -> AsyncIterator[None]:
    """Keep all threads that Home Assistant shares busy."""
    gate = threading.Event()
    workers: int = hass.loop._default_executor._max_workers  # type: ignore[attr-defined]  # asyncio names it so
    jobs = [hass.async_add_executor_job(gate.wait) for _ in range(workers)]
    try:
        yield
    finally:
        gate.set()
        await asyncio.gather(*jobs)


class Watch:
    """The moments at which a token was parsed, written, synced and safe."""

    def __init__(self) -> None:
        """Begin with none."""
        self.written: list[float] = []
        self.synced: list[float] = []
        self.safe: list[float] = []
        self._parsed_at = self._sync_at = 0.0

    def before(self, name: str) -> None:
        """Take down when a sync begins."""
        if name == "fdatasync":
            self._sync_at = time.perf_counter()

    def after(self, name: str, _arguments: tuple[Any, ...], _result: Any) -> None:
        """Take down when a write or a sync has come to its end."""
        if name == "pwrite":
            self.written.append(time.perf_counter() - self._parsed_at)
        if name == "fdatasync":
            self.synced.append(time.perf_counter() - self._sync_at)

    async def rotate(self, account: SmallAccount) -> None:
        """Have a token kept, from the moment at which it is parsed."""
        on_rotate, read_json = account.session._on_rotate, async_read_json

        async def read(response: aiohttp.ClientResponse) -> Any:
            answer = await read_json(response)
            self._parsed_at = time.perf_counter()
            return answer

        async def kept(refresh_token: str) -> None:
            await on_rotate(refresh_token)
            self.safe.append(time.perf_counter() - self._parsed_at)

        with (
            patch.object(endpoint, "async_read_json", read),
            patch.object(account.session, "_on_rotate", kept),
        ):
            await account.rotate()

    def figures(self, when: str) -> list[str]:
        """Return what it was."""
        share = 100 * sum(self.synced) / sum(self.safe) if self.safe else 0.0
        return [
            f"{when}: safe from a kill after {milliseconds(self.written)}",
            f"from a power cut after {milliseconds(self.safe)}, {share:.0f} % of it the disk's own",
        ]


async def measure(run: Run) -> None:
    """Measure from "answer parsed" to "safe", idle and under load."""
    async with async_test_home_assistant(config_dir=str(run.directory)) as hass, serving() as vendor:
        account = SmallAccount(hass, *vendor)
        await account.start()
        idle, busy = Watch(), Watch()
        times = 1000 if run.is_long else 100
        with watching(idle.before, idle.after):
            for _ in range(times):
                run.tries += 1
                await idle.rotate(account)
        with busy_cores(), watching(busy.before, busy.after):
            async with busy_threads(hass):
                for _ in range(times):
                    run.tries += 1
                    await busy.rotate(account)
        await account.stop()
        await hass.async_stop(force=True)
    run.figures += [*idle.figures("idle"), *busy.figures("all cores and threads busy")]


SCENARIOS: Final = (
    Scenario(
        "delay",
        "an answer that was parsed is safe as soon as the disk lets it be, however busy the machine is",
        measure,
        short=8,
        long=60,
    ),
)
