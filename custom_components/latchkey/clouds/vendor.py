"""How a vendor presents itself: all that is known before an account of it is set up."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import override

import aiohttp

from ..auth.endpoint import TokenEndpoint
from ..auth.login import Login
from .base import Cloud
from .discovery import Announced, Found, find_nothing
from .predecessor import Predecessor


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a vendor may be polled, in seconds."""

    default: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app in which a vendor's customers log in."""

    name: str
    """What it is called in the stores."""

    url: str
    """Where it is: there, a forgotten password can be replaced by a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A kind of account."""

    kind: str
    """The name of its folder; part of every account's unique id."""

    name: str
    """The brand, as its customers know it."""

    app: App | None = None
    """The app of its customers; None where it is at an address of their own."""

    token_endpoint: TokenEndpoint
    login: Callable[[aiohttp.ClientSession], Login]
    load_cloud: Callable[[], type[Cloud]]
    """Imports the vendor's library (slow: never on the event loop) and returns the cloud's class."""

    pace: Pace
    loggers: tuple[str, ...]
    """The loggers of the vendor's library: what they write is masked."""

    unused_life: timedelta | None = None
    """How long a refresh token lives that is not used; None where it lives on, or where that is not known."""

    find_announced: Callable[[Announced], Found | None] = find_nothing
    """Returns what of this vendor a service is that somebody announces on the network; None where none."""

    predecessor: Predecessor | None = None
    """Another integration for the same accounts, whose entities can be taken over; see `HasPredecessor`."""

    @property
    def app_name(self) -> str:
        """What its customers call its app."""
        return self.app.name if self.app is not None else self.name

    @property
    def label(self) -> str:
        """What a person recognizes it by: the brand, and its app where that is called otherwise."""
        return self.name if self.app_name == self.name else f"{self.name} ({self.app_name})"

    def title(self, account_name: str) -> str:
        """Return what an account is called here, unless a person calls it otherwise."""
        return f"{self.name} – {account_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was found at an address that a person typed."""

    url: str
    """The address in one form, without a slash at its end: the account is reached there."""

    providers: Mapping[str, str]
    """The names of those who can check a password there, by their ids; at least one."""

    is_own: bool = False
    """Whether it is this very Home Assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfHosted(Vendor):
    """A kind of account that is reached at an address of its own."""

    example: str
    """An address as a person may type it."""

    find: Callable[[aiohttp.ClientSession, str, Callable[[str], bool]], Awaitable[Site]]
    """Looks what is at an address that a person typed.

    The last argument tells whether a login that was begun there is one at this very Home Assistant.
    Raises InvalidAddress, WrongAddress, MovedAddress, AddressBanned, CertificateRejected or
    AddressNotReached.
    """

    at: Callable[[str], Vendor]
    """Returns the vendor as it is at the URL of a site."""

    @override
    def title(self, account_name: str) -> str:
        """Return the name of the account alone: it says where it is."""
        return account_name
