"""Thermostats and air conditioners."""

from typing import Any, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    ClimateEntity,
    ClimateEntityFeature,
    HVACAction,
    HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, PRECISION_TENTHS
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Climate, SetClimate
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's thermostats and air conditioners."""
    async_add_features(entry, async_add_entities, Climate, LatchkeyClimate)


_ON_MODES = {HVACMode.HEAT_COOL, HVACMode.HEAT, HVACMode.COOL}
"""The modes that Home Assistant may turn on what does not know by itself what on is."""


def _features(climate: Climate) -> ClimateEntityFeature:
    """Return what a climate device can do."""
    has_off = HVACMode.OFF in climate.modes
    has_on = has_off and not _ON_MODES.isdisjoint(climate.modes)
    table = {
        ClimateEntityFeature.TARGET_TEMPERATURE: climate.has_target_temperature,
        ClimateEntityFeature.TARGET_TEMPERATURE_RANGE: climate.has_target_range,
        ClimateEntityFeature.FAN_MODE: climate.fan_modes,
        ClimateEntityFeature.SWING_MODE: climate.swing_modes,
        ClimateEntityFeature.SWING_HORIZONTAL_MODE: climate.horizontal_swing_modes,
        ClimateEntityFeature.TARGET_HUMIDITY: climate.has_target_humidity,
        ClimateEntityFeature.PRESET_MODE: climate.presets,
        ClimateEntityFeature.TURN_ON: has_on if climate.can_turn_on is None else climate.can_turn_on,
        ClimateEntityFeature.TURN_OFF: has_off if climate.can_turn_off is None else climate.can_turn_off,
    }
    features = ClimateEntityFeature(0)
    for feature, present in table.items():
        if present:
            features |= feature
    return features


class LatchkeyClimate(LatchkeyEntity[Climate], ClimateEntity):
    """A thermostat or an air conditioner."""

    _attr_translation_key = "climate"

    @property
    @override
    def supported_features(self) -> ClimateEntityFeature:
        """Return what it can do."""
        return _features(self.feature)

    @property
    @override
    def temperature_unit(self) -> str:
        """Return the unit of all of its temperatures."""
        return self.feature.temperature_unit

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        """Return its mode."""
        return try_parse_enum(HVACMode, self.feature.mode)

    @property
    @override
    def hvac_modes(self) -> list[HVACMode]:
        """Return its modes."""
        return [HVACMode(mode) for mode in self.feature.modes]

    @property
    @override
    def hvac_action(self) -> HVACAction | None:
        """Return what it does right now."""
        return try_parse_enum(HVACAction, self.feature.action)

    @property
    @override
    def precision(self) -> float:
        """Return the smallest difference of temperatures that is shown."""
        return PRECISION_TENTHS if self.feature.has_fractions else super().precision

    @property
    @override
    def current_temperature(self) -> float | None:
        """Return how warm it is."""
        return self.feature.current_temperature

    @property
    @override
    def target_temperature(self) -> float | None:
        """Return how warm it shall be."""
        return self.feature.target_temperature

    @property
    @override
    def target_temperature_low(self) -> float | None:
        """Return the temperature below which it heats."""
        return self.feature.target_temperature_low

    @property
    @override
    def target_temperature_high(self) -> float | None:
        """Return the temperature above which it cools."""
        return self.feature.target_temperature_high

    @property
    @override
    def target_temperature_step(self) -> float | None:
        """Return the smallest change of a temperature."""
        return self.feature.temperature_step

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
    def fan_mode(self) -> str | None:
        """Return how its fan runs."""
        return self.feature.fan_mode

    @property
    @override
    def fan_modes(self) -> list[str]:
        """Return how its fan can run."""
        return list(self.feature.fan_modes)

    @property
    @override
    def swing_mode(self) -> str | None:
        """Return how its louvres move."""
        return self.feature.swing_mode

    @property
    @override
    def swing_modes(self) -> list[str]:
        """Return how its louvres can move."""
        return list(self.feature.swing_modes)

    @property
    @override
    def swing_horizontal_mode(self) -> str | None:
        """Return how its upright louvres move."""
        return self.feature.horizontal_swing_mode

    @property
    @override
    def swing_horizontal_modes(self) -> list[str]:
        """Return how its upright louvres can move."""
        return list(self.feature.horizontal_swing_modes)

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return how damp it is, in percent."""
        return self.feature.current_humidity

    @property
    @override
    def target_humidity(self) -> float | None:
        """Return how damp it shall be, in percent."""
        return self.feature.target_humidity

    @property
    @override
    def min_humidity(self) -> float:
        """Return the lowest humidity that it takes, in percent."""
        minimum = self.feature.min_humidity
        return super().min_humidity if minimum is None else minimum

    @property
    @override
    def max_humidity(self) -> float:
        """Return the highest humidity that it takes, in percent."""
        maximum = self.feature.max_humidity
        return super().max_humidity if maximum is None else maximum

    @property
    @override
    def target_humidity_step(self) -> float | None:  # type: ignore[override]  # some take halves
        """Return the smallest change of a humidity, in percent."""
        return self.feature.humidity_step

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return its preset."""
        return self.feature.preset

    @property
    @override
    def preset_modes(self) -> list[str]:
        """Return its presets."""
        return list(self.feature.presets)

    @override
    async def async_turn_on(self) -> None:
        """Turn it on, in the mode that it had, or else in one that Home Assistant chooses."""
        if self.feature.can_turn_on:
            await self.async_send(SetClimate(on=True))
        else:
            await super().async_turn_on()

    @override
    async def async_turn_off(self) -> None:
        """Turn it off, which is a mode where it knows nothing else."""
        if self.feature.can_turn_off:
            await self.async_send(SetClimate(on=False))
        else:
            await super().async_turn_off()

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Choose its mode."""
        await self.async_send(SetClimate(mode=hvac_mode.value))

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set how warm it shall be, and the mode where one is given with it."""
        command = SetClimate(
            mode=kwargs.get(ATTR_HVAC_MODE),
            target_temperature=kwargs.get(ATTR_TEMPERATURE),
            target_temperature_low=kwargs.get(ATTR_TARGET_TEMP_LOW),
            target_temperature_high=kwargs.get(ATTR_TARGET_TEMP_HIGH),
        )
        await self.async_send(command)

    @override
    async def async_set_fan_mode(self, fan_mode: str) -> None:
        """Choose how its fan runs."""
        await self.async_send(SetClimate(fan_mode=fan_mode))

    @override
    async def async_set_swing_mode(self, swing_mode: str) -> None:
        """Choose how its louvres move."""
        await self.async_send(SetClimate(swing_mode=swing_mode))

    @override
    async def async_set_swing_horizontal_mode(self, swing_horizontal_mode: str) -> None:
        """Choose how its upright louvres move."""
        await self.async_send(SetClimate(horizontal_swing_mode=swing_horizontal_mode))

    @override
    async def async_set_humidity(self, humidity: int) -> None:
        """Set how damp it shall be, in percent."""
        await self.async_send(SetClimate(target_humidity=humidity))

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Choose its preset."""
        await self.async_send(SetClimate(preset=preset_mode))
