"""The login with a password, and whose account it leads to."""

from abc import abstractmethod
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.helpers import selector

from ..account.linking import LinkAttempt
from ..auth.errors import AuthError, OneTimeCodeRequired, RefreshTokenRejected, TemporaryError
from ..auth.login import Credentials
from ..const import CONF_PROVIDER, DOMAIN
from .fields import one_of
from .flow import LinkFlow


def _credentials_schema(username_type: selector.TextSelectorType) -> vol.Schema:
    """Return the fields of the credentials."""
    username = selector.TextSelectorConfig(type=username_type, autocomplete="username")
    password = selector.TextSelectorConfig(
        type=selector.TextSelectorType.PASSWORD, autocomplete="current-password"
    )
    return vol.Schema(
        {
            vol.Required(CONF_USERNAME): selector.TextSelector(username),
            vol.Required(CONF_PASSWORD): selector.TextSelector(password),
        }
    )


CREDENTIALS_SCHEMA: Final = _credentials_schema(selector.TextSelectorType.EMAIL)
LOGIN_SCHEMA: Final = _credentials_schema(selector.TextSelectorType.TEXT)


class LoggingIn(LinkFlow):
    """Sends the password, and sees whose account it is."""

    @abstractmethod
    def _after_password(self) -> ConfigFlowResult:
        """Go on: the vendor has taken the password, and asks for a one-time code."""

    @abstractmethod
    async def _async_after_login(self) -> ConfigFlowResult:
        """Go on: the account is known, and out of what of it a person may choose."""

    @abstractmethod
    def _after_own_account(self) -> ConfigFlowResult:
        """Go on: the account is one of this very Home Assistant."""

    async def async_step_credentials(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Send the credentials, once for each time that a person asks for it."""
        if user_input is None:
            return self._show_credentials()
        self._cause = None
        self._discard_attempt()
        self._attempt = LinkAttempt(self.hass, self._vendor)
        self._username = user_input[CONF_USERNAME]
        self._provider = user_input.get(CONF_PROVIDER, self._provider)
        credentials = Credentials(
            username=user_input[CONF_USERNAME],
            password=user_input[CONF_PASSWORD],
            provider=self._provider,
        )
        try:
            await self._attempt.async_start(credentials)
        except OneTimeCodeRequired as required:
            self._methods, self._is_app_code = required.methods, required.is_from_app
            return self._after_password()
        except AuthError as error:
            return self._show_credentials(error)
        return await self.async_step_account()

    # The same form, in words for who logs in again, and for accounts that are not known by an email address.
    async_step_credentials_again = async_step_login = async_step_login_again = async_step_credentials

    async def async_step_account(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - a form without fields: try again
    ) -> ConfigFlowResult:
        """See whose account it is; a vendor that is away for a moment does not cost the login."""
        try:
            self._account = await self._attempt.async_identify()
            if self._site is not None and await self.hass.auth.async_get_user(self._account.id):
                return self._after_own_account()
            # What was to be chosen of the account of a login before this one.
            self._homes, self._choices = {}, None
            if self._is_new:
                self._homes = await self._attempt.async_list_homes()
                self._choices = await self._attempt.async_list_choices()
        except TemporaryError as error:
            return self._show_form("account", vol.Schema({}), error=error)
        except RefreshTokenRejected as error:
            return self._show_credentials(error)
        return await self._async_after_login()

    @property
    def _is_new(self) -> bool:
        """Whether the account gets an entry, rather than that an entry gets its account back."""
        entries = self.hass.config_entries
        known = entries.async_entry_for_domain_unique_id(DOMAIN, self._account_unique_id)
        return known is None and not self._is_repair

    def _show_credentials(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask for the credentials."""
        error = error or self._cause
        typed = {CONF_USERNAME: self._username}
        is_again = self.source == SOURCE_REAUTH
        if self._site is None:
            return self._show_form(
                "credentials_again" if is_again else "credentials", CREDENTIALS_SCHEMA, typed, error
            )
        schema = LOGIN_SCHEMA
        if len(self._site.providers) > 1:
            provider = vol.Required(CONF_PROVIDER, default=self._provider)
            schema = schema.extend({provider: one_of(self._site.providers)})
        return self._show_form("login_again" if is_again else "login", schema, typed, error)
