"""Another address at which an account that is linked may be reached."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from ..auth.session import TokenSession
from ..clouds.settings import Settings
from ..clouds.vendor import Vendor
from ..entry import LatchkeyConfigEntry
from .token_store import TokenStore, async_save_nothing


async def async_is_at(hass: HomeAssistant, entry: LatchkeyConfigEntry, vendor: Vendor) -> bool:
    """Return whether an account answers to its token where a vendor is; it is not set up afterwards.

    Raises RefreshTokenRejected, TemporaryError or OSError.
    """
    # Two sessions must not live on one token.
    await hass.config_entries.async_unload(entry.entry_id)
    store = TokenStore(hass, entry)
    tokens = await store.async_load()
    client = async_create_clientsession(hass, auto_cleanup=False)
    session = TokenSession(
        client,
        vendor.token_endpoint,
        tokens.refresh_token,
        async_save_nothing,
        fallback_refresh_token=tokens.fallback,
        rejected=tokens.rejected,
    )
    try:
        cloud_class = await hass.async_add_import_executor_job(vendor.load_cloud)
        account = await cloud_class(session, Settings()).async_identify()
        is_there = entry.unique_id == f"{vendor.kind}:{account.id}"
        if is_there and session.refresh_token != tokens.refresh_token:
            # Not before: a key of whoever else is there would take the place of ours.
            await store.async_rotate(session.refresh_token)
    finally:
        await session.async_close()
        client.detach()
        await store.async_close()
    return is_there
