"""The entry of an account: a new one, or one that gets its account back."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_USERNAME
from homeassistant.helpers.typing import UNDEFINED

from ..account.plain import plain
from ..account.revocation import async_revoke
from ..account.token_store import TokenStore
from ..const import (
    CONF_ACCOUNT_NAME,
    CONF_INSTANCE_ID,
    CONF_KIND,
    CONF_PROVIDER,
    CONF_REFRESH_TOKEN,
    CONF_URL,
)
from ..entry import LatchkeyConfigEntry
from .flow import LinkFlow, is_encrypted


class Linking(LinkFlow):
    """Stores the account."""

    async def _async_link(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Store the account in its entry, which may be there already."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        account = self._account
        entry = await self.async_set_unique_id(self._account_unique_id)
        self._abort_if_unique_id_mismatch(
            reason="wrong_account", description_placeholders={"account": plain(account.name)}
        )
        if entry is not None:
            if is_encrypted(entry.data.get(CONF_URL)) and not is_encrypted(self._site_data.get(CONF_URL)):
                return self.async_abort(reason="encryption_lost")
            return await self._async_relink(entry)
        data = {
            CONF_KIND: self._vendor.kind,
            CONF_ACCOUNT_NAME: account.name,
            CONF_REFRESH_TOKEN: await self._attempt.async_take(),
            **self._site_data,
        }
        return self.async_create_entry(title=self._vendor.title(account.name), data=data, options=options)

    async def _async_relink(self, entry: LatchkeyConfigEntry) -> ConfigFlowResult:
        """Put the fresh token into the entry of this account and load it anew."""
        unneeded = await TokenStore(self.hass, entry).async_replace(await self._attempt.async_take())
        if unneeded is not None:
            await async_revoke(self.hass, self._vendor, unneeded)
        if self.hass.config_entries.async_get_entry(entry.entry_id) is None:
            return self.async_abort(reason="cancelled")
        named_by_person = entry.title != self._vendor.title(entry.data[CONF_ACCOUNT_NAME])
        return self.async_update_reload_and_abort(
            entry,
            title=entry.title if named_by_person else self._vendor.title(self._account.name),
            data_updates={CONF_ACCOUNT_NAME: self._account.name, **self._site_data},
            reason=UNDEFINED if self._is_repair else "relinked",
        )

    @property
    def _site_data(self) -> dict[str, str]:
        """What the entry keeps of an address."""
        if self._site is None:
            return {}
        data = {CONF_URL: self._site.url, CONF_USERNAME: self._username or ""}
        if self._provider is not None:
            data[CONF_PROVIDER] = self._provider
        if self._found is not None and self._found.instance_id and self._found.is_at(self._site.url):
            data[CONF_INSTANCE_ID] = self._found.instance_id
        return data
