"""Valves."""

from typing import override

from homeassistant.components.valve import ValveDeviceClass, ValveEntity, ValveEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import SetValve, Valve
from .coordinator import LatchkeyConfigEntry
from .entity import LatchkeyEntity, async_add_features

# One after the other: the last of two commands decides whether the water runs.
PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's valves."""
    async_add_features(entry, async_add_entities, Valve, LatchkeyValve)


class LatchkeyValve(LatchkeyEntity[Valve], ValveEntity):
    """A valve that is open or closed, nothing between."""

    _attr_reports_position = False
    _attr_supported_features = ValveEntityFeature.OPEN | ValveEntityFeature.CLOSE

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

    @override
    async def async_open_valve(self) -> None:
        """Open it."""
        await self.async_send(SetValve(open=True))

    @override
    async def async_close_valve(self) -> None:
        """Close it."""
        await self.async_send(SetValve(open=False))
