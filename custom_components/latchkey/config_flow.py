"""Links accounts: kind, credentials, one-time code and choice of homes where there is one, done."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, override

import probatio
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME, UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers import selector
from homeassistant.helpers.typing import UNDEFINED
from homeassistant.util import dt as dt_util

from .auth.errors import (
    AuthError,
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginExpired,
    LoginLocked,
    OneTimeCodeRequired,
    RefreshTokenRejected,
    TemporaryError,
)
from .auth.login import Credentials
from .auth.redaction import mask_loggers
from .clouds import load_vendor, load_vendors
from .clouds.base import Account, Pace, Vendor
from .const import (
    CONF_ACCOUNT_NAME,
    CONF_HIDDEN_PLACES,
    CONF_KIND,
    CONF_POLL_INTERVAL,
    CONF_REFRESH_TOKEN,
    DOMAIN,
    LOGGER,
)
from .coordinator import LatchkeyConfigEntry
from .linking import LinkAttempt
from .revocation import async_revoke
from .token_store import TokenStore

CONF_CODE: Final = "code"
CONF_NEXT: Final = "next"
CONF_SHOWN_PLACES: Final = "shown_places"

NEXT_ENTER: Final = "enter"
NEXT_RESEND: Final = "resend"
NEXT_START_OVER: Final = "start_over"

ERRORS: Final[dict[type[AuthError], str]] = {
    InvalidCredentials: "invalid_auth",
    InvalidOneTimeCode: "invalid_code",
    LoginExpired: "login_expired",
    LoginLocked: "login_locked",
    RefreshTokenRejected: "login_expired",
    AuthError: "cannot_connect",  # Unknown means temporary.
}

CREDENTIALS_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_USERNAME): selector.TextSelector(
            selector.TextSelectorConfig(type=selector.TextSelectorType.EMAIL, autocomplete="username")
        ),
        probatio.Required(CONF_PASSWORD): selector.TextSelector(
            selector.TextSelectorConfig(
                type=selector.TextSelectorType.PASSWORD, autocomplete="current-password"
            )
        ),
    }
)
CODE_SCHEMA: Final = probatio.Schema(
    {
        probatio.Optional(CONF_CODE): selector.TextSelector(
            selector.TextSelectorConfig(autocomplete="one-time-code")
        ),
        probatio.Required(CONF_NEXT, default=NEXT_ENTER): selector.SelectSelector(
            selector.SelectSelectorConfig(
                options=[NEXT_ENTER, NEXT_RESEND, NEXT_START_OVER],
                translation_key="code_next",
                mode=selector.SelectSelectorMode.LIST,
            )
        ),
    }
)


class LatchkeyConfigFlow(ConfigFlow, domain=DOMAIN):
    """Links an account, for the first time or anew."""

    _vendor: Vendor
    _attempt: LinkAttempt
    _account: Account
    _homes: Mapping[str, str] = MappingProxyType({})
    _username: str | None = None
    _removed = False

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the kind of account."""
        vendors = await self.hass.async_add_import_executor_job(load_vendors)
        if user_input is not None:
            return self._start(vendors[user_input[CONF_KIND]])
        options = [selector.SelectOptionDict(value=kind, label=vendors[kind].name) for kind in vendors]
        kinds = selector.SelectSelector(selector.SelectSelectorConfig(options=options))
        return self.async_show_form(
            step_id="user", data_schema=probatio.Schema({probatio.Required(CONF_KIND): kinds})
        )

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Log in again, since the vendor rejected the refresh token."""
        return await self._async_start_again(entry_data)

    async def async_step_reconfigure(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Log in again, since a person wants to."""
        return await self._async_start_again(self._get_reconfigure_entry().data)

    async def _async_start_again(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin with what the entry knows of the account."""
        self._username = entry_data[CONF_ACCOUNT_NAME]
        return self._start(await self.hass.async_add_import_executor_job(load_vendor, entry_data[CONF_KIND]))

    @callback
    def _start(self, vendor: Vendor) -> ConfigFlowResult:
        """Ask for the credentials, now that the vendor is known."""
        self._vendor = vendor
        mask_loggers(LOGGER.name, *vendor.loggers)
        return self._show_credentials()

    async def async_step_credentials(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Send the credentials, once for each time that a person asks for it."""
        if user_input is None:
            return self._show_credentials()
        self._discard_attempt()
        self._attempt = LinkAttempt(self.hass, self._vendor)
        self._username = user_input[CONF_USERNAME]
        credentials = Credentials(username=user_input[CONF_USERNAME], password=user_input[CONF_PASSWORD])
        try:
            await self._attempt.async_start(credentials)
        except OneTimeCodeRequired:
            return self._show_form("code", CODE_SCHEMA)
        except AuthError as error:
            return self._show_credentials(error)
        return await self.async_step_account()

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Do with the one-time code what the person chose."""
        if user_input is None:
            return self._show_form("code", CODE_SCHEMA)
        choices = {
            NEXT_ENTER: self._async_submit,
            NEXT_RESEND: self._async_resend,
            NEXT_START_OVER: self._async_start_over,
        }
        try:
            return await choices[user_input[CONF_NEXT]](user_input.get(CONF_CODE, ""))
        except LoginExpired as error:
            return self._show_credentials(error)
        except AuthError as error:
            return self._show_form("code", CODE_SCHEMA, user_input, error)

    async_step_new_code = async_step_code

    async def _async_submit(self, code: str) -> ConfigFlowResult:
        """Send the code."""
        if not code.strip():
            raise InvalidOneTimeCode
        await self._attempt.async_submit(code)
        return await self.async_step_account()

    async def _async_resend(self, _code: str) -> ConfigFlowResult:
        """Have another code sent, and say so."""
        await self._attempt.async_resend()
        return self._show_form("new_code", CODE_SCHEMA)

    async def _async_start_over(self, _code: str) -> ConfigFlowResult:
        """Go back to the credentials."""
        return self._show_credentials()

    async def async_step_account(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - a form without fields: try again
    ) -> ConfigFlowResult:
        """See whose account it is; a vendor that is away for a moment does not cost the login."""
        try:
            self._account = await self._attempt.async_identify()
            if self._is_new:
                self._homes = await self._attempt.async_list_homes()
        except TemporaryError as error:
            return self._show_form("account", probatio.Schema({}), error=error)
        except RefreshTokenRejected as error:
            return self._show_credentials(error)
        return await self.async_step_places()

    async def async_step_places(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which homes to show, where there are several."""
        if user_input is not None:
            return await self._async_link(set(self._homes) - set(user_input[CONF_SHOWN_PLACES]))
        if len(self._homes) > 1:
            return self._show_form("places", probatio.Schema(_places_schema(self._homes, hidden=set())))
        return await self._async_link(hidden=set())

    async def _async_link(self, hidden: set[str]) -> ConfigFlowResult:
        """Store the account in its entry, which may be there already."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        account = self._account
        entry = await self.async_set_unique_id(self._account_unique_id)
        self._abort_if_unique_id_mismatch(
            reason="wrong_account", description_placeholders={"account": account.name}
        )
        if entry is not None:
            return await self._async_relink(entry, account)
        data = {
            CONF_KIND: self._vendor.kind,
            CONF_ACCOUNT_NAME: account.name,
            CONF_REFRESH_TOKEN: await self._attempt.async_take(),
        }
        options = {CONF_HIDDEN_PLACES: sorted(hidden)} if hidden else {}
        return self.async_create_entry(title=account.name, data=data, options=options)

    async def _async_relink(self, entry: ConfigEntry, account: Account) -> ConfigFlowResult:
        """Put the fresh token into the entry of this account and load it anew."""
        unneeded = await TokenStore(self.hass, entry).async_replace(await self._attempt.async_take())
        if unneeded is not None:
            await async_revoke(self.hass, self._vendor, unneeded)
        if self.hass.config_entries.async_get_entry(entry.entry_id) is None:
            return self.async_abort(reason="cancelled")
        named_by_person = entry.title != entry.data[CONF_ACCOUNT_NAME]
        return self.async_update_reload_and_abort(
            entry,
            title=entry.title if named_by_person else account.name,
            data_updates={CONF_ACCOUNT_NAME: account.name},
            reason="relinked" if self.source == SOURCE_USER else UNDEFINED,
        )

    def _show_credentials(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask for the credentials."""
        typed = {CONF_USERNAME: self._username}
        return self._show_form("credentials", CREDENTIALS_SCHEMA, typed, error)

    def _show_form(
        self,
        step_id: str,
        schema: probatio.Schema,
        typed: Mapping[str, Any] | None = None,
        error: AuthError | None = None,
    ) -> ConfigFlowResult:
        """Show a form with what was typed before, and what went wrong."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        until = _locked_until(error)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, typed),
            errors={} if error is None else {"base": "login_locked_until" if until else _error_key(error)},
            description_placeholders={
                "vendor": self._vendor.name,
                "username": self._username or "",
                "until": until,
            },
        )

    @property
    def _account_unique_id(self) -> str:
        """The unique id of the account's entry."""
        return f"{self._vendor.kind}:{self._account.id}"

    @property
    def _is_new(self) -> bool:
        """Whether the account gets an entry, rather than that an entry gets its account back."""
        entries = self.hass.config_entries
        known = entries.async_entry_for_domain_unique_id(DOMAIN, self._account_unique_id)
        return self.source == SOURCE_USER and known is None

    @property
    def _is_over(self) -> bool:
        """Whether the dialog was closed, or its account removed, while the vendor was asked."""
        entry_id = self.context.get("entry_id")
        is_gone = entry_id is not None and self.hass.config_entries.async_get_entry(entry_id) is None
        return self._removed or is_gone

    @callback
    @override
    def async_remove(self) -> None:
        """Close what the login opened, however the flow ended."""
        self._removed = True
        self._discard_attempt()

    @callback
    def _discard_attempt(self) -> None:
        """Leave an attempt that is over."""
        if hasattr(self, "_attempt"):
            self.hass.async_create_task(self._attempt.async_discard(), "discard a login")

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> LatchkeyOptionsFlow:
        """Return the flow of the options."""
        return LatchkeyOptionsFlow()


def _error_key(error: AuthError) -> str:
    """Return the key of the sentence that says what went wrong."""
    return next(key for kind, key in ERRORS.items() if isinstance(error, kind))


def _locked_until(error: AuthError | None) -> str:
    """Return the local time at which the vendor takes logins again; empty where it did not say."""
    if not isinstance(error, LoginLocked) or error.retry_after is None:
        return ""
    now = dt_util.now()
    until = now + timedelta(seconds=error.retry_after, minutes=1)
    return until.strftime("%H:%M" if until.date() == now.date() else "%Y-%m-%d %H:%M")


class LatchkeyOptionsFlow(OptionsFlowWithReload):
    """Changes how often an account is polled, and which places of it are shown."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options."""
        entry: LatchkeyConfigEntry = self.config_entry
        vendor = await self.hass.async_add_import_executor_job(load_vendor, entry.data[CONF_KIND])
        places = entry.runtime_data.data.places if entry.state is ConfigEntryState.LOADED else {}
        hidden = set(entry.options.get(CONF_HIDDEN_PLACES, ()))
        if user_input is None:
            interval = entry.options.get(CONF_POLL_INTERVAL, vendor.pace.default)
            schema = _interval_schema(vendor.pace, interval)
            if len(places) > 1:
                schema = schema.extend(_places_schema(places, hidden))
            return self.async_show_form(
                step_id="homes" if vendor.places == "homes" else "init", data_schema=schema
            )
        if CONF_SHOWN_PLACES in user_input:
            # What is hidden is kept, not what is shown: a new room appears by itself.
            hidden = (hidden | set(places)) - set(user_input[CONF_SHOWN_PLACES])
        return self.async_create_entry(
            data={
                CONF_POLL_INTERVAL: int(user_input[CONF_POLL_INTERVAL]),
                CONF_HIDDEN_PLACES: sorted(hidden),
            }
        )

    # The same form, in words for accounts whose places are homes.
    async_step_homes = async_step_init


def _interval_schema(pace: Pace, interval: int) -> probatio.Schema:
    """Return the field of the seconds between two polls."""
    seconds = selector.NumberSelector(
        selector.NumberSelectorConfig(
            min=pace.minimum,
            max=pace.maximum,
            step=1,
            unit_of_measurement=UnitOfTime.SECONDS,
            mode=selector.NumberSelectorMode.BOX,
        )
    )
    return probatio.Schema({probatio.Required(CONF_POLL_INTERVAL, default=interval): seconds})


def _places_schema(places: Mapping[str, str], hidden: set[str]) -> dict[probatio.Required, Any]:
    """Return the field of the places that are shown."""
    by_name = sorted(places.items(), key=lambda place: place[1].casefold())
    options = [selector.SelectOptionDict(value=place, label=name) for place, name in by_name]
    shown = [place for place, _ in by_name if place not in hidden]
    choice = selector.SelectSelector(selector.SelectSelectorConfig(options=options, multiple=True))
    return {probatio.Required(CONF_SHOWN_PLACES, default=shown): choice}
