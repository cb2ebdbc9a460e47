"""Measures how long a ring takes to be on a screen, and an answer to show who is there, in a real browser."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final, override

from ..browser.chromium import FAKE_MICROPHONE, browsing
from ..browser.door import link
from ..browser.visit import Visit
from ..demo import dashboard, vendors
from ..demo.bticino import BticinoAccount
from ..demo.configuration import free_port
from ..demo.home_assistant import HomeAssistant

RINGS: Final = 30
MAX_TO_SCREEN: Final = 0.3
MAX_TO_FRAME: Final = 1.5
"""Seconds, in the median."""


@dataclass(frozen=True, slots=True)
class Calls:
    """How long each of so many calls took, in seconds."""

    way: str
    to_screen: list[float] = field(default_factory=list)
    """From the vendor's push to the card in front of the page."""

    to_frame: list[float] = field(default_factory=list)
    """From a click on Answer to the first picture."""

    @property
    def are_good(self) -> bool:
        """Return whether nobody has to wait."""
        return median(self.to_screen) <= MAX_TO_SCREEN and median(self.to_frame) <= MAX_TO_FRAME

    @override
    def __str__(self) -> str:
        """Return what the measurement says."""
        screen, frame = (1000 * median(times) for times in (self.to_screen, self.to_frame))
        return (
            f"Rung at a door, answered in Chromium {self.way}: {len(self.to_screen)} calls, medians of "
            f"{screen:.0f} ms to the card on the screen (at most {1000 * MAX_TO_SCREEN:.0f}), "
            f"{frame:.0f} ms to the first picture (at most {1000 * MAX_TO_FRAME:.0f})"
        )


async def measure() -> Sequence[Calls]:
    """Return how long calls took that went straight to the browser, and those by the relay."""
    async with _looking() as visit:
        relayed = await _take(visit, Calls("by the relay"))
        await visit.number_as_doors_do()
        direct = await _take(visit, Calls("directly"))
    return direct, relayed


async def _take(visit: Visit, calls: Calls) -> Calls:
    for _ in range(RINGS):
        calls.to_screen.append(await visit.ring())
        calls.to_frame.append(await visit.answer())
        await visit.hang_up()
    return calls


@asynccontextmanager
async def _looking() -> AsyncIterator[Visit]:
    """Have a page with the card, in a browser of its own."""
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        home_assistant = HomeAssistant(Path(folder) / "home_assistant", free_port())
        async with (
            vendors.serving(Path(folder), lambda _line: None) as simulated,
            home_assistant.serving(simulated.network),
            browsing(*FAKE_MICROPHONE) as browser,
        ):
            account = BticinoAccount(home_assistant, simulated)
            await link(account)
            await dashboard.put_up(account.owner)
            visit = Visit(await browser.new_page(), account)
            await visit.begin()
            yield visit
