"""Where an account is, where its vendor is at many addresses."""

from abc import abstractmethod
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import selector
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..auth.errors import AuthError, MovedAddress
from ..clouds.vendor import SelfHosted, Site
from ..const import CONF_URL
from .errors import EncryptionLost, OwnAddress
from .flow import LinkFlow, is_encrypted

ADDRESS_SCHEMA: Final = vol.Schema({vol.Required(CONF_URL): selector.TextSelector()})


class AtAddress(LinkFlow):
    """Asks for the address, and looks what is there."""

    @abstractmethod
    def _after_address(self) -> ConfigFlowResult:
        """Go on: there is something at the address that takes passwords."""

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Look what is at an address."""
        if user_input is None or not isinstance(self._vendor, SelfHosted):
            return self._show_address()
        self._address = user_input[CONF_URL]
        try:
            client = async_get_clientsession(self.hass)
            site = await self._vendor.find(client, self._address, self._is_own_login)
            self._check_site(site)
        except MovedAddress as error:
            self._address = error.url
            return self._show_address(error)
        except AuthError as error:
            return self._show_address(error)
        self._site = site
        self._vendor = self._vendor.at(site.url)
        if self._provider not in site.providers:
            self._provider = next(iter(site.providers))
        if is_encrypted(site.url) or self._is_plain_on_purpose:
            return self._after_address()
        return await self.async_step_unencrypted()

    # The same form, in words for an address that nobody has typed.
    async_step_announced = async_step_address

    async def async_step_unencrypted(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Ask whether the password may go over the network without encryption."""
        if self._is_over or self._site is None:
            return self.async_abort(reason="cancelled")
        return self.async_show_menu(
            step_id="unencrypted",
            menu_options=["address", "login"],
            description_placeholders={"url": self._site.url},
        )

    def _check_site(self, site: Site) -> None:
        """Raise OwnAddress or EncryptionLost where a site is none that may be linked."""
        if site.is_own:
            raise OwnAddress
        if self._was_encrypted and not is_encrypted(site.url):
            raise EncryptionLost

    @property
    def _is_plain_on_purpose(self) -> bool:
        """Whether a person typed that the address is not encrypted, rather than that it was announced so."""
        typed = (self._address or "").strip()
        return typed.lower().startswith("http:") and (self._found is None or typed != self._found.url)

    def _is_own_login(self, flow_id: str) -> bool:
        """Return whether a login that was begun somewhere is one at this very Home Assistant."""
        return any(flow["flow_id"] == flow_id for flow in self.hass.auth.login_flow.async_progress())

    def _show_address(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask for the address."""
        suggested = {CONF_URL: self._address}
        if self._found is not None:
            return self._show_form("announced", ADDRESS_SCHEMA, suggested, error)
        return self._show_form("address", ADDRESS_SCHEMA, suggested, error)
