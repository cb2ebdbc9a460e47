"""An account at Hubspace."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, Final, override

from ...auth.session import TokenSession
from ..allowed import Sieve
from ..base import Account, Cloud, CommandRefused
from ..capabilities import HasPredecessor, Listener, Pushing, TakesRawStates
from ..model import Command, JsonValue, Snapshot
from ..predecessor import Counterpart, MissingReason, OldEntity
from ..pushes import Pushes
from ..settings import Settings
from . import commands, raw_words
from .bridge import Bridge
from .home import Home
from .metadevice import Function, Version
from .predecessor import find_counterpart
from .push import POLL_INTERVAL, Push
from .versions import Versions

DISCOVERY_INTERVAL: Final = 60 * 60.0
MAX_VALUES: Final = 100


class HubspaceCloud(Cloud, Pushing, TakesRawStates, HasPredecessor):
    """One account at Hubspace, through the models and controllers of aioafero."""

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through; see `Cloud`."""
        super().__init__(session, settings)
        versions = {key: Version(software=text) for key, text in settings.software_versions.items()}
        self._home = Home("°F" if settings.fahrenheit else "°C", versions)
        self._bridge = Bridge(session, self._home.answer, settings)
        self.pushes = Pushes(raw_words.PUSH)
        self._push = Push(session, self._bridge, self._home, self.pushes, self._async_fetch_anew)
        self._versions = Versions(self._bridge, self._home, lambda: self._is_reached)
        self._fetching = asyncio.Lock()
        self._is_reached = False
        self._discovered_at = -math.inf

    @override
    async def async_identify(self) -> Account:
        """Return who the account is (`users/me`); see `Cloud.async_identify`."""
        return await self._bridge.async_identify()

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices, with one request unless others appear or go; see `Cloud.async_fetch`."""
        async with self._fetching:  # An answer must not be taken after a newer one.
            self._is_reached = False
            await self._async_read(discover=discover)
            self._is_reached = True
        return await self._home.async_snapshot(self._bridge)

    @property
    @override
    def poll_interval(self) -> float | None:
        """Few polls are enough while the vendor pushes what changes; see `Pushing.poll_interval`."""
        return POLL_INTERVAL if self._is_reached and self._push.is_trusted else None

    @override
    async def async_listen(self, listener: Listener) -> None:
        """Tell what is pushed, and what is read in the background; see `Pushing.async_listen`."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._push.async_run(listener))
                tasks.create_task(self._versions.async_run(listener))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command; see `Cloud.async_send`."""
        await commands.async_send(self._bridge, self._home.part(device_id, feature_key), command)
        return await self._home.async_snapshot(self._bridge)

    @override
    async def async_send_state(self, device_id: str, values: Sequence[Mapping[str, JsonValue]]) -> Snapshot:
        """Set functionClass, functionInstance and value of each; see `TakesRawStates.async_send_state`."""
        allotted = self._home.allot(device_id, _parse_values(values))
        for metadevice_id, states in allotted.items():
            await self._bridge.async_put(metadevice_id, states)
        return await self._home.async_snapshot(self._bridge)

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what Afero says now; see `Cloud.async_raw_words`."""
        return await raw_words.async_read(self._bridge, sieve)

    @override
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an entity of the HACS integration is here; see `HasPredecessor.counterpart`."""
        home = self._home
        return find_counterpart(old, home.devices, home.device_ids_by_metadevice, self._bridge.account_name)

    async def _async_fetch_anew(self, discover: bool) -> Snapshot:
        """Return all devices, since something pushed does not say enough."""
        return await self.async_fetch(discover=discover)

    async def _async_read(self, *, discover: bool) -> None:
        """Read how all is, or also what there is where that is due or has changed."""
        is_due = monotonic() >= self._discovered_at + DISCOVERY_INTERVAL
        if discover or is_due or not await self._async_poll():
            await self._async_discover()
        self._push.polled(self._home.take_found())

    async def _async_poll(self) -> bool:
        """Read how all is; return whether there is what there was."""
        since = self._home.moment
        return await self._home.async_update(await self._bridge.async_metadevices("state"), since)

    async def _async_discover(self) -> None:
        """Read anew which devices there are."""
        since = self._home.moment
        answer = await self._bridge.async_metadevices("state,capabilities,semantics")
        for metadevice_id in await self._home.async_discover(answer, since):
            self._bridge.forget(metadevice_id)
        self._discovered_at = monotonic()
        self._versions.discovered()


def _parse_values(values: Sequence[Mapping[str, JsonValue]]) -> dict[Function, Any]:
    """Return raw values by their functions; raises CommandRefused where they are not the vendor's form."""
    parsed: dict[Function, Any] = {}
    if len(values) > MAX_VALUES:
        raise CommandRefused("refused")
    for value in values:
        function_class, instance = value.get("functionClass"), value.get("functionInstance")
        if (
            not isinstance(function_class, str)
            or not isinstance(instance, str | None)
            or "value" not in value
        ):
            raise CommandRefused("refused")
        parsed[function_class, instance] = value["value"]
    return parsed
