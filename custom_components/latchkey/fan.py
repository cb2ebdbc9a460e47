"""Fans."""

from typing import Any, override

from homeassistant.components.fan import FanEntity, FanEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Fan, SetFan
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's fans."""
    async_add_features(entry, async_add_entities, Fan, LatchkeyFan)


class LatchkeyFan(LatchkeyEntity[Fan], FanEntity):
    """A fan."""

    _attr_translation_key = "fan"

    @property
    @override
    def supported_features(self) -> FanEntityFeature:
        """Return what the fan can do."""
        table = {
            FanEntityFeature.TURN_ON: self.feature.can_turn_on,
            FanEntityFeature.TURN_OFF: self.feature.can_turn_off,
            FanEntityFeature.SET_SPEED: self.feature.speeds,
            FanEntityFeature.DIRECTION: self.feature.has_direction,
            FanEntityFeature.PRESET_MODE: self.feature.presets and self.feature.has_presets,
            FanEntityFeature.OSCILLATE: self.feature.has_oscillation,
        }
        features = FanEntityFeature(0)
        for feature, present in table.items():
            if present:
                features |= feature
        return features

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.feature.on

    @property
    @override
    def percentage(self) -> int | None:
        """Return its speed."""
        return self.feature.percentage

    @property
    @override
    def speed_count(self) -> int:
        """Return how many speeds it has."""
        return self.feature.speeds

    @property
    @override
    def current_direction(self) -> str | None:
        """Return which way it turns."""
        return self.feature.direction

    @property
    @override
    def oscillating(self) -> bool | None:
        """Return whether it looks around."""
        return self.feature.oscillating

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return its preset."""
        return self.feature.preset

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return its presets, if any."""
        return list(self.feature.presets) or None

    @override
    async def async_turn_on(
        self, percentage: int | None = None, preset_mode: str | None = None, **kwargs: Any
    ) -> None:
        """Turn it on, at a speed or with a preset; no speed at all is off."""
        command = SetFan(on=percentage != 0, percentage=percentage or None, preset=preset_mode)
        await self.async_send(command)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_send(SetFan(on=False))

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        """Set its speed."""
        await self.async_send(SetFan(percentage=percentage))

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Choose a preset."""
        await self.async_send(SetFan(preset=preset_mode))

    @override
    async def async_set_direction(self, direction: str) -> None:
        """Choose which way it turns."""
        await self.async_send(SetFan(direction=direction))

    @override
    async def async_oscillate(self, oscillating: bool) -> None:
        """Have it look around, or not."""
        await self.async_send(SetFan(oscillating=oscillating))
