"""Home Assistant's page, as its owner sees it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Locator, expect
from playwright.async_api import Page as BrowserPage

from ..demo import owner
from ..simulators.vendors import EMAIL
from .complaints import Complaints
from .looks import Look

SCRIPTS: Final = Path(__file__).parent
MILLISECONDS_TO_SETTLE: Final = 15_000
MILLISECONDS_TO_APPEAR: Final = 30_000
"""How long what is expected may take, on a machine that is busy."""

MOST_HEIGHT: Final = 3_000

ALLOWED: Final[dict[str, list[str]]] = {
    "untranslated": ["code"],  # A vendor's own word, which is shown as such.
    "cut": [
        # Their states are long; what is cut is the device's own name, which its owner chose.
        "hui-climate-entity-row",
        "hui-humidifier-entity-row",
        # The model's name, which the maker chose, in a list of devices.
        "ha-config-entry-device-row",
        # Twenty letters have room below a picture; a tooltip shows the rest.
        "ha-media-player-browse",
    ],
    "outside": [],
    # The title of an account is as long as its owner likes.
    "titles": [EMAIL],
}
"""The elements of Home Assistant's own page in which something is no fault of Latchkey, and the texts."""


class Page:
    """A page on which the owner is logged in, and what was found wrong with it."""

    def __init__(
        self,
        page: BrowserPage,
        url: str,
        folder: Path,
        looks: Sequence[Look],
        say: Callable[[str], None],
    ) -> None:
        self.page = page
        self.found: set[str] = set()
        """What is wrong, wherever it was seen."""
        self._url = url
        self._folder = folder
        self.looks = looks
        self._say = say
        self._shots = 0
        self._now = "before the first screenshot"
        Complaints(page, url, self._find)

    def _find(self, what: str) -> None:
        """Tell what is wrong, once."""
        if what not in self.found:
            self.found.add(what)
            self._say(f"FOUND   {what}\n        {self._now}")

    async def log_in(self) -> None:
        """Log in on the first page."""
        await self.page.goto(self._url)
        await self.page.locator("input[name=username]").fill(owner.USERNAME)
        await self.page.locator("input[name=password]").fill(owner.PASSWORD)
        await self.page.keyboard.press("Enter")
        await self._until_shown()

    async def go(self, path: str) -> None:
        """Go to a place within the page, as a link does."""
        await self.page.evaluate(
            """path => {
                history.pushState(null, "", path);
                window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: false } }));
            }""",
            path,
        )

    @asynccontextmanager
    async def more_info(self, entity_id: str) -> AsyncIterator[Locator]:
        """Open the dialog of an entity that is there, and close it at the end."""
        await self.page.wait_for_function(
            "entityId => document.querySelector('home-assistant').hass.states[entityId]", arg=entity_id
        )
        await self.page.evaluate(
            """entityId => document.querySelector("home-assistant").dispatchEvent(
                new CustomEvent("hass-more-info", { detail: { entityId } }))""",
            entity_id,
        )
        dialog = self.page.locator("ha-more-info-dialog")
        await expect(dialog.locator("ha-more-info-info")).to_be_visible()
        yield dialog
        await self.page.keyboard.press("Escape")
        await expect(dialog.locator("ha-more-info-info")).to_have_count(0)

    async def shoot(self, name: str) -> None:
        """Look at what is shown in all looks."""
        await self.shoot_as(name, *self.looks)

    async def shoot_as(self, name: str, *looks: Look) -> None:
        """Look at what is shown in these looks only."""
        self._shots += 1
        for look in looks:
            await self._look(name, look)
        await self._wear(self.looks[0])

    async def begin_anew(self) -> None:
        """Keep a picture of where a scenario failed, and leave that place."""
        self._shots += 1
        await self.page.screenshot(path=self._folder / f"{self._shots:03d}-failed.png")
        await self.page.goto(self._url)
        await self._until_shown()

    async def _until_shown(self) -> None:
        await self.page.locator("home-assistant-main").wait_for()
        await self.page.locator("#ha-launch-screen").wait_for(state="detached")

    async def _look(self, name: str, look: Look) -> None:
        """Keep a picture of all that is shown, and find what is wrong with it."""
        self._now = f"{self._shots:03d}-{name}-{look.name}"
        await self._wear(look)
        await self._heighten(look)
        await self.page.screenshot(path=self._folder / f"{self._now}.png", animations="disabled")
        for defect in await self._run("defects", ALLOWED):
            self._find(defect)

    async def _wear(self, look: Look) -> None:
        await self.page.mouse.move(0, 0)
        await self.page.set_viewport_size(look.viewport)
        await self.page.emulate_media(color_scheme=look.theme)
        if not await self._run("language", look.language):
            self._find(f"the page does not speak {look.language}")
        await self._settle()

    async def _heighten(self, look: Look) -> None:
        """Make the window so high that nothing is scrolled."""
        height = look.viewport["height"]
        while height < MOST_HEIGHT and (hidden := await self._run("hidden_height", None)):
            height = min(height + hidden, MOST_HEIGHT)
            await self.page.set_viewport_size({**look.viewport, "height": height})
            await self._settle()

    async def _settle(self) -> None:
        if not await self._run("settled", MILLISECONDS_TO_SETTLE):
            self._find("the page does not come to rest")

    async def _run(self, script: str, argument: Any) -> Any:
        return await self.page.evaluate((SCRIPTS / f"{script}.js").read_text(), argument)


async def open_page(
    browser: Browser, url: str, folder: Path, looks: Sequence[Look], say: Callable[[str], None]
) -> Page:
    """Return a page on which the owner is logged in."""
    context = await browser.new_context(
        viewport=looks[0].viewport,
        color_scheme=looks[0].theme,
        locale=looks[0].language,
        timezone_id="Europe/Rome",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    expect.set_options(timeout=MILLISECONDS_TO_APPEAR)
    page = Page(await context.new_page(), url, folder, looks, say)
    await page.log_in()
    return page
