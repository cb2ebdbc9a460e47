"""Leaves nothing of an account that is removed, here or at its vendor."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .call_history import async_forget_calls
from .revocation import async_revoke
from .token_store import TokenStore
from .vendor import async_load_vendor


async def async_give_back(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the refresh token and the calls of an account, and have the vendor revoke the token."""
    refresh_token = await TokenStore(hass, entry).async_forget()
    await async_forget_calls(hass, entry.entry_id)
    await async_revoke(hass, await async_load_vendor(hass, entry.data), refresh_token)
