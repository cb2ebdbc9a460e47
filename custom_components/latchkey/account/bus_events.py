"""Events of a vendor's own bus, fired on that of this Home Assistant."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant import const
from homeassistant.auth import EVENT_USER_ADDED, EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.auth.permissions.events import SUBSCRIBE_ALLOWLIST
from homeassistant.core import EventOrigin, HomeAssistant, callback

_OWN: Final = frozenset(
    {
        const.MATCH_ALL,
        *(str(value) for name, value in vars(const).items() if name.startswith("EVENT_")),
        *map(str, SUBSCRIBE_ALLOWLIST),
        EVENT_USER_ADDED,
        EVENT_USER_REMOVED,
        EVENT_USER_UPDATED,
    }
)

_OWN_BEGINNING: Final = "homeassistant_"
_OWN_ENDS: Final = ("_registry_updated", "_reloaded")


def is_own(event_type: str) -> bool:
    """Return whether Home Assistant itself runs by an event: one of another side would have this one stop."""
    return event_type in _OWN or event_type.startswith(_OWN_BEGINNING) or event_type.endswith(_OWN_ENDS)


@callback
def fire(hass: HomeAssistant, event_type: str, data: Mapping[str, Any]) -> None:
    """Fire an event here, marked as one that comes from elsewhere."""
    if not is_own(event_type):
        hass.bus.async_fire(event_type, data, EventOrigin.remote)
