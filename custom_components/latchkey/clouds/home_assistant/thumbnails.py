"""The pictures of what is browsed at another Home Assistant, under names that hold no key to them."""

import hashlib
from typing import Final

from yarl import URL

from ...auth.session import TokenSession
from ..base import CommandRefused
from ..model import Picture
from .pictures import MAX_ADDRESS, async_fetch

MAX_KNOWN: Final = 20_000
"""As many as two of the fullest folders have; the oldest are forgotten."""


class Thumbnails:
    """Fetches the pictures that the other side told of, and no others: who knows a name knows no address."""

    def __init__(self, session: TokenSession, url: str) -> None:
        """Take the session that bearers come from, and the address of the other side."""
        self._session = session
        self._url = url
        self._paths: dict[str, str] = {}

    def name(self, address: str) -> str | None:
        """Return the name by which a picture can be had from now on; None where it is not of the other side.

        Whatever host an address names, what is fetched is its path at the other side.
        """
        path = _read_path(address)
        if path is None:
            return None
        name = hashlib.sha256(path.encode()).hexdigest()[:32]
        self._paths.pop(name, None)
        self._paths[name] = path
        if len(self._paths) > MAX_KNOWN:
            del self._paths[next(iter(self._paths))]
        return name

    async def async_get(self, name: str) -> Picture:
        """Return a picture. Raises CommandRefused, RefreshTokenRejected or TemporaryError."""
        if name not in self._paths:
            raise CommandRefused("no_picture")
        return await async_fetch(self._session, f"{self._url}{self._paths[name]}")


def _read_path(address: str) -> str | None:
    """Return the path and query of an address of the API; None where it is another one."""
    if len(address) > MAX_ADDRESS:
        return None
    try:
        url = URL(address)
    except ValueError:
        return None
    is_plain = url.path.startswith("/api/") and not {".", ".."}.intersection(url.path.split("/"))
    return url.raw_path_qs if is_plain else None
