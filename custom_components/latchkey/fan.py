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
        features = FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF
        if self.feature.speeds:
            features |= FanEntityFeature.SET_SPEED
        if self.feature.has_direction:
            features |= FanEntityFeature.DIRECTION
        if self.feature.presets:
            features |= FanEntityFeature.PRESET_MODE
        if self.feature.has_oscillation:
            features |= FanEntityFeature.OSCILLATE
        return features

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.feature.on

    @property
    @override
    def percentage(self) -> int | None:
        """Return its speed; a fan that is off has none."""
        return 0 if self.feature.on is False else self.feature.percentage

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
    def preset_modes(self) -> list[str]:
        """Return its presets."""
        return list(self.feature.presets)

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
        """Set its speed, which turns it on, or off at 0."""
        await self.async_turn_on(percentage)

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Choose a preset, which turns it on."""
        await self.async_turn_on(preset_mode=preset_mode)

    @override
    async def async_set_direction(self, direction: str) -> None:
        """Choose which way it turns."""
        await self.async_send(SetFan(direction=direction))

    @override
    async def async_oscillate(self, oscillating: bool) -> None:
        """Have it look around, or not."""
        await self.async_send(SetFan(oscillating=oscillating))
