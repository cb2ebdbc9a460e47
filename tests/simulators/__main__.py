"""The vendors in a process of their own, for the demo.

    python -m tests.simulators DIRECTORY [MEMORY]

serves every vendor on free ports of 127.0.0.1 and writes DIRECTORY/network.json when it is ready:

    {"authority": "DIRECTORY/ca.pem", "ports": {"api2.afero.net": 40123}, "control": "http://127.0.0.1:40124"}

It prints `serving` when it is ready, and then a line `mailed CODE to EMAIL` for each code that it mails. It
ends on SIGINT and SIGTERM. Every vendor has the account alice@example.com with the password
"correct horse battery"; its home is the catalogue. What can be asked through `control` is told in control.py.

Logins and homes are kept in the folder MEMORY, where one is given, and are the same when it is given again.
"""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp.web import AppRunner, TCPSite

from . import control
from .certificates import Authority
from .memory import Memory, Vendor
from .network import LOOPBACK, Network
from .simulator import Mail
from .vendors import bticino, evohome, hubspace


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201  # what it prints is what it is for


def announce(mail: Mail) -> None:
    """Print a code that was mailed."""
    say(f"mailed {mail.code} to {mail.email}")


async def serve(directory: Path, memory: Path | None) -> None:
    """Serve until a signal comes."""
    doors = bticino()
    doors.answerable = True
    vendors = hubspace(), evohome(), doors
    for vendor in vendors:
        vendor.on_mail = announce
    network = Network(Authority(directory), vendors)
    await network.start()
    runner = AppRunner(control.application(network.simulators), access_log=None, shutdown_timeout=0)
    await runner.setup()
    await TCPSite(runner, LOOPBACK, 0).start()
    description = {
        "authority": str(network.authority.path),
        "ports": network.ports,
        "control": f"http://{LOOPBACK}:{runner.addresses[0][1]}",
    }
    (directory / "network.json").write_text(json.dumps(description))
    async with _remembering(memory, vendors):
        say("serving")
        await _until_signalled()
    await runner.cleanup()
    await network.stop()


@asynccontextmanager
async def _remembering(directory: Path | None, vendors: Iterable[Vendor]) -> AsyncIterator[None]:
    """Have the vendors know what is kept in a folder, and keep it there."""
    if directory is None:
        yield
        return
    memory = Memory(directory, vendors)
    memory.recall()
    keeping = asyncio.create_task(memory.keep_on())
    yield
    keeping.cancel()
    memory.keep()


async def _until_signalled() -> None:
    """Wait for the signal to end."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()


if __name__ == "__main__":
    folders = [Path(argument).resolve() for argument in sys.argv[1:]]
    asyncio.run(serve(folders[0], folders[1] if len(folders) > 1 else None))
