"""The pictures of calls that are kept, for people who are logged in."""

from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.singleton import singleton

from ..const import DOMAIN
from ..entry import LatchkeyConfigEntry
from .call_history import CallHistory

JPEG: Final = "image/jpeg"


def picture_address(entry_id: str, key: str) -> str:
    """Return where the picture of a call is served."""
    return f"/api/{DOMAIN}/calls/{entry_id}/{key}"


@callback
@singleton(f"{DOMAIN}_call_pictures")
def async_serve_pictures(hass: HomeAssistant) -> None:
    """Serve the pictures of all accounts for as long as Home Assistant runs."""
    hass.http.register_view(CallPictureView())


class CallPictureView(HomeAssistantView):
    """Serves the pictures of calls."""

    url = picture_address("{entry_id}", "{key}")
    name = f"api:{DOMAIN}:calls"

    async def get(self, request: web.Request, entry_id: str, key: str) -> web.Response:
        """Return the picture of a call."""
        history = async_histories(request.app[KEY_HASS]).get(entry_id)
        image = await history[1].async_read(key) if history is not None else None
        if image is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        headers = {"Cache-Control": "private, max-age=86400"}
        return web.Response(body=image, content_type=JPEG, headers=headers)


@callback
def async_histories(hass: HomeAssistant) -> dict[str, tuple[LatchkeyConfigEntry, CallHistory]]:
    """Return the accounts with door phones, and their calls, by the ids of their entries."""
    entries: list[LatchkeyConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    return {
        entry.entry_id: (entry, door_phone.history)
        for entry in entries
        if entry.state is ConfigEntryState.LOADED and (door_phone := entry.runtime_data.door_phone)
    }
