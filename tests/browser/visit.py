"""The card of a door in a browser, whichever that is."""

import json
from pathlib import Path
from typing import Any, Final, Protocol

from ..demo import dashboard
from ..demo.bticino import CAMERA, BticinoAccount
from ..demo.waiting import eventually

SCRIPT: Final = (Path(__file__).parent / "door.js").read_text()
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
        """Open the dashboard with the card, logged in as the owner."""
        url, login = self._account.home_assistant.url, json.dumps(json.dumps(self._account.owner.login))
        await self._tab.add_init_script(
            f"if (location.origin === '{url}') localStorage.hassTokens ??= {login}; {SCRIPT}"
        )
        await self._tab.goto(f"{url}/{dashboard.PATH}/0")
        await self._until_idle()

    async def number_as_doors_do(self) -> None:
        """Have the browser be one to which a door can send by itself."""
        await self._tab.evaluate("() => { door.renumbers = true; }")

    async def ring(self) -> float:
        """Ring; return the seconds from the vendor's push until the card is in front of the page."""
        await self._tab.evaluate("() => { window.came = door.cameToFront(); }")
        pushed_at = await self._account.pushed_at(await self._account.ring())
        return float(await self._tab.evaluate("() => window.came")) / 1000 - pushed_at

    async def answer(self) -> float:
        """Answer; return the seconds until the first frame is seen."""
        return float(await self._tab.evaluate("() => door.answer()")) / 1000

    async def come_from_a_notification(self) -> None:
        """Open the dashboard as its button *Answer* does; the card answers."""
        url = self._account.home_assistant.url
        await self._tab.goto(f"{url}/{dashboard.PATH}?latchkey-answer={CAMERA}")
        await self._tab.evaluate("() => door.part('.talk ~ .reject').then(() => null)")

    async def press(self, button: str) -> None:
        """Press a button."""
        await self._tab.evaluate("selector => door.press(selector)", button)

    async def hang_up(self) -> None:
        """Hang up, and wait until nobody is connected to a unit, and the card is back at its place."""
        await self.press(".talk ~ .reject")
        await eventually(self._account.live_sessions, 0)
        await self._until_idle()

    async def sees(self) -> bool:
        """Return whether pictures come in, and are decoded."""
        return bool((await self._received())["frames"] >= FRAMES)

    async def hears(self) -> bool:
        """Return whether sound comes in that is not silence."""
        return bool((await self._received())["energy"] > 0)

    async def _until_idle(self) -> None:
        await self._tab.evaluate("() => door.part('.layer:not([open]) .watch').then(() => null)")

    async def _received(self) -> Any:
        return await self._tab.evaluate("() => door.received()")
