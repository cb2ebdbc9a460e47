"""The coordinator: its data are the library's models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, override

import aiohttp
from aioafero.device import AferoDevice, convert_state
from aioafero.errors import AferoError
from aioafero.v1 import AferoBridgeV1
from aioafero.v1.models import Device, Light
from aioafero.v1.v1_const import AFERO_CLIENTS, AFERO_GENERICS
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .const import DOMAIN, LOGGER

POLL_INTERVAL: Final = timedelta(seconds=30)
_DEVICE: Final = "metadevice.device"

type HubspaceConfigEntry = ConfigEntry[HubspaceCoordinator]


@dataclass
class HubspaceData:
    """The library's models, by their ids."""

    devices: dict[str, Device]
    lights: dict[str, Light]


class HubspaceCoordinator(DataUpdateCoordinator[HubspaceData]):
    """Asks for all devices at once, and has the library parse what is answered."""

    config_entry: HubspaceConfigEntry

    def __init__(self, hass: HomeAssistant, entry: HubspaceConfigEntry, bridge: AferoBridgeV1) -> None:
        """Take the library's bridge."""
        super().__init__(hass, LOGGER, config_entry=entry, name=DOMAIN, update_interval=POLL_INTERVAL)
        self.bridge: Any = bridge  # The library does not say what controllers it has as attributes.
        self._devices: dict[str, AferoDevice] = {}

    @override
    async def _async_setup(self) -> None:
        """Read whose account it is, and have the library know how devices are split."""
        await self.bridge.get_account_id()
        for controller in (self.bridge.devices, self.bridge.lights):
            await controller.initialize()

    @override
    async def _async_update_data(self) -> HubspaceData:
        """Read what there is the first time, then how it is."""
        try:
            if self._devices:
                await self._update(await self._fetch("state"))
            else:
                await self._discover(await self.bridge.fetch_discovery_data())
        except (AferoError, aiohttp.ClientError) as error:
            raise UpdateFailed(str(error)) from error
        bridge = self.bridge
        return HubspaceData(
            devices={device.id: device for device in bridge.devices},
            lights={light.id: light for light in bridge.lights},
        )

    async def _fetch(self, expansions: str) -> list[dict[str, Any]]:
        """Ask as the library's `fetch_discovery_data` does, for less."""
        path = AFERO_GENERICS["API_DEVICE_ENDPOINT"].format(self.bridge.account_id)
        response = await self.bridge.request(
            "get",
            self.bridge.generate_api_url(path),
            headers={"host": AFERO_CLIENTS["hubspace"]["API_DATA_HOST"]},
            params={"expansions": expansions},
        )
        response.raise_for_status()
        answer: list[dict[str, Any]] = await response.json()
        return answer

    async def _discover(self, answer: list[dict[str, Any]]) -> None:
        """Have the library make its models of a full answer."""
        devices = await self.bridge.events.generate_devices_from_data(answer)
        self._devices = {device.id: device for device in devices}
        for parent in self.bridge.devices.get_filtered_devices(devices):
            await self.bridge.devices.initialize_elem(parent)
        for device in self._lights(devices):
            await self.bridge.lights.initialize_elem(device)

    async def _update(self, answer: list[dict[str, Any]]) -> None:
        """Have the library bring its models up to date, as it does when it polls by itself."""
        changed = []
        for item in answer:
            device = self._devices.get(item["id"])
            if item["typeId"] == _DEVICE and device is not None:
                device.states = [convert_state(state) for state in item["state"]["values"]]
                changed.append(device)
        devices = await self.bridge.events.split_devices(changed)
        for device in devices:
            if device.id in self.bridge.devices:
                await self.bridge.devices.update_elem(device)
        for device in self._lights(devices):
            await self.bridge.lights.update_elem(device)

    def _lights(self, devices: Iterable[AferoDevice]) -> Iterable[AferoDevice]:
        return (device for device in devices if device.device_class == "light")
