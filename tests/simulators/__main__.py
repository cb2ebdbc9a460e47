"""The vendors in a process of their own, for the demo.

    python -m tests.simulators DIRECTORY

serves every vendor on free ports of 127.0.0.1 and writes DIRECTORY/network.json when it is ready:

    {"authority": "DIRECTORY/ca.pem", "ports": {"api2.afero.net": 40123}, "control": "http://127.0.0.1:40124"}

It prints `serving` when it is ready, and then a line `mailed CODE to EMAIL` for each code that it mails. It
ends on SIGINT and SIGTERM. Every vendor has the account alice@example.com with the password
"correct horse battery"; its home is the catalogue. What can be asked through `control` is told in control.py.
"""

import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp.web import AppRunner, TCPSite

from . import control
from .certificates import Authority
from .network import LOOPBACK, Network
from .simulator import Mail
from .vendors import bticino, evohome, hubspace


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201  # what it prints is what it is for


def announce(mail: Mail) -> None:
    """Print a code that was mailed."""
    say(f"mailed {mail.code} to {mail.email}")


async def serve(directory: Path) -> None:
    """Serve until a signal comes."""
    vendors = [hubspace(), evohome(), bticino()]
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
    say("serving")
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await runner.cleanup()
    await network.stop()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]).resolve()))
