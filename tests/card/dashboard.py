"""A page that shows the card as a dashboard does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

from playwright.async_api import Browser, CDPSession, Locator, Page, Route, ViewportSize

from custom_components import latchkey

from ..simulators.bticino.scene import Scene

HERE: Final = Path(__file__).parent
CARD: Final = Path(latchkey.__file__).parent / "dashboard" / "latchkey-door.js"
MILLISECONDS: Final = 10_000
"""How long what is expected may take, on a machine that is busy."""

DOOR: Final = "camera.strada"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How the page is visited."""

    language: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    scheme: Literal["http", "https"] = "https"
    theme: Literal["light", "dark"] = "light"
    width: int = 1000
    height: int = 900
    motion: Literal["no-preference", "reduce"] = "no-preference"
    zone: str = "Europe/Rome"
    script: str = ""
    """What is run before anything else: a browser that lacks something."""


class Finger:
    """What touches the screen."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    async def point(self, kind: Literal["touchStart", "touchMove"], x: float, y: float) -> None:
        """Touch a place, or move there."""
        await self._session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        )


class Dashboard:
    """The page, the Home Assistant that is played there, and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    async def run(self, script: str, argument: Any = None) -> Any:
        """Run a script on the page, where `home` is the Home Assistant that is played."""
        return await self.page.evaluate(script, argument)

    async def show(self, **config: Any) -> Locator:
        """Add a card, and return it."""
        await self.run("config => void home.show(config)", {"entity": DOOR, **config})
        cards = self.page.locator("latchkey-door")
        return cards.nth(await cards.count() - 1)

    async def ring(self, *, on: bool = True) -> None:
        """Let somebody ring, or ring no more."""
        await self.run("on => home.ring(on)", on)

    async def refuse(self, name: str, **error: Any) -> None:
        """Let Home Assistant refuse something."""
        await self.run("([name, error]) => { home.refusals[name] = error }", [name, error])

    async def called(self, name: str) -> list[Any]:
        """Return what was asked for under a name: of which entity, and how."""
        return [rest for first, *rest in await self.run("() => home.called") if first == name]

    async def until(self, script: str, argument: Any = None) -> None:
        """Wait until something holds on the page."""
        await self.page.wait_for_function(script, arg=argument, timeout=MILLISECONDS)

    async def until_seen(self) -> None:
        """Wait until the last card shows what the door sees."""
        await self.until("() => [...home.cards].at(-1).shadowRoot.querySelector('video').videoWidth > 0")

    async def until_closed(self) -> None:
        """Wait until no connection is open, of a card or at a door."""
        await self.until("() => home.open.every((open) => open === 0)")

    @property
    def state(self) -> Locator:
        """Return what is said at the top."""
        return self.page.locator(".state")

    @property
    def message(self) -> Locator:
        """Return the sentence that is told."""
        return self.page.get_by_role("status")

    def button(self, name: str) -> Locator:
        """Return the button of that name."""
        return self.page.get_by_role("button", name=name)

    async def hold(self, button: Locator) -> None:
        """Press the mouse on a button, and keep it pressed."""
        await button.hover()
        await self.page.mouse.down()

    async def touch(self, button: Locator) -> Finger:
        """Put a finger on a button, and leave it there."""
        box = await button.bounding_box()
        assert box is not None
        finger = Finger(await self.page.context.new_cdp_session(self.page))
        await finger.point("touchStart", box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return finger

    async def let_go(self) -> None:
        """Press the mouse no more."""
        await self.page.mouse.up()


@asynccontextmanager
async def open_dashboard(browser: Browser, visit: Visit) -> AsyncIterator[Dashboard]:
    """Open a page without a card; nothing on it may go wrong."""
    context = await browser.new_context(
        viewport=ViewportSize(width=visit.width, height=visit.height),
        color_scheme=visit.theme,
        locale=visit.language,
        timezone_id=visit.zone,
        reduced_motion=visit.motion,
        has_touch=True,
    )
    context.set_default_timeout(MILLISECONDS)
    page = await context.new_page()
    if visit.script:
        await page.add_init_script(visit.script)
    dashboard = Dashboard(page)

    async def serve(route: Route) -> None:
        await _serve(route, visit)

    await context.route("**", serve)
    await page.goto(f"{visit.scheme}://home.example.com/")
    yield dashboard
    await context.close()
    assert not dashboard.wrong, dashboard.wrong


async def _serve(route: Route, visit: Visit) -> None:
    """Serve the card, the page, and pictures of who rang; there is nothing else in the world."""
    path = route.request.url.removeprefix(f"{visit.scheme}://home.example.com").partition("?")[0]
    match path:
        case "/":
            page = (HERE / "page.html").read_text()
            page = page.replace("LANGUAGE", visit.language).replace("DIRECTION", visit.direction)
            await route.fulfill(body=page, content_type="text/html")
        case "/latchkey-door.js":
            await route.fulfill(body=CARD.read_text(), content_type="text/javascript")
        case "/home.js":
            await route.fulfill(body=(HERE / "home.js").read_text(), content_type="text/javascript")
        case _ if path.endswith(".jpg") or path.startswith("/api/camera_proxy/"):
            await route.fulfill(body=_picture(), content_type="image/jpeg")
        case _:
            await route.abort()


@cache
def _picture() -> bytes:
    data = BytesIO()
    Scene("Strada").at(1_796_029_920).save(data, "JPEG")
    return data.getvalue()
