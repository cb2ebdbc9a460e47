"""Processes of their own, each of which has something to say."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from typing import Any


class ProcessFailed(Exception):
    """A process ended with an error, which it has printed, or was not ready in time."""


async def ask(module: str, *arguments: str, within: float, takes_along: bool = False) -> Any:
    """Run a module; return the JSON of the last line that it prints.

    With `takes_along`, the processes that it starts end with it, even where it is not ready in time.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=PIPE, start_new_session=takes_along
    )
    try:
        async with asyncio.timeout(within):
            output, _ = await process.communicate()
    except TimeoutError:
        raise ProcessFailed(f"{module} was not ready within {within:.0f} seconds") from None
    finally:
        _end(process, takes_along)
        await process.wait()
    if process.returncode:
        raise ProcessFailed(f"{module} ended with {process.returncode}")
    return json.loads(output.splitlines()[-1])


def _end(process: asyncio.subprocess.Process, takes_along: bool) -> None:
    with suppress(ProcessLookupError):
        if takes_along:
            os.killpg(process.pid, signal.SIGKILL)
        elif process.returncode is None:
            process.kill()
