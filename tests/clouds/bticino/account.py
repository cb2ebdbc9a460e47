"""A linked account, asked and told in the words of the model."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager, suppress

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.model import (
    BinarySensor,
    Call,
    Command,
    Device,
    Event,
    Feature,
    FeatureId,
    Sensor,
    Snapshot,
)
from tests.simulators.bticino import BticinoSimulator


class LinkedAccount:
    """The account as it was told last, and the vendor that it is at."""

    def __init__(self, cloud: BticinoCloud, vendor: BticinoSimulator) -> None:
        self.cloud = cloud
        self.vendor = vendor
        self.snapshot = Snapshot(devices={})
        self.events: list[tuple[str, str]] = []
        """What happened: the name of the external unit, and the type of the event."""
        self.calls: list[str] = []
        """The calls that the events belong to, in the same order."""
        self.renewals = 0
        """How often all of the account was told."""
        self._news = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Be told what is pushed."""
        before = self.renewals
        listening = asyncio.create_task(self.cloud.async_listen(self))
        await self.until(lambda: self.renewals > before)
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take what changed, as the coordinator does."""
        before, self.snapshot = self.snapshot, snapshot
        self.renewals += features is None
        for device in snapshot.devices.values():
            doorbell = device.features.get("doorbell")
            old = before.devices.get(device.id)
            known = old.features.get("doorbell") if old else None
            if not isinstance(doorbell, Event) or not isinstance(known, Event):
                continue
            if doorbell.fired_at != known.fired_at:
                assert features is None or (device.id, "doorbell") in features
                self.events.append((device.name, doorbell.event_type or ""))
                self.calls.append(str(doorbell.attributes["call_id"]))
        self._news.set()
        self._news = asyncio.Event()

    def paced(self) -> None:
        """Never be called: polls are as rare as ever."""
        raise AssertionError

    def lost(self, error: TemporaryError) -> None:
        """Never be called: polls go on."""
        raise AssertionError(error)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(10):
            while not holds():
                news = self._news
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await news.wait()

    async def until_happened(self, count: int) -> None:
        """Wait until so much has happened, and see that no more does."""
        await self.until(lambda: len(self.events) >= count)
        await asyncio.sleep(0.05)
        assert len(self.events) == count, self.events

    async def poll(self) -> Snapshot:
        """Ask the vendor how the account is now."""
        snapshot = await self.cloud.async_fetch()
        self.changed(snapshot, None)
        return snapshot

    async def send(self, device: str, command: Command, key: str = "lock") -> None:
        """Have a feature carry out a command."""
        self.changed(await self.cloud.async_send(self.device(device).id, key, command), None)

    def device(self, name: str) -> Device:
        """Return the device of that name."""
        return next(device for device in self.snapshot.devices.values() if device.name == name)

    def feature(self, name: str, key: str) -> Feature:
        """Return a feature of a device."""
        return self.device(name).features[key]

    def lock_state(self, name: str) -> str | None:
        """Return the state of a lock."""
        state: str | None = getattr(self.feature(name, "lock"), "state")  # noqa: B009
        return state

    def is_ringing(self, name: str) -> bool | None:
        """Return whether somebody rings at an external unit."""
        ringing = self.feature(name, "ringing")
        assert isinstance(ringing, BinarySensor)
        return ringing.on

    def reading(self, name: str, key: str) -> object:
        """Return what a sensor reads."""
        sensor = self.feature(name, key)
        assert isinstance(sensor, Sensor)
        return sensor.value

    def call(self, call_id: str) -> Call:
        """Return one of the last calls."""
        return next(call for call in self.snapshot.calls if call.id == call_id)

    def has_picture(self, call_id: str) -> bool:
        """Return whether there is a picture of a call."""
        return any(call.id == call_id and call.has_image for call in self.snapshot.calls)
