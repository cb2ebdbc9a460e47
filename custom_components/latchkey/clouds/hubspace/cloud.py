"""An account at Hubspace."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import batched
from time import monotonic
from typing import Any, Final, override

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..base import Account, Cloud, CommandRefused
from ..model import Command, JsonValue, Snapshot
from . import commands
from .bridge import Bridge
from .home import Home
from .metadevice import Function

DISCOVERY_INTERVAL: Final = 60 * 60.0
VERSION_INTERVAL: Final = 6 * 60 * 60.0
VERSION_TIMEOUT: Final = 10.0
"""Seconds that a discovery may spend on firmware; what it does not reach is for the next one."""

VERSIONS_AT_A_TIME: Final = 4
MAX_VALUES: Final = 100


class HubspaceCloud(Cloud):
    """One account at Hubspace, through the models and controllers of aioafero."""

    def __init__(self, session: TokenSession) -> None:
        """Take the session that every request of this account goes through."""
        super().__init__(session)
        self._home = Home()
        self._bridge = Bridge(session, self._home.answer)
        self._discovered_at = -math.inf
        self._versions_read_at: dict[str, float] = {}

    @override
    async def async_identify(self) -> Account:
        """Return who the account is (`users/me`); see `Cloud.async_identify`."""
        return await self._bridge.async_identify()

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices, with one request unless others appear or go; see `Cloud.async_fetch`."""
        is_due = monotonic() >= self._discovered_at + DISCOVERY_INTERVAL
        if discover or is_due or not self._home.update(await self._bridge.async_metadevices("state")):
            await self._async_discover()
        return await self._home.async_snapshot(self._bridge)

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command; see `Cloud.async_send`."""
        await commands.async_send(self._bridge, self._home.part(device_id, feature_key), command)
        return await self._home.async_snapshot(self._bridge)

    @override
    async def async_send_state(self, device_id: str, values: Sequence[Mapping[str, JsonValue]]) -> Snapshot:
        """Set functionClass, functionInstance and value of each; see `Cloud.async_send_state`."""
        allotted = self._home.allot(device_id, _parse_values(values))
        for metadevice_id, states in allotted.items():
            await self._bridge.async_put(metadevice_id, states)
        return await self._home.async_snapshot(self._bridge)

    async def _async_discover(self) -> None:
        """Read anew which devices there are, and at times their firmware."""
        answer = await self._bridge.async_metadevices("state,capabilities,semantics")
        for metadevice_id in self._home.discover(answer):
            self._bridge.forget(metadevice_id)
        self._discovered_at = monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(VERSION_TIMEOUT):
                await self._async_read_versions()

    async def _async_read_versions(self) -> None:
        """Read the firmware of devices that were not asked for hours, a few at a time."""
        oldest = monotonic() - VERSION_INTERVAL
        due = [
            device_id
            for device_id in sorted(self._home.device_ids)
            if self._versions_read_at.get(device_id, -math.inf) <= oldest
        ]
        for device_ids in batched(due, VERSIONS_AT_A_TIME, strict=False):
            await asyncio.gather(*map(self._async_read_version, device_ids))

    async def _async_read_version(self, device_id: str) -> None:
        """Read the firmware of a device; it is no loss where that fails."""
        self._versions_read_at[device_id] = monotonic()
        with suppress(TemporaryError):
            self._home.versions[device_id] = await self._bridge.async_version(device_id)


def _parse_values(values: Sequence[Mapping[str, JsonValue]]) -> dict[Function, Any]:
    """Return raw values by their functions; raises CommandRefused where they are not the vendor's form."""
    parsed: dict[Function, Any] = {}
    for value in values[:MAX_VALUES]:
        function_class, instance = value.get("functionClass"), value.get("functionInstance")
        if (
            not isinstance(function_class, str)
            or not isinstance(instance, str | None)
            or "value" not in value
        ):
            raise CommandRefused("refused")
        parsed[function_class, instance] = value["value"]
    return parsed
