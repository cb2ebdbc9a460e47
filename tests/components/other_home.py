"""Another Home Assistant, as far as who links it sees it: its address, its login, and what can be chosen."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import override

import aiohttp

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.errors import (
    AuthError,
    InvalidCredentials,
    InvalidOneTimeCode,
    OneTimeCodeRequired,
    RefreshTokenRejected,
)
from custom_components.latchkey.auth.login import Credentials, Login, OffersMethods
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.base import Account, Cloud
from custom_components.latchkey.clouds.capabilities import Selectable, TellsEvents
from custom_components.latchkey.clouds.home_assistant.announcement import Announcement
from custom_components.latchkey.clouds.model import Command, Device, JsonValue, Snapshot
from custom_components.latchkey.clouds.settings import Choice, Choices, Selection, Settings
from custom_components.latchkey.clouds.vendor import Pace, SelfHosted, Site, Vendor

ADDRESS = "http://parents.example:8123"
PASSWORD = "under the flowerpot"
CODE = "123456"

CHOICES = Choices(
    features=(
        Choice(id="hob", name="Hob", word="off", kind="light", place="kitchen", device="stove"),
        Choice(id="oven", name="Oven", word="180 °C", kind="sensor", place="kitchen", device="stove"),
        Choice(id="lamp", name="Lamp", word="on", kind="light", place="kitchen"),
        Choice(id="hatch", name="Hatch", word="locked", kind="lock", place="attic"),
        Choice(id="tank", name="Tank", word="55 %", kind="sensor"),
        Choice(id="backup", name="Backup", word="idle", kind="sensor", device="system", housekeeping=True),
        Choice(id="gate", name="Gate", word="off", kind="light", place="attic", mirrored=True),
    ),
    places={"kitchen": "Kitchen", "attic": "Attic"},
    devices={"stove": "Stove", "system": "System"},
    labels={"share": "Shared"},
)


@dataclass(slots=True)
class OtherHome:
    """What the other side knows, and what it was asked."""

    url: str = ADDRESS
    """Where it is now, in one form."""

    providers: Mapping[str, str] = field(default_factory=lambda: {"homeassistant": "Home Assistant Local"})
    methods: Mapping[str, str] = field(default_factory=dict)
    """The ways to get a code among which a person must choose."""

    account: Account = field(default_factory=lambda: Account(id="kid", name="Parents – Kid"))
    choices: Choices = CHOICES
    asks_for_code: bool = True
    has_app: bool = True
    """Whether its user has an authenticator app, where there is no choice."""

    errors: dict[str, AuthError] = field(default_factory=dict)
    """What goes wrong from now on, by the name of what is asked."""

    meanwhile: Callable[[], None] = lambda: None
    """What happens while it is looked for, or counts."""

    asked: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    """The addresses that were looked at."""

    addresses: list[str] = field(default_factory=list)
    """Where passwords and tokens were sent."""

    logins: list[Credentials] = field(default_factory=list)
    chosen_methods: list[str] = field(default_factory=list)
    settings: list[Settings] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    administrative: set[str] = field(default_factory=set)
    """The events that only administrators are told."""

    live: list[str] = field(default_factory=list)
    """The refresh tokens that its list holds."""

    rotated: str | None = None
    """What it gives for any of them, where it does."""

    def hear(self, question: str) -> None:
        """Be asked something."""
        self.asked.append(question)
        if question in self.errors:
            raise self.errors[question]

    def show(self, selection: Selection) -> frozenset[str]:
        """Return what a selection shows; labels and patterns are those of nothing here."""
        return frozenset(
            each.id
            for each in self.choices.features
            if (selection.housekeeping or not each.housekeeping)
            and (selection.mirrored or not each.mirrored)
            and (
                not selection.names_something
                or each.kind in selection.kinds
                or each.place in selection.places
                or each.device in selection.devices
                or each.id in selection.features
            )
        )

    def issue(self) -> Token:
        """Hand out a token."""
        self.live.append(f"refresh-token-{len(self.asked)}")
        return Token(bearer="bearer", refresh_token=self.live[-1], expires_in=1800)

    def vendor_at(self, url: str) -> Vendor:
        """Return the vendor by which it is reached at an address."""
        return SelfHosted(
            kind="home_assistant",
            name="Home Assistant",
            token_endpoint=_Endpoint(url=url, client_id="latchkey", home=self),
            login=partial(_Login, home=self, url=url),
            load_cloud=lambda: _cloud_of(self),
            pace=Pace(default=900, minimum=300, maximum=86400),
            find=self._async_find,
            at=self.vendor_at,
            example="http://homeassistant.local:8123",
            find_announced=Announcement.parse,
            loggers=(),
        )

    async def _async_find(
        self, client: aiohttp.ClientSession, text: str, _is_own: Callable[[str], bool]
    ) -> Site:
        self.typed.append(text)
        self.hear("find")
        self.meanwhile()
        return Site(url=self.url, providers=self.providers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Endpoint(TokenEndpoint):
    """Its token endpoint; bearers are fresh for as long as a test takes."""

    home: OtherHome

    @override
    async def async_refresh(
        self, client: aiohttp.ClientSession, refresh_token: str, *_: Callable[[str], None] | None
    ) -> Token:
        self.home.addresses.append(self.url)
        if refresh_token not in self.home.live:
            raise RefreshTokenRejected
        return Token(bearer="bearer", refresh_token=self.home.rotated or refresh_token, expires_in=1800)

    @override
    async def async_revoke(self, client: aiohttp.ClientSession, refresh_token: str) -> None:
        self.home.addresses.append(self.url)
        self.home.live.remove(refresh_token)


class _Login(Login, OffersMethods):
    """Its login flow."""

    def __init__(self, session: aiohttp.ClientSession, *, home: OtherHome, url: str) -> None:
        super().__init__(session)
        self._home = home
        self._url = url

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        self._home.hear("password")
        self._home.addresses.append(self._url)
        self._home.logins.append(credentials)
        if credentials.password != PASSWORD:
            raise InvalidCredentials
        if self._home.asks_for_code:
            raise OneTimeCodeRequired(self._home.methods, is_from_app=self._home.has_app)
        return self._home.issue()

    @override
    async def async_choose(self, method: str) -> bool:
        self._home.hear("method")
        self._home.chosen_methods.append(method)
        return method == "totp"

    @override
    async def async_submit(self, code: str) -> Token:
        self._home.hear("code")
        if code != CODE:
            raise InvalidOneTimeCode
        return self._home.issue()


class _Cloud(Cloud, Selectable, TellsEvents):
    """One user of it."""

    _home: OtherHome

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        super().__init__(session, settings)
        self._home.settings.append(settings)

    @override
    async def async_identify(self) -> Account:
        await self._session.async_get_access_token()
        self._home.hear("account")
        return self._home.account

    @override
    async def async_list_choices(self) -> Choices:
        self._home.hear("choices")
        shown = self._home.show(self._settings.selection)
        return replace(self._home.choices, shown=shown)

    @override
    async def async_list_shown(self, selection: Selection) -> frozenset[str]:
        self._home.hear("count")
        self._home.selections.append(selection)
        self._home.meanwhile()
        return self._home.show(selection)

    @override
    def tell_events(self, on_event: Callable[[str, Mapping[str, JsonValue]], None]) -> None: ...

    @override
    async def async_list_forbidden(self, event_types: Collection[str]) -> list[str]:
        self._home.hear("events")
        return sorted(self._home.administrative & set(event_types))

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        return None

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        self._home.hear("fetch")
        return Snapshot(devices={"instance": Device(id="instance", name="Parents", features={})})

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        raise NotImplementedError


def _cloud_of(home: OtherHome) -> type[_Cloud]:
    """Return the class of its accounts."""
    return type("_CloudOf", (_Cloud,), {"_home": home})
