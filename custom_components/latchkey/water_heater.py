"""Boilers of hot water."""

from typing import Any, override

from homeassistant.components.water_heater import (
    ATTR_OPERATION_MODE,
    STATE_OFF,
    STATE_ON,
    WaterHeaterEntity,
    WaterHeaterEntityFeature,
)
from homeassistant.const import ATTR_TEMPERATURE, PRECISION_TENTHS, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import (
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    WaterHeater,
)
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's boilers."""
    async_add_features(entry, async_add_entities, WaterHeater, LatchkeyWaterHeater)


class LatchkeyWaterHeater(LatchkeyEntity[WaterHeater], WaterHeaterEntity):
    """A boiler of hot water."""

    _attr_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_translation_key = "water_heater"

    @property
    @override
    def supported_features(self) -> WaterHeaterEntityFeature:
        """Return what it can do."""
        table = {
            WaterHeaterEntityFeature.OPERATION_MODE: self.feature.modes,
            WaterHeaterEntityFeature.ON_OFF: {STATE_ON, STATE_OFF} <= set(self.feature.modes)
            if self.feature.has_power is None
            else self.feature.has_power,
            WaterHeaterEntityFeature.TARGET_TEMPERATURE: self.feature.has_target_temperature,
            WaterHeaterEntityFeature.AWAY_MODE: self.feature.has_away,
        }
        features = WaterHeaterEntityFeature(0)
        for feature, present in table.items():
            if present:
                features |= feature
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
    def precision(self) -> float:
        """Return the smallest difference of temperatures that is shown."""
        return PRECISION_TENTHS if self.feature.has_fractions else super().precision

    @property
    @override
    def current_temperature(self) -> float | None:
        """Return how hot the water is."""
        return self.feature.current_temperature

    @property
    @override
    def target_temperature(self) -> float | None:
        """Return how hot it shall be."""
        return self.feature.target_temperature

    @property
    @override
    def target_temperature_low(self) -> float | None:
        """Return how hot it shall be at least."""
        return self.feature.target_temperature_low

    @property
    @override
    def target_temperature_high(self) -> float | None:
        """Return how hot it shall be at most."""
        return self.feature.target_temperature_high

    @property
    @override
    def min_temp(self) -> float:
        """Return the lowest temperature that it takes."""
        minimum = self.feature.min_temperature
        return super().min_temp if minimum is None else minimum

    @property
    @override
    def max_temp(self) -> float:
        """Return the highest temperature that it takes."""
        maximum = self.feature.max_temperature
        return super().max_temp if maximum is None else maximum

    @property
    @override
    def target_temperature_step(self) -> float | None:
        """Return the smallest change of a temperature."""
        return self.feature.temperature_step

    @property
    @override
    def is_away_mode_on(self) -> bool | None:
        """Return whether it knows that its people are away."""
        return self.feature.away

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set how hot it shall be, and the mode where one is given with it."""
        await self.async_send(SetWaterTemperature(kwargs[ATTR_TEMPERATURE], kwargs.get(ATTR_OPERATION_MODE)))

    @override
    async def async_turn_away_mode_on(self) -> None:
        """Tell it that its people are away."""
        await self.async_send(SetWaterHeaterAway(away=True))

    @override
    async def async_turn_away_mode_off(self) -> None:
        """Tell it that its people are back."""
        await self.async_send(SetWaterHeaterAway(away=False))

    @override
    async def async_set_operation_mode(self, operation_mode: str) -> None:
        """Choose its mode."""
        await self.async_send(SetWaterHeater(operation_mode))

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        has_power = self.feature.has_power
        await self.async_send(SetWaterHeaterPower(on=True) if has_power else SetWaterHeater(STATE_ON))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        has_power = self.feature.has_power
        await self.async_send(SetWaterHeaterPower(on=False) if has_power else SetWaterHeater(STATE_OFF))
