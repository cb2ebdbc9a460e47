"""Valves."""

from typing import override

from homeassistant.components.valve import ValveDeviceClass, ValveEntity, ValveEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import SetValve, SetValvePosition, StopValve, Valve
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's valves."""
    async_add_features(entry, async_add_entities, Valve, LatchkeyValve)


class LatchkeyValve(LatchkeyEntity[Valve], ValveEntity):
    """A valve that is open or closed, or somewhere between where it knows where."""

    @property
    @override
    def supported_features(self) -> ValveEntityFeature:
        """Return what it can do."""
        table = {
            ValveEntityFeature.OPEN: self.feature.can_open,
            ValveEntityFeature.CLOSE: self.feature.can_close,
            ValveEntityFeature.SET_POSITION: self.feature.has_position,
            ValveEntityFeature.STOP: self.feature.can_stop,
        }
        features = ValveEntityFeature(0)
        for feature, present in table.items():
            if present:
                features |= feature
        return features

    @property
    @override
    def reports_position(self) -> bool:
        """Return whether it tells how far it is open."""
        return self.feature.has_position or self.feature.position is not None

    @property
    @override
    def device_class(self) -> ValveDeviceClass | None:
        """Return what flows through it."""
        return try_parse_enum(ValveDeviceClass, self.feature.device_class)

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed."""
        return None if self.feature.open is None else not self.feature.open

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether it is about to be open."""
        return self.feature.moving == "opening"

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether it is about to be closed."""
        return self.feature.moving == "closing"

    @property
    @override
    def current_valve_position(self) -> int | None:
        """Return how far it is open, in percent."""
        return self.feature.position

    @override
    async def async_open_valve(self) -> None:
        """Open it."""
        await self.async_send(SetValve(open=True))

    @override
    async def async_close_valve(self) -> None:
        """Close it."""
        await self.async_send(SetValve(open=False))

    @override
    async def async_set_valve_position(self, position: int) -> None:
        """Open it so far."""
        await self.async_send(SetValvePosition(position))

    @override
    async def async_stop_valve(self) -> None:
        """Leave it where it is now."""
        await self.async_send(StopValve())
