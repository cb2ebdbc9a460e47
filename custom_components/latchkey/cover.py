"""Blinds, garage doors and the like."""

from typing import Any, Final, override

from homeassistant.components.cover import (
    ATTR_POSITION,
    ATTR_TILT_POSITION,
    CoverDeviceClass,
    CoverEntity,
    CoverEntityFeature,
    CoverState,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Cover, CoverAction, MoveCover
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0

_FEATURES: Final[dict[CoverAction, CoverEntityFeature]] = {
    "open": CoverEntityFeature.OPEN,
    "close": CoverEntityFeature.CLOSE,
    "stop": CoverEntityFeature.STOP,
    "set_position": CoverEntityFeature.SET_POSITION,
    "open_tilt": CoverEntityFeature.OPEN_TILT,
    "close_tilt": CoverEntityFeature.CLOSE_TILT,
    "stop_tilt": CoverEntityFeature.STOP_TILT,
    "set_tilt_position": CoverEntityFeature.SET_TILT_POSITION,
}

_ATTR_SPEED: Final = "speed"
_SPEED: Final = getattr(CoverEntityFeature, "SPEED", CoverEntityFeature(0))
"""Home Assistant 2026.8 knows none."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's covers."""
    async_add_features(entry, async_add_entities, Cover, LatchkeyCover)


class LatchkeyCover(LatchkeyEntity[Cover], CoverEntity):
    """A blind, a garage door or the like."""

    @property
    @override
    def supported_features(self) -> CoverEntityFeature:
        """Return what it can do."""
        features = CoverEntityFeature(0)
        for action in self.feature.actions:
            features |= _FEATURES[action]
        return features | _SPEED if self.feature.speeds else features

    @property
    @override
    def supported_speeds(self) -> list[str] | None:
        """Return how fast it can be told to move, where Home Assistant knows speeds."""
        return list(self.feature.speeds) or None

    @property
    @override
    def device_class(self) -> CoverDeviceClass | None:
        """Return what it covers."""
        return try_parse_enum(CoverDeviceClass, self.feature.device_class)

    @property
    @override
    def current_cover_position(self) -> int | None:
        """Return how far it is open, in percent."""
        return self.feature.position

    @property
    @override
    def current_cover_tilt_position(self) -> int | None:
        """Return how far its slats are open, in percent."""
        return self.feature.tilt

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed."""
        return None if self.feature.state is None else self.feature.state == CoverState.CLOSED

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether it is on its way up."""
        return self.feature.state == CoverState.OPENING

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether it is on its way down."""
        return self.feature.state == CoverState.CLOSING

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Open it."""
        await self.async_send(MoveCover(action="open", speed=kwargs.get(_ATTR_SPEED)))

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Close it."""
        await self.async_send(MoveCover(action="close", speed=kwargs.get(_ATTR_SPEED)))

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        """Leave it where it is now."""
        await self.async_send(MoveCover(action="stop"))

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        """Open it so far."""
        position, speed = kwargs[ATTR_POSITION], kwargs.get(_ATTR_SPEED)
        await self.async_send(MoveCover(action="set_position", position=position, speed=speed))

    @override
    async def async_open_cover_tilt(self, **kwargs: Any) -> None:
        """Open its slats."""
        await self.async_send(MoveCover(action="open_tilt"))

    @override
    async def async_close_cover_tilt(self, **kwargs: Any) -> None:
        """Close its slats."""
        await self.async_send(MoveCover(action="close_tilt"))

    @override
    async def async_stop_cover_tilt(self, **kwargs: Any) -> None:
        """Leave its slats where they are now."""
        await self.async_send(MoveCover(action="stop_tilt"))

    @override
    async def async_set_cover_tilt_position(self, **kwargs: Any) -> None:
        """Open its slats so far."""
        await self.async_send(MoveCover(action="set_tilt_position", position=kwargs[ATTR_TILT_POSITION]))
