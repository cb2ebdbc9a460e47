"""A real Home Assistant in a process of its own."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
from homeassistant.const import RESTART_EXIT_CODE

from .configuration import CONFIGURATION, write_configuration
from .owner import Owner
from .process import DemoError, running
from .waiting import eventually

SECONDS_TO_START: Final = 180


class HomeAssistant:
    """One Home Assistant and its owner, from an empty directory on, or from where it was ended."""

    owner: Owner

    python = sys.executable
    """What runs it: which one says of which version it is."""

    def __init__(
        self, directory: Path, port: int, configuration: str = CONFIGURATION, others: Sequence[Path] = ()
    ) -> None:
        self.directory = directory
        self.log = directory / "home-assistant.log"
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._configuration = configuration
        self._others = others
        self._started = asyncio.Event()
        self._process: asyncio.Task[None]
        self._client: aiohttp.ClientSession

    @asynccontextmanager
    async def serving(self, network: Path) -> AsyncIterator[None]:
        """Serve with the network of the simulators, and log the owner in; what was stored is still there."""
        write_configuration(self.directory, self._port, self._configuration, self._others)
        self._process = asyncio.create_task(self._keep_running(network))
        try:
            async with aiohttp.ClientSession(self.url) as self._client:
                await self._until_it_answers()
                self.owner = Owner(self._client, self.url)
                await self.owner.log_in()
                await self._until_running()
                yield
        finally:
            self.end()
            await asyncio.wait([self._process])

    async def until_ended(self) -> None:
        """Wait for ever; raises DemoError where Home Assistant ends by itself."""
        await asyncio.shield(self._process)

    def end(self) -> None:
        """Begin to end, once: Home Assistant is not hurried. Leaving `serving` waits for it."""
        if not self._process.cancelling():
            self._process.cancel()

    async def restart(self) -> None:
        """Restart, as the button in the settings does, and wait until all is up again."""
        self._started.clear()
        await self.owner.act("homeassistant", "restart")
        await self._started.wait()
        await self._until_it_answers()
        await self._until_running()

    def files_with(self, *secrets: str) -> list[str]:
        """Return the names of the files in its directory that hold one of these."""
        # Six digits of a time stamp are not a code.
        pattern = re.compile("|".join(rf"(?<![\d.]){re.escape(secret)}(?!\d)" for secret in secrets))
        files = [path for path in self.directory.rglob("*") if path.is_file()]
        return [path.name for path in files if pattern.search(_read(path))]

    def words_in_logs(self) -> set[str]:
        """Return what looks like a token in its logs, those from before a restart included."""
        logs = [path.read_text(errors="replace") for path in self.directory.glob("*.log*")]
        return {word for text in logs for word in re.findall(r"[\w-]{40,}", text, re.ASCII)}

    async def _keep_running(self, network: Path) -> None:
        """Run Home Assistant, and again when it asks to be started again."""
        console = self.directory / "console.log"
        module = "tests.simulators.home_assistant"
        while True:
            self._started.set()
            async with running(
                *(console, module, str(network), "-c", str(self.directory), "--skip-pip"), python=self.python
            ) as process:
                await process.communicate()
            if process.returncode != RESTART_EXIT_CODE:
                raise DemoError(f"Home Assistant ended with status {process.returncode}; see {console}")

    async def _until_it_answers(self) -> None:
        await eventually(self._answers, expected=True, seconds=SECONDS_TO_START)

    async def _answers(self) -> bool:
        if self._process.done():
            self._process.result()
        try:
            async with self._client.get("/manifest.json") as response:
                return response.ok
        except aiohttp.ClientError:
            return False

    async def _until_running(self) -> None:
        await eventually(self.owner.is_running, expected=True, seconds=SECONDS_TO_START)


def _read(path: Path) -> str:
    """Return what a file holds; one that Home Assistant has renamed meanwhile is among the others."""
    try:
        return path.read_text(errors="replace")
    except FileNotFoundError:
        return ""
