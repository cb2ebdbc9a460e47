"""Somebody is at the door: the card in Chromium and in Firefox with a microphone each, and the unit."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, Protocol

from ..demo.bticino import CAMERA, BticinoAccount
from ..demo.home_assistant import HomeAssistant
from ..demo.steps import Steps, expect
from ..demo.waiting import eventually
from ..simulators.vendors import EMAIL, PASSWORD
from . import firefox
from .world import World

SCRIPT: Final = (Path(__file__).parent / "door.js").read_text()
DASHBOARD: Final = "front-door"
FRAMES: Final = 10


class Tab(Protocol):
    """A page in a browser, whichever it is."""

    async def goto(self, url: str) -> Any:
        """Load a page."""

    async def add_init_script(self, script: str) -> Any:
        """Have a script run first in each page that is loaded."""

    async def evaluate(self, expression: str, arg: Any = None) -> Any:
        """Return what a function of the page returns."""


class Visit:
    """The card in one browser."""

    def __init__(self, tab: Tab, account: BticinoAccount) -> None:
        self._tab = tab
        self._account = account

    async def begin(self) -> None:
        """Open the dashboard with the card, logged in."""
        await self._tab.add_init_script(SCRIPT)
        await self._tab.goto(f"{self._account.home_assistant.url}/{DASHBOARD}/0")
        await self._tab.evaluate("() => door.part('.watch').then(() => null)")

    async def number_as_doors_do(self) -> None:
        """Have the browser be one to which a door can send by itself."""
        await self._tab.evaluate("() => { door.renumbers = true; }")

    async def ring(self) -> float:
        """Ring; return the seconds until the card is in front of the page."""
        await self._tab.evaluate("() => { window.came = door.cameToFront(); }")
        since = time.time()
        await self._account.ring()
        return float(await self._tab.evaluate("() => window.came")) / 1000 - since

    async def answer(self) -> float:
        """Answer; return the seconds until the first frame is seen."""
        return float(await self._tab.evaluate("() => door.answer()")) / 1000

    async def press(self, button: str) -> None:
        """Press a button."""
        await self._tab.evaluate("selector => door.press(selector)", button)

    async def sees(self) -> bool:
        """Return whether pictures come in, and are decoded."""
        return bool((await self._received())["frames"] >= FRAMES)

    async def hears(self) -> bool:
        """Return whether sound comes in that is not silence."""
        return bool((await self._received())["energy"] > 0)

    async def _received(self) -> Any:
        return await self._tab.evaluate("() => door.received()")


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account, page = BticinoAccount(world.home_assistant, world.vendors), world.page
    with step("the card: a dashboard shows it as soon as an account with doors is linked"):
        await link(account)
        await lay_out(world.home_assistant)
        visit = Visit(page.page, account)
        await visit.begin()
        await page.shoot("door-card")
    await visit.number_as_doors_do()
    await converse(step, "Chromium", visit, account, page.shoot)
    async with firefox.browsing() as tab:
        with step("the card: Firefox shows it as well"):
            await tab.log_in(world.home_assistant)
            await Visit(tab, account).begin()
            expect(tab.errors, [])
    with step("the card: the account can be removed, and no dashboard loads the card any more"):
        await account.owner.remove("latchkey")
        expect(await account.owner.command(type="lovelace/resources"), [])


async def link(account: BticinoAccount) -> None:
    """Link the account with all its homes, without the page."""
    flow = (await account.owner.start_flow("latchkey"))["flow_id"]
    await account.owner.submit(flow, next_step_id="bticino")
    await account.owner.submit(flow, username=EMAIL, password=PASSWORD)
    await account.owner.submit(flow)
    await eventually(account.entry_state, "loaded")
    await eventually(account.is_heard, expected=True)


async def lay_out(home_assistant: HomeAssistant) -> None:
    """Make a dashboard with the card."""
    card = {"type": "custom:latchkey-door", "entity": CAMERA, "to_front": True, "talk": "open"}
    about = {"title": "Front door", "mode": "storage", "icon": "mdi:door", "url_path": DASHBOARD}
    owner = home_assistant.owner
    await owner.command(type="lovelace/dashboards/create", **about)
    config = {"views": [{"title": "Front door", "cards": [card]}]}
    await owner.command(type="lovelace/config/save", url_path=DASHBOARD, config=config)


async def look_at_nothing(_name: str) -> None:
    """Keep no screenshot."""


async def converse(
    step: Steps,
    browser: str,
    visit: Visit,
    account: BticinoAccount,
    shoot: Callable[[str], Awaitable[None]] = look_at_nothing,
) -> None:
    """Answer a ring, talk, and hang up."""
    with step(f"the card: {browser} brings it to the front when it rings"):
        await visit.ring()
        await shoot("door-ringing")
    with step(f"the card: {browser} answers, and sees who is there"):
        await visit.answer()
        await eventually(visit.sees, expected=True)
        await shoot("door-answered")
    with step(f"the card: {browser} is heard at the door, and hears the visitor"):
        await eventually(account.is_heard_at_the_door, expected=True)
        await eventually(visit.hears, expected=True)
    with step(f"the card: {browser} hangs up, and leaves no connection open"):
        await visit.press(".talking .reject")
        await eventually(account.live_sessions, 0)
