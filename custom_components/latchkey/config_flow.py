"""Links accounts. Each part of it is in `flows/`; what follows what is told here."""

from typing import Any, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback

from .account.migration import MINOR_VERSION, VERSION
from .auth.errors import AuthError
from .clouds.discovery import Found
from .clouds.vendor import SelfHosted, Vendor
from .const import DOMAIN
from .entry import LatchkeyConfigEntry
from .flows.address import AtAddress
from .flows.beginning import Beginning
from .flows.choosing import Choosing
from .flows.code import EnteringCode
from .flows.errors import OwnAddress
from .flows.linking import Linking
from .flows.login import LoggingIn
from .flows.moved import Moved
from .flows.options import LatchkeyOptionsFlow


class LatchkeyConfigFlow(
    Beginning, AtAddress, LoggingIn, EnteringCode, Choosing, Linking, Moved, domain=DOMAIN
):
    """Links an account, for the first time or anew."""

    VERSION = VERSION
    MINOR_VERSION = MINOR_VERSION

    @override
    def _after_beginning(self) -> ConfigFlowResult:
        """Ask for the address, where it is not known and there are many; else for the credentials."""
        is_asked_for = isinstance(self._vendor, SelfHosted) and self._site is None
        return self._show_address() if is_asked_for else self._show_credentials()

    @override
    async def _async_after_known(
        self, vendor: Vendor, found: Found, entry: LatchkeyConfigEntry
    ) -> ConfigFlowResult:
        """See whether it has moved, where it is at an address of its own."""
        if not isinstance(vendor, SelfHosted):
            return self.async_abort(reason="already_configured")
        return await self._async_meet(vendor, found, entry)

    @override
    def _after_address(self) -> ConfigFlowResult:
        """Ask for the credentials."""
        return self._show_credentials()

    @override
    def _after_password(self) -> ConfigFlowResult:
        """Ask for the one-time code."""
        return self._ask_for_code()

    @override
    async def _async_after_code(self) -> ConfigFlowResult:
        """See whose account it is."""
        return await self.async_step_account()

    @override
    def _after_lost_login(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask for the credentials again."""
        return self._show_credentials(error)

    @override
    def _after_own_account(self) -> ConfigFlowResult:
        """Ask for another address."""
        return self._show_address(OwnAddress())

    @override
    async def _async_after_login(self) -> ConfigFlowResult:
        """Ask what to show of it."""
        return await self._async_choose()

    @override
    async def _async_after_choice(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Store the account."""
        return await self._async_link(options)

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: LatchkeyConfigEntry) -> LatchkeyOptionsFlow:
        """Return the flow of the options."""
        return LatchkeyOptionsFlow()
