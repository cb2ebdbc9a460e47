"""Links accounts: kind, address, credentials, one-time code and choice of what to show, done."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, override

import voluptuous as vol
from homeassistant.config_entries import (
    SOURCE_DHCP,
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import callback
from homeassistant.helpers import instance_id, selector
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.helpers.typing import UNDEFINED
from homeassistant.util import dt as dt_util

from .account.linking import LinkAttempt
from .account.revocation import async_revoke
from .account.selection import describe_selection, parse_selection
from .account.token_store import TokenStore, is_copied
from .account.vendor import async_load_vendor
from .auth.errors import (
    AddressBanned,
    AuthError,
    CertificateRejected,
    InvalidAddress,
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginBlocked,
    LoginExpired,
    LoginLocked,
    MovedAddress,
    OneTimeCodeRequired,
    RefreshTokenRejected,
    TemporaryError,
    TooManyCodes,
    WrongAddress,
)
from .auth.login import Credentials
from .auth.redaction import mask_loggers
from .clouds import load_vendor, load_vendors
from .clouds.base import Account, Choices, Selection, Site, Vendor
from .const import (
    CONF_ACCOUNT_NAME,
    CONF_HIDDEN_PLACES,
    CONF_INSTANCE_ID,
    CONF_KIND,
    CONF_PROVIDER,
    CONF_REFRESH_TOKEN,
    CONF_SELECTION,
    CONF_URL,
    DOMAIN,
    LOGGER,
)
from .flows.discovery import Announcement
from .flows.options import LatchkeyOptionsFlow
from .flows.selection_form import (
    CONF_SHOWN_PLACES,
    places_schema,
    selection_schema,
)

CONF_CODE: Final = "code"
CONF_NEXT: Final = "next"
CONF_METHOD: Final = "method"

HOME_ASSISTANT: Final = "home_assistant"
"""The kind of account that a Home Assistant on the network is."""

BTICINO: Final = "bticino"
"""The kind of account that a device of BTicino on the network is likely to have."""

EXAMPLE_URL: Final = "http://homeassistant.local:8123"

NEXT_ENTER: Final = "enter"
NEXT_RESEND: Final = "resend"
NEXT_START_OVER: Final = "start_over"


class OwnAddress(AuthError):
    """The account is one of this very Home Assistant."""


class EncryptionLost(AuthError):
    """What answers without encryption says to be an account that was reached with it."""


class OlderKey(AuthError):
    """The vendor rejected a refresh token that came with a backup."""


ERRORS: Final[dict[type[AuthError], str]] = {
    InvalidCredentials: "invalid_auth",
    InvalidOneTimeCode: "invalid_code",
    InvalidAddress: "invalid_address",
    WrongAddress: "wrong_address",
    MovedAddress: "moved_address",
    OwnAddress: "own_address",
    EncryptionLost: "encryption_lost",
    OlderKey: "older_key",
    AddressBanned: "address_banned",
    CertificateRejected: "certificate_rejected",
    LoginBlocked: "login_blocked",
    TooManyCodes: "too_many_codes",
    LoginExpired: "login_expired",
    LoginLocked: "login_locked",
    RefreshTokenRejected: "login_expired",
    AuthError: "cannot_connect",  # Unknown means temporary.
}


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
ADDRESS_SCHEMA: Final = vol.Schema({vol.Required(CONF_URL): selector.TextSelector()})


def _code_schema(nexts: list[str]) -> vol.Schema:
    """Return the field of the code, and what else a person may do."""
    choice = selector.SelectSelectorConfig(
        options=nexts, translation_key="code_next", mode=selector.SelectSelectorMode.LIST
    )
    code = selector.TextSelector(selector.TextSelectorConfig(autocomplete="one-time-code"))
    return vol.Schema(
        {
            vol.Optional(CONF_CODE): code,
            vol.Required(CONF_NEXT, default=NEXT_ENTER): selector.SelectSelector(choice),
        }
    )


CODE_SCHEMA: Final = _code_schema([NEXT_ENTER, NEXT_RESEND, NEXT_START_OVER])
APP_CODE_SCHEMA: Final = _code_schema([NEXT_ENTER, NEXT_START_OVER])


class LatchkeyConfigFlow(ConfigFlow, domain=DOMAIN):
    """Links an account, for the first time or anew."""

    _vendor: Vendor
    _attempt: LinkAttempt
    _account: Account
    _choices: Choices
    _cause: AuthError | None = None
    """Why a login is asked for, until a person has begun it."""

    _found: Announcement | None = None
    _site: Site | None = None
    _provider: str | None = None
    _address: str | None = None
    _was_encrypted = False
    _methods: Mapping[str, str] = MappingProxyType({})
    _homes: Mapping[str, str] = MappingProxyType({})
    _selection = Selection()
    _count = 0
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
        return self.async_show_form(step_id="user", data_schema=vol.Schema({vol.Required(CONF_KIND): kinds}))

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Log in again, since the vendor rejected the refresh token."""
        if is_copied(self.hass, self._get_reauth_entry().entry_id):
            self._cause = OlderKey()
        return await self._async_start_again(entry_data)

    async def async_step_reconfigure(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Log in again, since a person wants to."""
        return await self._async_start_again(self._get_reconfigure_entry().data)

    async def _async_start_again(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin with what the entry knows of the account."""
        vendor = await async_load_vendor(self.hass, entry_data)
        self._address, self._provider = entry_data.get(CONF_URL), entry_data.get(CONF_PROVIDER)
        self._was_encrypted = _is_encrypted(self._address)
        if self._address is None:
            self._username = entry_data[CONF_ACCOUNT_NAME]
        elif self.source == SOURCE_REAUTH:
            self._site = Site(url=self._address, providers={})
        return self._start(vendor)

    @override
    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Offer another Home Assistant that was found on the network, unless it is this one, or linked."""
        found = Announcement.parse(discovery_info)
        if found is None or found.instance_id == await instance_id.async_get(self.hass):
            return self.async_abort(reason="own_instance")
        await self.async_set_unique_id(f"{HOME_ASSISTANT}:instance:{found.instance_id}")
        self._abort_if_unique_id_configured()  # A person may have chosen to ignore it.
        for entry in self._async_current_entries():
            if entry.data.get(CONF_INSTANCE_ID) == found.instance_id or found.is_at(entry.data.get(CONF_URL)):
                return self.async_abort(reason="already_configured")
        self._found = found
        self._address = found.url
        self.context["title_placeholders"] = {"name": found.host}
        return self._start(await self.hass.async_add_import_executor_job(load_vendor, HOME_ASSISTANT))

    @override
    async def async_step_dhcp(self, discovery_info: DhcpServiceInfo) -> ConfigFlowResult:
        """Offer to link the account of a door phone that was found on the network, unless one is linked.

        BTicino makes much else, all of it known by the same addresses: one offer is enough.
        """
        await self.async_set_unique_id(f"{BTICINO}:device:{discovery_info.macaddress}")
        self._abort_if_unique_id_configured()  # A person may have chosen to ignore it.
        if any(entry.data.get(CONF_KIND) == BTICINO for entry in self._async_current_entries()):
            return self.async_abort(reason="already_configured")
        if self._offers:
            return self.async_abort(reason="already_in_progress")
        vendor = await self.hass.async_add_import_executor_job(load_vendor, BTICINO)
        self.context["title_placeholders"] = {"name": vendor.name}
        return self._start(vendor)

    @property
    def _offers(self) -> list[str]:
        """The flows in which other door phones offer their account, those included that are about to."""
        flows = self._async_in_progress(include_uninitialized=True, match_context={"source": SOURCE_DHCP})
        return [flow["flow_id"] for flow in flows]

    @callback
    def _start(self, vendor: Vendor) -> ConfigFlowResult:
        """Ask for the address where there are many, and for the credentials, now that the vendor is known."""
        self._vendor = vendor
        mask_loggers(LOGGER.name, *vendor.loggers)
        is_asked_for = vendor.find is not None and self._site is None
        return self._show_address() if is_asked_for else self._show_credentials()

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Look what is at an address."""
        if user_input is None or self._vendor.find is None or self._vendor.at is None:
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
        if _is_encrypted(site.url) or self._is_plain_on_purpose:
            return self._show_credentials()
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
        if self._was_encrypted and not _is_encrypted(site.url):
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
            self._methods = required.methods
            return self._show_methods() if required.methods else self._show_code()
        except AuthError as error:
            return self._show_credentials(error)
        return await self.async_step_account()

    # The same form, in words for accounts that are not known by an e-mail address.
    async_step_login = async_step_credentials

    async def async_step_method(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose how to get the code, where there are several ways."""
        if user_input is None:
            return self._show_methods()
        try:
            await self._attempt.async_choose(user_input[CONF_METHOD])
        except LoginExpired as error:
            return self._show_credentials(error)
        except AuthError as error:
            return self._show_methods(error)
        return self._show_code()

    def _show_methods(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask how to get the code."""
        schema = vol.Schema({vol.Required(CONF_METHOD): _one_of(self._methods)})
        return self._show_form("method", schema, error=error)

    def _show_code(
        self, typed: Mapping[str, Any] | None = None, error: AuthError | None = None
    ) -> ConfigFlowResult:
        """Ask for the one-time code."""
        if self._vendor.resends:
            return self._show_form("code", CODE_SCHEMA, typed, error)
        return self._show_form("app_code", APP_CODE_SCHEMA, typed, error)

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Do with the one-time code what the person chose."""
        if user_input is None:
            return self._show_code()
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
            return self._show_code(user_input, error)

    async_step_new_code = async_step_app_code = async_step_code

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
            if self._site is not None and await self.hass.auth.async_get_user(self._account.id):
                return self._show_address(OwnAddress())
            if self._is_new:
                self._homes = await self._attempt.async_list_homes()
                if self._vendor.selects:
                    self._choices = await self._attempt.async_list_choices()
                    return self._show_selection()
        except TemporaryError as error:
            return self._show_form("account", vol.Schema({}), error=error)
        except RefreshTokenRejected as error:
            return self._show_credentials(error)
        return await self.async_step_places()

    async def async_step_selection(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what of the account to show, and say how much that is."""
        if user_input is None:
            return self._show_selection()
        self._selection = parse_selection(user_input)
        try:
            self._count = await self._attempt.async_count(self._selection)
        except TemporaryError as error:
            return self._show_selection(error)
        except RefreshTokenRejected as error:
            return self._show_credentials(error)
        return await self.async_step_confirm()

    async def async_step_confirm(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Say how much is shown then."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        return self.async_show_menu(
            step_id="confirm",
            menu_options=["link", "selection"],
            description_placeholders={"count": str(self._count), "account": self._account.name},
        )

    async def async_step_link(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Link the account as it was chosen."""
        return await self._async_link({CONF_SELECTION: describe_selection(self._selection)})

    def _show_selection(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask what of the account to show."""
        schema = vol.Schema(selection_schema(self._choices, self._selection))
        return self._show_form("selection", schema, error=error)

    async def async_step_places(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which homes to show, where there are several."""
        if user_input is not None:
            hidden = sorted(set(self._homes) - set(user_input[CONF_SHOWN_PLACES]))
            return await self._async_link({CONF_HIDDEN_PLACES: hidden} if hidden else {})
        if len(self._homes) > 1:
            return self._show_form("places", vol.Schema(places_schema(self._homes, hidden=set())))
        return await self._async_link({})

    async def _async_link(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Store the account in its entry, which may be there already."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        account = self._account
        entry = await self.async_set_unique_id(self._account_unique_id)
        self._abort_if_unique_id_mismatch(
            reason="wrong_account", description_placeholders={"account": account.name}
        )
        if entry is not None:
            if _is_encrypted(entry.data.get(CONF_URL)) and not _is_encrypted(self._site_data.get(CONF_URL)):
                return self.async_abort(reason="encryption_lost")
            return await self._async_relink(entry, account)
        self._end_offers()
        data = {
            CONF_KIND: self._vendor.kind,
            CONF_ACCOUNT_NAME: account.name,
            CONF_REFRESH_TOKEN: await self._attempt.async_take(),
            **self._site_data,
        }
        return self.async_create_entry(title=account.name, data=data, options=options)

    @callback
    def _end_offers(self) -> None:
        """Offer the account of a door phone no more, now that it is linked in another way."""
        if self._vendor.kind == BTICINO:
            for offer in self._offers:
                self.hass.config_entries.flow.async_abort(offer)

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
            data_updates={CONF_ACCOUNT_NAME: account.name, **self._site_data},
            reason=UNDEFINED if self._is_repair else "relinked",
        )

    def _show_credentials(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask for the credentials."""
        error = error or self._cause
        typed = {CONF_USERNAME: self._username}
        if self._site is None:
            return self._show_form("credentials", CREDENTIALS_SCHEMA, typed, error)
        schema = LOGIN_SCHEMA
        if len(self._site.providers) > 1:
            provider = vol.Required(CONF_PROVIDER, default=self._provider)
            schema = schema.extend({provider: _one_of(self._site.providers)})
        return self._show_form("login", schema, typed, error)

    @property
    def _site_data(self) -> dict[str, str]:
        """What the entry keeps of an address."""
        if self._site is None:
            return {}
        data = {CONF_URL: self._site.url}
        if self._provider is not None:
            data[CONF_PROVIDER] = self._provider
        if self._found is not None and self._found.is_at(self._site.url):
            data[CONF_INSTANCE_ID] = self._found.instance_id
        return data

    def _show_form(
        self,
        step_id: str,
        schema: vol.Schema,
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
                "url": self._site.url if self._site is not None else self._address or "",
                "host": self._found.host if self._found is not None else "",
                "example": EXAMPLE_URL,
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
        return known is None and not self._is_repair

    @property
    def _is_repair(self) -> bool:
        """Whether the flow was started from an entry."""
        return self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE)

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


def _is_encrypted(url: str | None) -> bool:
    """Return whether what is sent to an address is encrypted on its way."""
    return url is not None and url.startswith("https:")


def _locked_until(error: AuthError | None) -> str:
    """Return the local time at which the vendor takes logins again; empty where it did not say."""
    if not isinstance(error, LoginLocked) or error.retry_after is None:
        return ""
    now = dt_util.now()
    until = now + timedelta(seconds=error.retry_after, minutes=1)
    return until.strftime("%H:%M" if until.date() == now.date() else "%Y-%m-%d %H:%M")


def _one_of(names: Mapping[str, str]) -> selector.SelectSelector:
    """Return a choice of one out of some names."""
    options = [selector.SelectOptionDict(value=value, label=name) for value, name in names.items()]
    return selector.SelectSelector(
        selector.SelectSelectorConfig(options=options, mode=selector.SelectSelectorMode.LIST)
    )
