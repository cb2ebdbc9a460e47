"""Serves a real Home Assistant with Latchkey and the simulated vendors until Ctrl-C."""

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final

from . import dashboard, everything
from .banner import banner
from .check import check
from .doorbell import Doorbell
from .kept import choose_ports, opened
from .mischief import Mischief
from .process import REPOSITORY, DemoError
from .terminal import obeying

FOLDER: Final = REPOSITORY / ".demo"
INTERRUPTED: Final = 130


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


async def serve(folder: Path, port: int | None, *, fresh: bool) -> None:
    """Serve until Home Assistant ends, or this task is cancelled."""
    with opened(folder, fresh=fresh):
        async with everything.serving(folder, choose_ports(folder, port), say) as demo:
            await dashboard.put_up(demo.home_assistant.owner)
            mischief = Mischief(demo.vendors, demo.other, demo.poll, say)
            commands = [*Doorbell(demo.vendors).commands, *mischief.commands]
            async with mischief.going_on(), obeying(commands, say):
                say(banner(demo.home_assistant, demo.other, await demo.vendors.get("hubspace/pin")))
                await demo.home_assistant.until_ended()


async def run_check() -> int:
    """Check everything in a folder that is gone afterwards; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        return 0 if await check(Path(folder), say) else 1


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="start anew, and forget what was kept")
    parser.add_argument(
        "--port",
        type=int,
        choices=range(1024, 65536),
        metavar="PORT",
        help="the port of Home Assistant, if not 8123 or that of last time",
    )
    parser.add_argument(
        "--check", action="store_true", help="link, use and remove an account without a browser"
    )
    return parser.parse_args()


async def main() -> int | None:
    """Run until the end, or until a signal ends it in order; return the exit status."""
    told = arguments()
    task = asyncio.create_task(run_check() if told.check else serve(FOLDER, told.port, fresh=told.fresh))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop, task)
    try:
        return await task
    except asyncio.CancelledError:
        say("Stopped.")
        return INTERRUPTED
    except DemoError as error:
        say(f"The demo cannot go on: {error}")
        return 1


def stop(task: asyncio.Task[int | None]) -> None:
    """Begin to stop; once that has begun, say what it waits for: nothing cuts short what is tidied up."""
    if task.cancelling():
        say("Still stopping: Home Assistant writes down what it knows. A few seconds more.")
    else:
        say("\nStopping Home Assistant, which takes up to 20 seconds")
        task.cancel()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
