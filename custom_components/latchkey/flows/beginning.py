"""How linking an account begins: by hand, with what was found on the network, or again."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import partial
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.const import CONF_USERNAME
from homeassistant.core import callback
from homeassistant.helpers import instance_id
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.util import dt as dt_util

from ..account.token_store import is_copied
from ..account.vendor import async_load_vendor
from ..auth.redaction import mask_loggers
from ..clouds import load_vendors
from ..clouds.discovery import Found
from ..clouds.vendor import Site, Vendor
from ..const import (
    CONF_ACCOUNT_NAME,
    CONF_INSTANCE_ID,
    CONF_KIND,
    CONF_PROVIDER,
    CONF_REJECTED_SINCE,
    CONF_URL,
    LOGGER,
)
from ..entry import LatchkeyConfigEntry
from .errors import OlderKey
from .flow import LinkFlow, is_encrypted


class Beginning(LinkFlow):
    """Finds out which kind of account it is about."""

    @abstractmethod
    def _after_beginning(self) -> ConfigFlowResult:
        """Go on: the vendor is known."""

    @abstractmethod
    async def _async_after_known(
        self, vendor: Vendor, found: Found, entry: LatchkeyConfigEntry
    ) -> ConfigFlowResult:
        """Go on: what was found has an account that is linked."""

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the kind of account."""
        vendors = await self.hass.async_add_import_executor_job(load_vendors)
        by_name = sorted(vendors.values(), key=lambda vendor: vendor.label.casefold())
        for vendor in by_name:
            # Each entry of a menu is a step, and which vendors there are is known only now.
            setattr(self, f"async_step_{vendor.kind}", partial(self._async_step_kind, vendor))
        return self.async_show_menu(
            step_id="user", menu_options={vendor.kind: vendor.label for vendor in by_name}
        )

    async def _async_step_kind(
        self,
        vendor: Vendor,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Begin with the kind of account that was chosen."""
        return self._begin(vendor)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Log in again, since the vendor rejected the refresh token."""
        if is_copied(self.hass, self._get_reauth_entry().entry_id):
            self._cause = OlderKey()
        since = dt_util.parse_datetime(entry_data.get(CONF_REJECTED_SINCE, ""))
        self._rejected_since = since or dt_util.utcnow()
        return await self._async_begin_again(entry_data)

    async def async_step_reconfigure(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Log in again, since a person wants to."""
        return await self._async_begin_again(self._get_reconfigure_entry().data)

    async def _async_begin_again(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin with what the entry knows of the account."""
        vendor = await async_load_vendor(self.hass, entry_data)
        self._address, self._provider = entry_data.get(CONF_URL), entry_data.get(CONF_PROVIDER)
        self._was_encrypted = is_encrypted(self._address)
        if self._address is None:
            self._username = entry_data[CONF_ACCOUNT_NAME]
            return self._begin(vendor)
        self._username = entry_data.get(CONF_USERNAME)
        if self.source == SOURCE_REAUTH:
            self._site = Site(url=self._address, providers={})
        return self._begin(vendor)

    @override
    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Offer to link an account at what is announced, unless it is this Home Assistant, or linked."""
        vendors = (await self.hass.async_add_import_executor_job(load_vendors)).values()
        found_by = ((vendor, vendor.find_announced(discovery_info)) for vendor in vendors)
        known = [(vendor, found) for vendor, found in found_by if found is not None]
        own_id = await instance_id.async_get(self.hass)
        if not known or known[0][1].instance_id == own_id:
            return self.async_abort(reason="own_instance")
        vendor, found = known[0]
        await self.async_set_unique_id(f"{vendor.kind}:{found.id}")
        self._abort_if_unique_id_configured()  # A person may have chosen to ignore it.
        if (entry := self._find_linked(vendor, found)) is not None:
            return await self._async_after_known(vendor, found, entry)
        self._found, self._address = found, found.url
        self.context["title_placeholders"] = {"name": found.name}
        return self._begin(vendor)

    def _find_linked(self, vendor: Vendor, found: Found) -> LatchkeyConfigEntry | None:
        """Return an account of what was found that is linked; rather one that is somewhere else by now."""
        linked = [
            entry
            for entry in self._async_current_entries()
            if entry.data.get(CONF_KIND) == vendor.kind
            and found.is_linked(entry.data.get(CONF_URL), entry.data.get(CONF_INSTANCE_ID))
        ]
        linked.sort(key=lambda entry: found.is_at(entry.data.get(CONF_URL)))
        return linked[0] if linked else None

    @callback
    def _begin(self, vendor: Vendor) -> ConfigFlowResult:
        """Begin with a vendor, whose library may write tokens to its log."""
        self._vendor = vendor
        mask_loggers(LOGGER.name, *vendor.loggers)
        return self._after_beginning()
