"""Switches and outlets."""

from typing import Any, override

from homeassistant.components.switch import SwitchDeviceClass, SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import SetSwitch, Switch
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's switches."""
    async_add_features(entry, async_add_entities, Switch, LatchkeySwitch)


class LatchkeySwitch(LatchkeyEntity[Switch], SwitchEntity):
    """A switch."""

    @property
    @override
    def device_class(self) -> SwitchDeviceClass | None:
        """Return what it switches."""
        return try_parse_enum(SwitchDeviceClass, self.feature.device_class)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.feature.on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        await self.async_send(SetSwitch(on=True))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_send(SetSwitch(on=False))
