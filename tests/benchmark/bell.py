"""How long a ring takes to be on a screen, and an answer to show who is there, in a real browser."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from ..browser.chromium import FAKE_MICROPHONE, browsing
from ..browser.door import link
from ..browser.visit import Visit
from ..demo import dashboard, vendors
from ..demo.bticino import BticinoAccount
from ..demo.configuration import free_port
from ..demo.home_assistant import HomeAssistant
from .results import Result

RINGS: Final = 30
MAX_TO_SCREEN: Final = 300.0
MAX_TO_FRAME: Final = 1500.0
"""Milliseconds, in the median."""


async def measure() -> list[Result]:
    """Take calls that go by the relay, and such as go straight to the browser."""
    async with _looking() as visit:
        relayed = await _take(visit, "by the relay")
        await visit.number_as_doors_do()
        return [*await _take(visit, "directly"), *relayed]


async def _take(visit: Visit, way: str) -> list[Result]:
    to_screen, to_frame = list[float](), list[float]()
    for _ in range(RINGS):
        to_screen.append(1000 * await visit.ring())
        to_frame.append(1000 * await visit.answer())
        await visit.hang_up()
    row = f"Rung at a door, answered in Chromium {way}"
    return [
        Result(row, "push to the card on the screen", "ms", to_screen, at_most=MAX_TO_SCREEN),
        Result(row, "answer to the first picture", "ms", to_frame, at_most=MAX_TO_FRAME),
    ]


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
