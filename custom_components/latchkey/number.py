"""Numbers that can be set."""

from typing import Final, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberMode
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Number, SetNumber
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0

_TOO_LONG_FOR_A_SLIDER: Final = 1000
"""From here on, a number and its unit do not fit into one line beside a slider."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's numbers."""
    async_add_features(entry, async_add_entities, Number, LatchkeyNumber)


class LatchkeyNumber(LatchkeyEntity[Number], NumberEntity):
    """A number that can be set."""

    @property
    @override
    def device_class(self) -> NumberDeviceClass | None:
        """Return what is counted."""
        return try_parse_enum(NumberDeviceClass, self.feature.device_class)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return its unit."""
        return self.feature.unit

    @property
    @override
    def native_min_value(self) -> float:
        """Return the least that it can be."""
        return self.feature.minimum

    @property
    @override
    def native_max_value(self) -> float:
        """Return the most that it can be."""
        return self.feature.maximum

    @property
    @override
    def native_step(self) -> float:
        """Return its smallest change."""
        return self.feature.step

    @property
    @override
    def mode(self) -> NumberMode:
        """Return how it is entered."""
        if self.feature.mode is not None:
            return NumberMode(self.feature.mode)
        return NumberMode.BOX if self.feature.maximum >= _TOO_LONG_FOR_A_SLIDER else NumberMode.AUTO

    @property
    @override
    def native_value(self) -> float | None:
        """Return the number."""
        return self.feature.value

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set it."""
        await self.async_send(SetNumber(value))
