"""Lamps."""

from typing import Any, override

from aioafero.v1.models import Light
from homeassistant.components.light import ATTR_BRIGHTNESS, ATTR_COLOR_TEMP_KELVIN, ColorMode, LightEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import HubspaceConfigEntry, HubspaceCoordinator
from .entity import HubspaceEntity

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: HubspaceConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the lamps."""
    coordinator = entry.runtime_data
    async_add_entities(HubspaceLight(coordinator, light) for light in coordinator.data.lights.values())


class HubspaceLight(HubspaceEntity, LightEntity):
    """A lamp with colour temperatures."""

    _attr_name = None
    _attr_color_mode = ColorMode.COLOR_TEMP

    def __init__(self, coordinator: HubspaceCoordinator, light: Light) -> None:
        """Take what it can."""
        assert light.color_temperature is not None
        self._attr_min_color_temp_kelvin = min(light.color_temperature.supported)
        self._attr_max_color_temp_kelvin = max(light.color_temperature.supported)
        self._attr_supported_color_modes = {ColorMode.COLOR_TEMP}
        super().__init__(coordinator, "light", light.id, light.device_information)

    @property
    @override
    def available(self) -> bool:
        """Return whether the vendor answers and reaches the lamp."""
        return super().available and self._attr_available

    @override
    def _take(self) -> None:
        light = self.coordinator.data.lights[self._id]
        assert light.color_temperature is not None
        self._attr_available = light.available
        self._attr_is_on = light.is_on
        self._attr_brightness = round(light.brightness * 255 / 100)
        self._attr_color_temp_kelvin = light.color_temperature.temperature

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        brightness = kwargs.get(ATTR_BRIGHTNESS)
        await self.coordinator.bridge.lights.set_state(
            self._id,
            on=True,
            brightness=None if brightness is None else round(brightness * 100 / 255),
            temperature=kwargs.get(ATTR_COLOR_TEMP_KELVIN),
        )
        await self.coordinator.async_request_refresh()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.coordinator.bridge.lights.set_state(self._id, on=False)
        await self.coordinator.async_request_refresh()
