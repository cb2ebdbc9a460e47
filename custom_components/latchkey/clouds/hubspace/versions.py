"""The firmware of devices, read in the background: nothing that is shown waits for it."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final, Never

from ...auth.errors import TemporaryError
from ..capabilities import Listener
from .bridge import Bridge
from .home import Home

PAUSE: Final = 1.0
"""Seconds after a discovery in which what somebody waits for goes first: entities are added, push begins."""

VERSION_INTERVAL: Final = 24 * 60 * 60.0
VERSIONS_AT_A_TIME: Final = 30
"""Devices that are asked for after a discovery; the others of a large home are for the next one."""


class Versions:
    """Which firmware the devices of a home run."""

    def __init__(self, bridge: Bridge, home: Home, is_reached: Callable[[], bool]) -> None:
        """Take the way to the vendor, the home that holds what is read, and whether polls are answered."""
        self._bridge = bridge
        self._home = home
        self._is_reached = is_reached
        self._asked_at: dict[str, float] = {}
        self._discovered = asyncio.Event()

    def discovered(self) -> None:
        """Take that it was read which devices there are."""
        self._discovered.set()

    async def async_run(self, listener: Listener) -> Never:
        """Read and tell what is not known of today, after each discovery. Raises RefreshTokenRejected."""
        while True:
            await self._discovered.wait()
            self._discovered.clear()
            await asyncio.sleep(PAUSE)
            before = dict(self._home.versions)
            await self.async_read()
            # Whoever is told anything takes the vendor for reached. The next poll tells it in any case.
            if self._home.versions != before and self._is_reached():
                listener.changed(await self._home.async_snapshot(self._bridge), None)

    async def async_read(self) -> None:
        """Read the firmware of the devices that it is due of; it is no loss where that fails."""
        for device_id in self._due():
            self._asked_at[device_id] = monotonic()
            with suppress(TemporaryError):
                self._home.tell_version(device_id, await self._bridge.async_version(device_id))

    def _due(self) -> list[str]:
        """Return the devices whose firmware is not known of today, those that were asked last the last."""
        asked = {key: self._asked_at.get(key, -math.inf) for key in self._home.device_ids}
        self._asked_at = asked
        oldest = monotonic() - VERSION_INTERVAL
        due = [key for key in sorted(asked) if key not in self._home.versions or asked[key] <= oldest]
        return sorted(due, key=asked.__getitem__)[:VERSIONS_AT_A_TIME]
