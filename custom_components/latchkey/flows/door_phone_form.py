"""The form of what only accounts with door phones have: relays that open something, calls, video."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.helpers import selector

from ..clouds.model import RelayKind, Snapshot
from ..const import (
    CONF_KEPT_CALLS,
    CONF_KEPT_DAYS,
    CONF_RELAYS,
    CONF_VIDEO_RELAY,
    KEPT_CALLS,
    KEPT_DAYS,
    VIDEO_RELAY,
)
from .fields import number, some_of

CONF_RELAY_LOCKS: Final = "relay_locks"
CONF_RELAY_BUTTONS: Final = "relay_buttons"

MAX_CALLS: Final = 200
MAX_DAYS: Final = 365

_WHEN: Final = selector.SelectSelector(
    selector.SelectSelectorConfig(options=["automatic", "always", "never"], translation_key="video_relay")
)
_KINDS: Final[Mapping[str, RelayKind]] = {CONF_RELAY_LOCKS: "lock", CONF_RELAY_BUTTONS: "button"}


def list_relays(snapshot: Snapshot) -> dict[str, str]:
    """Return the names of the devices whose relays may be shown as something else, by their ids."""
    devices = sorted(snapshot.devices.values(), key=lambda device: device.name.casefold())
    return {device.id: device.name for device in devices if device.relay is not None}


def door_phones_schema(options: Mapping[str, Any], relays: Mapping[str, str]) -> dict[vol.Required, Any]:
    """Return the fields, filled with what is chosen now."""
    chosen = options.get(CONF_RELAYS, {})
    fields = {
        vol.Required(field, default=[relay for relay in relays if chosen.get(relay) == kind]): some_of(relays)
        for field, kind in _KINDS.items()
        if relays
    }
    calls = vol.Required(CONF_KEPT_CALLS, default=options.get(CONF_KEPT_CALLS, KEPT_CALLS))
    days = vol.Required(CONF_KEPT_DAYS, default=options.get(CONF_KEPT_DAYS, KEPT_DAYS))
    relay = vol.Required(CONF_VIDEO_RELAY, default=options.get(CONF_VIDEO_RELAY, VIDEO_RELAY))
    return fields | {calls: number(0, MAX_CALLS), days: number(1, MAX_DAYS), relay: _WHEN}


def are_relays_clear(user_input: Mapping[str, Any]) -> bool:
    """Return whether no relay is to be shown as two things."""
    return not set(user_input.get(CONF_RELAY_LOCKS, ())) & set(user_input.get(CONF_RELAY_BUTTONS, ()))


def parse_door_phones(
    user_input: Mapping[str, Any], options: Mapping[str, Any], relays: Mapping[str, str]
) -> dict[str, Any]:
    """Return what was typed as it is stored; what was chosen for relays that were not shown stays."""
    kept = {relay: kind for relay, kind in options.get(CONF_RELAYS, {}).items() if relay not in relays}
    chosen = {relay: kind for field, kind in _KINDS.items() for relay in user_input.get(field, ())}
    return {
        CONF_RELAYS: kept | chosen,
        CONF_KEPT_CALLS: int(user_input[CONF_KEPT_CALLS]),
        CONF_KEPT_DAYS: int(user_input[CONF_KEPT_DAYS]),
        CONF_VIDEO_RELAY: user_input[CONF_VIDEO_RELAY],
    }
