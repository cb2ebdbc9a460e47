"""What is pressed."""

from typing import override

from homeassistant.components.button import ButtonDeviceClass, ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import Button, CallButton, PressButton
from .entities.calls import async_answer, async_reject
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's buttons."""
    async_add_features(entry, async_add_entities, Button, LatchkeyButton)
    async_add_features(entry, async_add_entities, CallButton, LatchkeyCallButton)


class LatchkeyButton(LatchkeyEntity[Button], ButtonEntity):
    """A button."""

    @property
    @override
    def device_class(self) -> ButtonDeviceClass | None:
        """Return what it does."""
        return try_parse_enum(ButtonDeviceClass, self.feature.device_class)

    @property  # type: ignore[misc]  # Home Assistant knows only who presses it here
    @override
    def state(self) -> str | None:
        """Return when it was pressed last: anywhere, where its vendor tells that."""
        if not self.feature.tells_presses:
            return super().state
        pressed = self.feature.pressed_at
        return pressed.isoformat() if pressed is not None else None

    @override
    async def async_press(self) -> None:
        """Press it."""
        await self.async_send(PressButton())


class LatchkeyCallButton(LatchkeyEntity[CallButton], ButtonEntity):
    """A button that answers or rejects who rings; it is available as long as that can be done."""

    @override
    async def async_press(self) -> None:
        """Press it."""
        await (async_answer if self.feature.action == "answer" else async_reject)(self)
