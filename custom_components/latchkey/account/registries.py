"""Brings the registries up to date with what is shown, one snapshot after the other."""

from ..clouds.model import Snapshot
from .devices import DeviceKeeper
from .work import Work


class Registries:
    """What the registries know of one account."""

    def __init__(self, devices: DeviceKeeper, work: Work, *, keeps_features: bool) -> None:
        """Take who keeps devices, and whether entities stay of features that are listed no more."""
        self._devices = devices
        self._work = work
        self._keeps_features = keeps_features
        self._followed = Snapshot(devices={})

    async def async_follow(self, shown: Snapshot) -> None:
        """Add devices that are new, and bring others up to date."""
        async with self._work.turn:
            await self._devices.async_follow(self._followed, shown)
            self._followed = shown

    async def async_settle(self, shown: Snapshot) -> None:
        """Follow all that there is: what is not listed for long is gone, what a person hid is at once."""
        await self.async_follow(shown)
        async with self._work.turn:
            await self._devices.async_remove_stale(shown)
            if not self._keeps_features:
                await self._devices.async_remove_stale_entities(shown)
