"""What takes messages for people."""

from typing import override

from homeassistant.components.notify import NotifyEntity, NotifyEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Notifier, SendMessage
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add what takes messages in the account."""
    async_add_features(entry, async_add_entities, Notifier, LatchkeyNotifier)


class LatchkeyNotifier(LatchkeyEntity[Notifier], NotifyEntity):
    """Something that shows or sends messages."""

    @property
    @override
    def supported_features(self) -> NotifyEntityFeature:
        """Return whether a message may have a title."""
        return NotifyEntityFeature.TITLE if self.feature.has_title else NotifyEntityFeature(0)

    @property  # type: ignore[misc]  # final, as most messages are sent from here alone
    @override
    def state(self) -> str | None:
        """Return when it took the last message, wherever that came from."""
        moment = self.feature.notified_at
        return moment.isoformat() if moment is not None else None

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Send a message."""
        await self.async_send(SendMessage(message=message, title=title if self.feature.has_title else None))
