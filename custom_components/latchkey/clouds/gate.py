"""Keeps an account's requests back while its vendor asks for a pause."""

import math
from time import monotonic

import aiohttp

from ..auth.errors import TemporaryError
from ..auth.http import MAX_PAUSE, retry_after


class VendorPaused(TemporaryError):
    """The vendor asks for a pause, and nothing is sent before it is over; see `retry_after`."""

    cause = "too_many_requests"


class Gate:
    """One for all requests of an account: polls, commands and what opens its push."""

    def __init__(self) -> None:
        """Let everything pass."""
        self._until = -math.inf

    def check(self) -> None:
        """Raise VendorPaused where a request would come too early."""
        wait = self._until - monotonic()
        if wait > 0:
            raise VendorPaused("the vendor asks for a pause", wait)

    def heed(self, response: aiohttp.ClientResponse) -> None:
        """Raise VendorPaused where an answer asks for a pause (RFC 9110, section 10.2.3)."""
        pause = None if response.ok else retry_after(response)
        if pause:
            pause = min(pause, MAX_PAUSE)
            self._until = max(self._until, monotonic() + pause)
            raise VendorPaused(f"the vendor answered {response.status}", pause)
