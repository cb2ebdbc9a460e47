"""Gives refresh tokens back that nothing needs any more."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from ..auth.errors import TemporaryError
from ..auth.redaction import mask
from ..clouds.vendor import Vendor
from ..const import LOGGER


async def async_revoke(hass: HomeAssistant, vendor: Vendor, refresh_token: str) -> None:
    """Have the vendor revoke a refresh token; where that fails it is left to expire."""
    mask(refresh_token)
    client = async_create_clientsession(hass, auto_cleanup=False)
    try:
        await vendor.token_endpoint.async_revoke(client, refresh_token)
    except TemporaryError as error:
        LOGGER.warning("A refresh token could not be revoked at %s: %s", vendor.name, error)
    finally:
        client.detach()
