"""What the browser complains about: errors on the console, scripts that fail, requests that go elsewhere."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Page, Request

ALLOWED: Final = (
    # Icons of other integrations come from a host that nobody reaches here; Latchkey brings its own.
    ("/api/brands/", "Failed to load resource"),
)


class Complaints:
    """Listens to a page, and says what it complains about."""

    def __init__(self, page: Page, url: str, found: Callable[[str], None]) -> None:
        self._host = urlsplit(url).netloc
        self._found = found
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: found(f"a script failed: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or _is_allowed(message):
            return
        self._found(f"an error on the console: {message.text} ({message.location['url']})")

    def _on_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.netloc != self._host:
            self._found(f"a request to another host: {request.url}")


def _is_allowed(message: ConsoleMessage) -> bool:
    """Return whether Home Assistant's own page is the reason."""
    return any(path in message.location["url"] and text in message.text for path, text in ALLOWED)
