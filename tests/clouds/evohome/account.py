"""A linked account, asked and told in the words of the model."""

from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.model import BinarySensor, Climate, Command, Device, Sensor, Snapshot
from custom_components.latchkey.clouds.model import WaterHeater as Heater
from tests.simulators.evohome import EvohomeSimulator


class LinkedAccount:
    """The account as the last answer showed it, and the vendor that it is at."""

    def __init__(self, cloud: EvohomeCloud, vendor: EvohomeSimulator, snapshot: Snapshot) -> None:
        self.cloud = cloud
        self.vendor = vendor
        self.snapshot = snapshot

    async def poll(self, *, discover: bool = False) -> Snapshot:
        """Ask the vendor how the account is now, and what no poll waits for."""
        self.snapshot = await self.cloud.async_fetch(discover=discover)
        return await self.read_schedules()

    async def read_schedules(self) -> Snapshot:
        """Ask the vendor for the schedules that were not read, as happens in the background."""
        if self.cloud._unread.is_set():
            self.cloud._unread.clear()
            await self.cloud._async_read_schedules()
            self.snapshot = await self.cloud._async_renew()
        return self.snapshot

    async def send(self, device: str, command: Command, key: str = "climate") -> None:
        """Have a feature carry out a command."""
        self.snapshot = await self.cloud.async_send(self.device(device).id, key, command)

    def device(self, name: str) -> Device:
        """Return the device of that name."""
        return next(device for device in self.snapshot.devices.values() if device.name == name)

    def climate(self, name: str) -> Climate:
        """Return the thermostat of a device."""
        feature = self.device(name).features["climate"]
        assert isinstance(feature, Climate)
        return feature

    def heater(self, name: str = "Hot water") -> Heater:
        """Return the water heater of a device."""
        feature = self.device(name).features["water_heater"]
        assert isinstance(feature, Heater)
        return feature

    def temperature(self, name: str) -> Sensor:
        """Return the temperature of a device."""
        feature = self.device(name).features["temperature"]
        assert isinstance(feature, Sensor)
        return feature

    def fault(self, name: str, key: str) -> BinarySensor:
        """Return whether a device has faults of a kind."""
        feature = self.device(name).features[key]
        assert isinstance(feature, BinarySensor)
        return feature
