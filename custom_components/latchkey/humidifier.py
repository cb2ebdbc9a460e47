"""Humidifiers and dehumidifiers."""

from typing import Any, override

from homeassistant.components.humidifier import (
    HumidifierAction,
    HumidifierDeviceClass,
    HumidifierEntity,
    HumidifierEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Humidifier, SetHumidifier
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's humidifiers and dehumidifiers."""
    async_add_features(entry, async_add_entities, Humidifier, LatchkeyHumidifier)


class LatchkeyHumidifier(LatchkeyEntity[Humidifier], HumidifierEntity):
    """A humidifier or a dehumidifier."""

    _attr_translation_key = "humidifier"

    @property
    @override
    def supported_features(self) -> HumidifierEntityFeature:
        """Return what it can do beside being on."""
        return HumidifierEntityFeature.MODES if self.feature.modes else HumidifierEntityFeature(0)

    @property
    @override
    def device_class(self) -> HumidifierDeviceClass | None:
        """Return whether it makes the air damp or dry."""
        return try_parse_enum(HumidifierDeviceClass, self.feature.device_class)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.feature.on

    @property
    @override
    def action(self) -> HumidifierAction | None:
        """Return what it does while it is on."""
        return try_parse_enum(HumidifierAction, self.feature.action)

    @property
    @override
    def mode(self) -> str | None:
        """Return its mode."""
        return self.feature.mode

    @property
    @override
    def available_modes(self) -> list[str]:
        """Return its modes."""
        return list(self.feature.modes)

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return how damp the air is, in percent."""
        return self.feature.current_humidity

    @property
    @override
    def target_humidity(self) -> float | None:
        """Return how damp the air shall be, in percent."""
        return self.feature.target_humidity

    @property
    @override
    def min_humidity(self) -> float:
        """Return the least that it can be set to, in percent."""
        minimum = self.feature.min_humidity
        return super().min_humidity if minimum is None else minimum

    @property
    @override
    def max_humidity(self) -> float:
        """Return the most that it can be set to, in percent."""
        maximum = self.feature.max_humidity
        return super().max_humidity if maximum is None else maximum

    @property
    @override
    def target_humidity_step(self) -> float | None:
        """Return the smallest change of its target."""
        return self.feature.humidity_step

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        await self.async_send(SetHumidifier(on=True))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_send(SetHumidifier(on=False))

    @override
    async def async_set_humidity(self, humidity: int) -> None:
        """Set how damp the air shall be, in percent."""
        await self.async_send(SetHumidifier(target_humidity=humidity))

    @override
    async def async_set_mode(self, mode: str) -> None:
        """Choose its mode."""
        self.check_choice(mode, self.available_modes)
        await self.async_send(SetHumidifier(mode=mode))
