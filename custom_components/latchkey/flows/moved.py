"""An account that is linked, and announced on the network at another address.

Whoever is on the network can announce anything, and the refresh token opens all that its user may do. So it
is sent to an announced address only where one of two says that the account is there: a certificate, since
nobody else gets a valid one for the name that the account had already; or else a person. No answer of the
other side would do: who stands between can have any question answered by the real one.
"""

from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..account.plain import plain
from ..account.watch import is_reached
from ..account.whereabouts import async_is_at
from ..auth.errors import AddressBanned, AuthError
from ..clouds.discovery import Found, has_same_host
from ..clouds.vendor import SelfHosted
from ..const import CONF_INSTANCE_ID, CONF_URL
from ..entry import LatchkeyConfigEntry
from .flow import LinkFlow, is_encrypted


class Moved(LinkFlow):
    """Follows an account to its new address."""

    _moved: LatchkeyConfigEntry
    """The entry of the account that may have moved."""

    async def _async_meet(
        self, vendor: SelfHosted, found: Found, entry: LatchkeyConfigEntry
    ) -> ConfigFlowResult:
        """See whether an account is where it was, or has moved to where it is announced."""
        old = entry.data[CONF_URL]
        if found.is_at(old):
            self._learn(found, entry)
            return self.async_abort(reason="already_configured")
        if is_encrypted(old) > is_encrypted(found.url) or not await self._async_is_gone(vendor, entry):
            return self.async_abort(reason="already_configured")
        self._moved, self._address = entry, found.url
        self._vendor = vendor.at(self._address)
        self.context["title_placeholders"] = {"name": entry.title}
        is_proven = is_encrypted(found.url) and has_same_host(old, found.url)
        return await self.async_step_moved({} if is_proven else None)

    async def async_step_moved(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether an account has moved; then see whether it answers to its token there."""
        entry = self._moved
        if user_input is None:
            return self._ask_whether_it_moved()
        if self.hass.config_entries.async_get_entry(entry.entry_id) is None:
            return self.async_abort(reason="cancelled")
        try:
            is_there = await async_is_at(self.hass, entry, self._vendor)
        except AuthError, OSError:
            is_there = False
        if not is_there:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
            return self.async_abort(reason="not_moved")
        return self.async_update_reload_and_abort(
            entry, data_updates={CONF_URL: self._address}, reason="moved"
        )

    def _ask_whether_it_moved(self) -> ConfigFlowResult:
        """Ask a person, who may know the address."""
        return self.async_show_form(
            step_id="moved",
            data_schema=vol.Schema({}),
            description_placeholders={
                "account": plain(self._moved.title),
                "old": self._moved.data[CONF_URL],
                "url": self._address or "",
            },
        )

    def _learn(self, found: Found, entry: LatchkeyConfigEntry) -> None:
        """Note which Home Assistant it is that an account is at, to recognize it elsewhere."""
        if found.instance_id and CONF_INSTANCE_ID not in entry.data and is_reached(entry):
            data = {**entry.data, CONF_INSTANCE_ID: found.instance_id}
            self.hass.config_entries.async_update_entry(entry, data=data)

    async def _async_is_gone(self, vendor: SelfHosted, entry: LatchkeyConfigEntry) -> bool:
        """Return whether nothing like it answers at the address of an account."""
        if entry.state not in (ConfigEntryState.LOADED, ConfigEntryState.SETUP_RETRY):
            return False
        try:
            client = async_get_clientsession(self.hass)
            await vendor.find(client, entry.data[CONF_URL], lambda _flow_id: False)
        except AddressBanned:
            return False
        except AuthError:
            return True
        return False
