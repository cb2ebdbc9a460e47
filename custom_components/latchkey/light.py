"""Lamps."""

from functools import cache
from typing import Any, override

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_FLASH,
    ATTR_HS_COLOR,
    ATTR_RGB_COLOR,
    ATTR_RGBW_COLOR,
    ATTR_RGBWW_COLOR,
    ATTR_TRANSITION,
    ATTR_WHITE,
    ATTR_XY_COLOR,
    DEFAULT_MAX_KELVIN,
    DEFAULT_MIN_KELVIN,
    ColorMode,
    LightEntity,
    LightEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Light, SetLight
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's lamps."""
    async_add_features(entry, async_add_entities, Light, LatchkeyLight)


class LatchkeyLight(LatchkeyEntity[Light], LightEntity):
    """A lamp."""

    _attr_translation_key = "light"

    @property
    @override
    def supported_features(self) -> LightEntityFeature:
        """Return what it can do beside shining."""
        light = self.feature
        return _abilities(effects=bool(light.effects), flash=light.has_flash, transition=light.has_transition)

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return how its light can be chosen."""
        return _color_modes(self.feature.color_modes)

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return how its light is chosen now."""
        return ColorMode(self.feature.color_mode)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.feature.on

    @property
    @override
    def brightness(self) -> int | None:
        """Return its brightness, 0 to 255."""
        return self.feature.brightness

    @property
    @override
    def color_temp_kelvin(self) -> int | None:
        """Return its colour temperature in kelvin."""
        return self.feature.color_temperature

    @property
    @override
    def min_color_temp_kelvin(self) -> int:
        """Return the warmest colour temperature in kelvin."""
        return self.feature.min_color_temperature or DEFAULT_MIN_KELVIN

    @property
    @override
    def max_color_temp_kelvin(self) -> int:
        """Return the coldest colour temperature in kelvin."""
        return self.feature.max_color_temperature or DEFAULT_MAX_KELVIN

    @property
    @override
    def hs_color(self) -> tuple[float, float] | None:
        """Return its hue and saturation."""
        return self.feature.hs

    @property
    @override
    def xy_color(self) -> tuple[float, float] | None:
        """Return where its colour is among all."""
        return self.feature.xy

    @property
    @override
    def rgb_color(self) -> tuple[int, int, int] | None:
        """Return its red, green and blue."""
        return self.feature.rgb

    @property
    @override
    def rgbw_color(self) -> tuple[int, int, int, int] | None:
        """Return its red, green, blue and white."""
        return self.feature.rgbw

    @property
    @override
    def rgbww_color(self) -> tuple[int, int, int, int, int] | None:
        """Return its red, green, blue, cold white and warm white."""
        return self.feature.rgbww

    @property
    @override
    def effect_list(self) -> list[str]:
        """Return its effects."""
        return list(self.feature.effects)

    @property
    @override
    def effect(self) -> str | None:
        """Return the running effect."""
        return self.feature.effect

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn the lamp on and change what was asked for."""
        if ATTR_EFFECT in kwargs:
            self.check_choice(kwargs[ATTR_EFFECT], self.effect_list)
        command = SetLight(
            on=True,
            # Home Assistant says "white" with the brightness that the white light shall have.
            brightness=kwargs.get(ATTR_WHITE, kwargs.get(ATTR_BRIGHTNESS)),
            color_temperature=kwargs.get(ATTR_COLOR_TEMP_KELVIN),
            hs=kwargs.get(ATTR_HS_COLOR),
            xy=kwargs.get(ATTR_XY_COLOR),
            rgb=kwargs.get(ATTR_RGB_COLOR),
            rgbw=kwargs.get(ATTR_RGBW_COLOR),
            rgbww=kwargs.get(ATTR_RGBWW_COLOR),
            white=ATTR_WHITE in kwargs,
            effect=kwargs.get(ATTR_EFFECT),
            transition=kwargs.get(ATTR_TRANSITION),
            flash=kwargs.get(ATTR_FLASH),
        )
        await self.async_send(command)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn the lamp off."""
        command = SetLight(on=False, transition=kwargs.get(ATTR_TRANSITION), flash=kwargs.get(ATTR_FLASH))
        await self.async_send(command)


@cache
def _color_modes(modes: tuple[str, ...]) -> set[ColorMode]:
    """Return how the light of a lamp can be chosen, in Home Assistant's own form."""
    return {ColorMode(mode) for mode in modes}


@cache
def _abilities(*, effects: bool, flash: bool, transition: bool) -> LightEntityFeature:
    """Return what a lamp can do beside shining."""
    table = {
        LightEntityFeature.EFFECT: effects,
        LightEntityFeature.FLASH: flash,
        LightEntityFeature.TRANSITION: transition,
    }
    features = LightEntityFeature(0)
    for feature, present in table.items():
        if present:
            features |= feature
    return features
