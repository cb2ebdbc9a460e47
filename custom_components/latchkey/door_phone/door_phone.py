"""What an account with doors has beside entities."""

from homeassistant.core import HomeAssistant, callback

from ..clouds.capabilities import HasDoors
from ..clouds.model import Snapshot
from ..dashboard import async_offer_card
from ..entry import LatchkeyConfigEntry
from .call_history import CallHistory
from .call_pictures import async_serve_pictures


class DoorPhone:
    """Who rang at the doors of one account."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry, cloud: HasDoors) -> None:
        """Take the cloud that knows the doors."""
        self._hass = hass
        self.history = CallHistory(hass, entry, cloud.async_get_call_image)

    async def async_load(self) -> None:
        """Know again what was kept, and have a card for the doors."""
        await self.history.async_load()
        async_serve_pictures(self._hass)
        async_offer_card(self._hass)

    @callback
    def async_follow(self, snapshot: Snapshot) -> None:
        """Take the account as it is now."""
        self.history.async_follow(snapshot)

    async def async_close(self) -> None:
        """End all that goes on."""
        await self.history.async_close()
