"""Boilers of hot water."""

from typing import Any, override

from homeassistant.components.water_heater import (
    STATE_OFF,
    STATE_ON,
    WaterHeaterEntity,
    WaterHeaterEntityFeature,
)
from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import SetWaterHeater, WaterHeater
from .coordinator import LatchkeyConfigEntry
from .entity import LatchkeyEntity, async_add_features

# One after the other: the mode that was chosen last is the one that stays.
PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's boilers."""
    async_add_features(entry, async_add_entities, WaterHeater, LatchkeyWaterHeater)


class LatchkeyWaterHeater(LatchkeyEntity[WaterHeater], WaterHeaterEntity):
    """A boiler that is on, off, or follows its schedule; how hot the water gets is set at the boiler."""

    _attr_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_translation_key = "water_heater"

    @property
    @override
    def supported_features(self) -> WaterHeaterEntityFeature:
        """Return what it can do."""
        features = WaterHeaterEntityFeature.OPERATION_MODE
        if {STATE_ON, STATE_OFF} <= set(self.feature.modes):
            features |= WaterHeaterEntityFeature.ON_OFF
        return features

    @property
    @override
    def current_operation(self) -> str | None:
        """Return its mode."""
        return self.feature.mode

    @property
    @override
    def operation_list(self) -> list[str]:
        """Return its modes."""
        return list(self.feature.modes)

    @property
    @override
    def current_temperature(self) -> float | None:
        """Return how hot the water is."""
        return self.feature.current_temperature

    @override
    async def async_set_operation_mode(self, operation_mode: str) -> None:
        """Choose its mode."""
        await self.async_send(SetWaterHeater(operation_mode))

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        await self.async_send(SetWaterHeater(STATE_ON))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_send(SetWaterHeater(STATE_OFF))
