"""What an account with doors has beside entities."""

from homeassistant.core import HomeAssistant, callback

from ..clouds.capabilities import AnswersCalls, HasDoors, ShowsLive
from ..clouds.model import Snapshot
from ..dashboard import async_offer_card
from ..entry import LatchkeyConfigEntry
from .call_history import CallHistory
from .call_pictures import async_serve_pictures
from .conversations import Conversations
from .installing import Issues, RelayLoader


class DoorPhone:
    """Who rang at the doors of one account, and who looks and talks there."""

    def __init__(
        self, hass: HomeAssistant, entry: LatchkeyConfigEntry, cloud: HasDoors, issues: Issues
    ) -> None:
        """Take the cloud that knows the doors, and where the owner is told."""
        self._hass = hass
        self.history = CallHistory(hass, entry, cloud.async_get_call_image)
        self.relay = RelayLoader(hass, entry, issues)
        self.conversations: Conversations | None = None
        """None where nobody who rings can be answered."""
        if isinstance(cloud, ShowsLive) and isinstance(cloud, AnswersCalls):
            self.conversations = Conversations(hass, entry.options, self.relay, shows=cloud, answers=cloud)

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
        if self.conversations is not None:
            await self.conversations.async_close()
        self.relay.close()
        await self.history.async_close()
