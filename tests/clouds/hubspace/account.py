"""A linked home, asked and told in the words of the model."""

from typing import Any

from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.model import Command, Device, Feature, Snapshot
from tests.simulators.hubspace import HubspaceSimulator


class LinkedHome:
    """The home as the last answer showed it, and the vendor that it is at."""

    def __init__(self, cloud: HubspaceCloud, vendor: HubspaceSimulator, snapshot: Snapshot) -> None:
        self.cloud = cloud
        self.vendor = vendor
        self.snapshot = snapshot

    async def poll(self, *, discover: bool = False) -> Snapshot:
        """Ask the vendor how the home is now."""
        self.snapshot = await self.cloud.async_fetch(discover=discover)
        return self.snapshot

    async def read_firmware(self) -> Snapshot:
        """Ask the vendor for the firmware that is due, as happens in the background."""
        await self.cloud._versions.async_read()
        self.snapshot = await self.cloud._home.async_snapshot(self.cloud._bridge)
        return self.snapshot

    async def touch(self, name: str, function: str, value: Any, instance: str | None = None) -> None:
        """Change a device as a person does, and poll."""
        self.vendor.set_state(self.vendor.find(name).id, function, instance, value)
        await self.poll()

    async def send(
        self,
        device: str,
        command: Command,
        kind: type[Feature],
        label: str | None = None,
        index: str | None = None,
    ) -> None:
        """Have a feature carry out a command."""
        key = self.feature(device, kind, label, index).key
        self.snapshot = await self.cloud.async_send(self.device(device).id, key, command)

    def device(self, name: str) -> Device:
        """Return the device of that name."""
        return next(device for device in self.snapshot.devices.values() if device.name == name)

    def features[FeatureT: Feature](self, device: str, kind: type[FeatureT]) -> list[FeatureT]:
        """Return all features of a kind that a device has."""
        return [feature for feature in self.device(device).features.values() if isinstance(feature, kind)]

    def feature[FeatureT: Feature](
        self,
        device: str,
        kind: type[FeatureT],
        label: str | None = None,
        index: str | None = None,
        suffix: str | None = None,
    ) -> FeatureT:
        """Return the one feature of that kind and name."""
        (feature,) = (
            feature
            for feature in self.features(device, kind)
            if (feature.label, feature.index, feature.suffix) == (label, index, suffix)
        )
        return feature

    def labels(self, device: str, kind: type[Feature]) -> set[str | None]:
        """Return the labels of all features of a kind."""
        return {feature.label for feature in self.features(device, kind)}

    def state(self, name: str, function: str, instance: str | None = None) -> Any:
        """Return how a function is at the vendor."""
        return self.vendor.state(self.vendor.find(name).id, function, instance)
