"""Child processes that end when the demo ends."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SECONDS_TO_STOP = 30


class DemoError(Exception):
    """The demo cannot go on; the text says why."""


@asynccontextmanager
async def running(log: Path, *arguments: str, python: str = sys.executable) -> AsyncIterator[Process]:
    """Run a Python module, its errors going to a file; end it on the way out.

    It has a session of its own: a Ctrl-C in the terminal reaches this program alone, which ends it in order.
    """
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(python, "-m", *arguments),
            cwd=REPOSITORY,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            stderr=errors,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    """Ask a process to end, and make it where it does not."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.communicate(), SECONDS_TO_STOP)
    except TimeoutError:
        process.kill()
        await process.wait()
