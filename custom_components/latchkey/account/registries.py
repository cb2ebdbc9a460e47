"""Brings the registries up to date with what is shown, one snapshot after the other."""

from ..clouds.model import Snapshot, has_same_features
from .devices import DeviceKeeper
from .rooms import Rooms
from .work import Work


class Registries:
    """What the registries know of one account."""

    def __init__(self, devices: DeviceKeeper, rooms: Rooms, work: Work, *, keeps_features: bool) -> None:
        """Take who keeps devices and rooms, and whether entities stay of features that are listed no more."""
        self._devices = devices
        self._rooms = rooms
        self._work = work
        self._keeps_features = keeps_features
        self._followed = Snapshot(devices={}, places=rooms.names)
        self._settled = Snapshot(devices={})

    async def async_follow(self, shown: Snapshot) -> None:
        """Add devices that are new, and bring others up to date."""
        async with self._work.turn:
            if shown is self._followed:
                return
            await self._devices.async_follow(self._followed, shown)
            if shown.places != self._followed.places:
                self._rooms.note(shown.places)
            self._followed = shown

    async def async_settle(self, shown: Snapshot) -> bool:
        """Follow all that there is: what is not listed for long is gone, what a person hid is at once.

        Return whether anything that was missing is gone for good.
        """
        await self.async_follow(shown)
        async with self._work.turn:
            missing, before, self._settled = self._devices.missing, self._settled, shown
            if missing or (shown.devices.keys(), shown.unchosen) != (before.devices.keys(), before.unchosen):
                await self._devices.async_remove_stale(shown)
            if not self._keeps_features and not has_same_features(before, shown):
                await self._devices.async_remove_stale_entities(shown)
            return not missing <= self._devices.missing
