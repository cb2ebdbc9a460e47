"""Somebody is at the door: the card in Chromium and in Firefox with a microphone each, and the unit."""

from collections.abc import Awaitable, Callable
from typing import Final

from ..demo import dashboard
from ..demo.bticino import BticinoAccount
from ..demo.steps import Steps, expect
from ..demo.waiting import eventually
from ..simulators.vendors import EMAIL, PASSWORD
from . import firefox
from .visit import Visit
from .world import World

REFUSAL: Final = "uncaught exception: Object"
"""What Home Assistant refuses its page is told in words by `door.js`, where it matters."""


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account, page = BticinoAccount(world.home_assistant, world.vendors), world.page
    with step("the card: a dashboard shows it as soon as an account with doors is linked"):
        await link(account)
        await dashboard.put_up(account.owner)
        visit = Visit(page.page, account)
        await visit.begin()
        await page.shoot("door-card")
    await converse(step, "Chromium", visit, account, page.shoot)
    with step("the card: Answer in a notification opens the dashboard, and takes the call"):
        await account.ring()
        await visit.come_from_a_notification()
        await eventually(visit.sees, expected=True)
        await visit.hang_up()
    await visit.number_as_doors_do()
    await converse(step, "a Chromium that needs no relay", visit, account)
    async with firefox.browsing() as tab:
        with step("the card: Firefox shows it as well"):
            visit = Visit(tab, account)
            await visit.begin()
        await converse(step, "Firefox", visit, account)
        with step("the card: Firefox complains of nothing"):
            expect([error for error in tab.errors if error != REFUSAL], [])
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
    with step(f"the card: {browser} is heard at the door, and hears the visitor"):
        await visit.press(".talk")
        await eventually(account.is_heard_at_the_door, expected=True)
        await eventually(visit.hears, expected=True)
        await shoot("door-answered")
    with step(f"the card: {browser} hangs up, and leaves no connection open"):
        await visit.hang_up()
