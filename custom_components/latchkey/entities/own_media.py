"""What this Home Assistant has to be played, at addresses where players elsewhere can fetch it."""

from ipaddress import ip_address
from typing import Final

from homeassistant.components.media_player import async_process_play_media_url
from homeassistant.components.media_source import async_resolve_media
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url, is_hass_url
from homeassistant.util.network import is_local
from yarl import URL

from ..clouds.model import MediaId
from ..const import DOMAIN

_NEAR: Final = ("home", "internal", "lan", "local", "localdomain")
"""What names end in that only a local network knows."""


def sign_address(hass: HomeAssistant, content_id: str) -> str:
    """Return what is to be played; an address of this Home Assistant so that whoever has it may fetch it."""
    return async_process_play_media_url(hass, content_id) if is_here(hass, content_id) else content_id


def is_here(hass: HomeAssistant, content_id: str) -> bool:
    """Return whether something is at an address of this Home Assistant."""
    try:
        return content_id.startswith(("http://", "https://")) and is_hass_url(hass, content_id)
    except ValueError:
        return False


async def async_offer(hass: HomeAssistant, content_id: str, player: tuple[str, str], there: str) -> MediaId:
    """Return where a player fetches what a media source has; the other side is reached at `there`.

    The player is told by its entity id, and by what people call it.
    """
    entity_id, name = player
    found = await async_resolve_media(hass, content_id, entity_id)
    address = async_process_play_media_url(hass, found.url, allow_relative_url=True)
    if not address.startswith("/"):
        return MediaId(found.mime_type, address)
    try:
        here = get_url(hass, prefer_external=not is_near(there))
    except NoURLAvailableError as error:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="no_own_address",
            translation_placeholders={"entity": name},
        ) from error
    return MediaId(found.mime_type, f"{here}{address}")


def is_near(url: str) -> bool:
    """Return whether an address is of this network, or of one that leads here as well (VPN)."""
    host = URL(url).host or ""
    try:
        return is_local(ip_address(host))
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _NEAR
