"""As many entities as lamps of Hubspace have, with all that Home Assistant asks for and nothing behind."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.components.light import ColorMode, LightEntity
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import SIGNAL_STRENGTH_DECIBELS_MILLIWATT, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from pytest_homeassistant_custom_component.common import MockPlatform

DOMAIN: Final = "bare"


class BareEntity(Entity):
    """Something of a device: a unique id, a device, a state."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, number: int) -> None:
        """Take which device it is of."""
        self._attr_unique_id = f"{number}-{type(self).__name__}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, str(number))},
            name=f"Light {number}",
            manufacturer="Commercial Electric",
            model="LCN3002LM-01 WH",
        )


class BareLight(BareEntity, LightEntity):
    """A lamp that is off."""

    _attr_name = None
    _attr_color_mode = ColorMode.COLOR_TEMP
    _attr_is_on = False
    _attr_min_color_temp_kelvin = 2700
    _attr_max_color_temp_kelvin = 5000

    def __init__(self, number: int) -> None:
        """Take which device it is of."""
        super().__init__(number)
        self._attr_supported_color_modes = {ColorMode.COLOR_TEMP}


class BareConnection(BareEntity, BinarySensorEntity):
    """Whether a device is reached."""

    _attr_name = "Connection"
    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_is_on = True


class BareSignalStrength(BareEntity, SensorEntity):
    """How well a device hears its network."""

    _attr_name = "Signal strength"
    _attr_device_class = SensorDeviceClass.SIGNAL_STRENGTH
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_native_unit_of_measurement = SIGNAL_STRENGTH_DECIBELS_MILLIWATT
    _attr_native_value = -50
    _attr_state_class = SensorStateClass.MEASUREMENT


def _platform(make: Callable[[int], Entity]) -> MockPlatform:
    async def async_setup_entry(
        hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
    ) -> None:
        async_add_entities(make(number) for number in range(1, entry.data["devices"] + 1))

    return MockPlatform(async_setup_entry=async_setup_entry)


PLATFORMS: Final = {
    "binary_sensor": _platform(BareConnection),
    "light": _platform(BareLight),
    "sensor": _platform(BareSignalStrength),
}


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Have all of them added, those of a platform at once."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Take them away."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
