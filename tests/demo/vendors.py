"""The simulated vendors in a process of their own, and the knobs that a real vendor keeps to itself."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from .process import DemoError, running


class Vendors:
    """All simulators."""

    def __init__(self, network: Path, control: aiohttp.ClientSession) -> None:
        self.network = network
        self._control = control

    async def get(self, name: str) -> Any:
        """Return what a simulator holds, such as `hubspace/mailed`."""
        return await self._request("GET", name, None)

    async def set(self, name: str, value: object) -> None:
        """Set what a simulator holds, such as `hubspace/tokens.bearer_life`."""
        await self._request("PUT", name, value)

    async def call(self, method: str, /, **arguments: Any) -> Any:
        """Return what a method of a simulator returns, such as `hubspace/tokens.revoke_all`."""
        return await self._request("POST", method, arguments)

    async def _request(self, method: str, name: str, body: object) -> Any:
        try:
            async with self._control.request(method, f"/{name}", json=body) as response:
                if not response.ok:
                    raise DemoError(f"{name}: {await response.text()}")
                return await response.json()
        except aiohttp.ClientError as error:
            raise DemoError(f"{name}: the simulated vendors do not answer") from error


@asynccontextmanager
async def serving(
    directory: Path, say: Callable[[str], None], memory: Path | None = None
) -> AsyncIterator[Vendors]:
    """Serve all vendors from a directory that exists; `say` is told each code that is mailed.

    Where there is a folder for their memory, they know what they knew when it was last used.
    """
    log = directory / "vendors.log"
    folders = [directory] if memory is None else [directory, memory]
    async with running(log, "tests.simulators", *map(str, folders)) as process:
        if await _line(process) != "serving":
            raise DemoError(f"the simulated vendors do not start; see {log}")
        network = directory / "network.json"
        url = json.loads(network.read_text())["control"]
        listening = asyncio.create_task(_pass_on(process, say))
        try:
            async with aiohttp.ClientSession(url) as control:
                yield Vendors(network, control)
        finally:
            listening.cancel()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().rstrip("\n")


async def _pass_on(process: Process, say: Callable[[str], None]) -> None:
    while line := await _line(process):
        say(line)
