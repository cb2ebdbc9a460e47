"""All that the demo consists of: the simulated vendors, and two Home Assistants."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from . import vendors
from .home_assistant import HomeAssistant
from .kept import Ports
from .other_home import OtherHome
from .vendors import Vendors


class Everything(NamedTuple):
    """What serves."""

    vendors: Vendors
    home_assistant: HomeAssistant
    other: OtherHome

    async def poll(self) -> None:
        """Have Home Assistant notice at once what happened at the vendors."""
        await self.home_assistant.owner.stay_logged_in()
        await self.home_assistant.owner.poll("latchkey")


@asynccontextmanager
async def serving(folder: Path, ports: Ports, say: Callable[[str], None]) -> AsyncIterator[Everything]:
    """Serve everything from where it was ended in that folder, or from the beginning."""
    home_assistant = HomeAssistant(folder / "home_assistant", ports.home_assistant)
    other = OtherHome(folder / "other_home", ports.other_home)
    say("Starting the simulated vendors")
    async with vendors.serving(folder, lambda line: say(f"Hubspace {line}"), folder / "vendors") as simulated:
        say("Starting two Home Assistants, which takes about 15 seconds")
        async with home_assistant.serving(simulated.network), other.serving_guest(simulated.network):
            try:
                yield Everything(simulated, home_assistant, other)
            finally:
                # Both at once: each takes its time.
                home_assistant.end()
                other.end()
