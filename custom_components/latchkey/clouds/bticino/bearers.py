"""The vendor's library with this project's session under it: no part of it can log in, none can log."""

import logging
from typing import Final, override

from pybticino import AuthHandler
from pybticino.const import PUSH_WS_URL
from yarl import URL

from ...auth.session import TokenSession

_SOCKETS: Final = URL(PUSH_WS_URL).host
"""Where all of the vendor's sockets are."""


class _Silence(logging.Filter):
    """Lets nothing pass."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the record: the library dumps what it sends and gets, tokens and signed addresses included.

        What goes wrong it raises as well.
        """
        return False


for _module in ("account", "auth", "const", "signaling", "websocket"):
    logging.getLogger(f"pybticino.{_module}").addFilter(_Silence())


class _Undumped(logging.Filter):
    """Lets nothing pass of what goes through the vendor's sockets, the tokens that open them included."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what the library below writes of these sockets; others may use it too."""
        request = getattr(getattr(record, "websocket", None), "request", None)
        return request is None or request.headers.get("Host") != _SOCKETS


logging.getLogger("websockets.client").addFilter(_Undumped())


class Bearers(AuthHandler):
    """What the library asks for bearers, instead of its own login and refresh."""

    def __init__(self, session: TokenSession) -> None:
        """Take the session that bearers come from."""
        super().__init__(username="", password="")
        self._tokens = session
        self._bearer = ""
        self._refused_fresh = ""

    @override
    async def get_access_token(self) -> str:
        """Return a bearer. Raises RefreshTokenRejected or TemporaryError."""
        self._bearer = await self._tokens.async_get_access_token()
        return self._bearer

    def refused(self) -> bool:
        """Take that the vendor refused the last bearer; return whether a fresh one is worth a try."""
        if self._bearer == self._refused_fresh:
            return False
        self._tokens.invalidate(self._bearer)
        return True

    def refused_again(self) -> None:
        """Take that the vendor refused a fresh bearer too: to buy more of them would not help."""
        self._refused_fresh = self._bearer
