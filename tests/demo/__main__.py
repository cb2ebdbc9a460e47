"""Serves a real Home Assistant with Latchkey and the simulated vendors until Ctrl-C."""

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final

from ..simulators import vendors as accounts
from . import other_home, owner, vendors
from .check import check
from .configuration import free_port, is_free
from .home_assistant import HomeAssistant
from .other_home import OtherHome
from .process import REPOSITORY, DemoError
from .terminal import Doorbell, obeying

PORT: Final = 8123
INTERRUPTED: Final = 130

READY: Final = """
Home Assistant   {url}
  user name      {username}
  password       {password}

Hubspace, Honeywell evohome and BTicino accounts (simulated)
  e-mail         {email}
  password       {vendor_password}

Another Home Assistant (real)
  address        {other_url}
  user name      {guest}
  password       {guest_password}
  code           press Enter here

The bell of the BTicino account
  type here      ring, ring Ingresso, answer, miss, end, help

Log in, then: Settings, Devices & services, Add integration, Latchkey.
Every code that Hubspace mails appears below. Ctrl-C ends all of it.
The log is {log}
"""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


def choose_port() -> int:
    """Return Home Assistant's usual port, or the next one that is free."""
    port = PORT
    while not is_free(port):
        say(f"Port {port} is taken, perhaps by another Home Assistant; trying the next one.")
        port += 1
    return port


async def serve() -> None:
    """Serve until Home Assistant ends, or this task is cancelled."""
    port = choose_port()
    directory = REPOSITORY / ".demo" / str(port)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    home_assistant = HomeAssistant(directory / "home_assistant", port)
    say("Starting the simulated vendors")
    async with vendors.serving(directory, lambda line: say(f"Hubspace {line}")) as simulated:
        say("Starting two Home Assistants, which takes about 15 seconds")
        other = OtherHome(directory / "other_home", free_port())

        async def code(_word: str) -> str:
            return f"The code of {other_home.USERNAME}: {other.code()}"

        async with (
            home_assistant.serving(simulated.network),
            other.serving_guest(simulated.network),
            obeying({"": code, **Doorbell(simulated).commands}, say),
        ):
            say(
                READY.format(
                    url=home_assistant.url,
                    username=owner.USERNAME,
                    password=owner.PASSWORD,
                    email=accounts.EMAIL,
                    vendor_password=accounts.PASSWORD,
                    other_url=other.url,
                    guest=other_home.USERNAME,
                    guest_password=other_home.PASSWORD,
                    log=home_assistant.log,
                )
            )
            await home_assistant.until_ended()


async def run_check() -> int:
    """Check everything in a folder that is gone afterwards; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        return 0 if await check(Path(folder), say) else 1


async def main() -> int | None:
    """Run until the end, or until a signal ends it in order; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="link, use and remove an account without a browser"
    )
    task = asyncio.ensure_future(run_check() if parser.parse_args().check else serve())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only once: a second Ctrl-C must not cut short what the first one tidies up.
        asyncio.get_running_loop().add_signal_handler(number, lambda: task.cancelling() or task.cancel())
    try:
        return await task
    except asyncio.CancelledError:
        say("\nStopped.")
        return INTERRUPTED
    except DemoError as error:
        say(f"The demo cannot go on: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
