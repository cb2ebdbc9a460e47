"""What the person whose browser asks chose in their profile."""

import re
from collections.abc import Mapping
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.components.websocket_api import current_connection
from homeassistant.core import HomeAssistant
from homeassistant.helpers.http import current_request


async def async_read_profile(hass: HomeAssistant) -> Mapping[str, Any]:
    """Return their language, and how they write dates and times; nothing where no browser asks."""
    user = _find_user()
    if user is None:
        return {}
    store = await async_user_store(hass, user.id)
    chosen = store.data.get("language")
    return chosen if isinstance(chosen, dict) else {}


def language_of(hass: HomeAssistant, profile: Mapping[str, Any]) -> str:
    """Return the language of a person: the one they chose, or else their browser's, or Home Assistant's."""
    return str(profile.get("language") or _browser_language() or hass.config.language)


def _browser_language() -> str | None:
    """Return the language that the browser asks for first (RFC 9110, section 12.5.4)."""
    request = current_request.get()
    accepted = request.headers.get("Accept-Language", "") if request is not None else ""
    match = re.match(r"[a-z]{2,3}(?![a-z])", accepted.strip().lower())
    return match[0] if match is not None else None


def _find_user() -> User | None:
    """Return whose browser asks: over its web socket, or, as the dialogs do, in a request of its own."""
    if (connection := current_connection.get()) is not None:
        return connection.user
    request = current_request.get()
    return request.get(KEY_HASS_USER) if request is not None else None
