"""One attempt to log in at a vendor."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import aiohttp

from .redaction import mask
from .token import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a person types to log in."""

    username: str
    password: str = field(repr=False)
    provider: str | None = None
    """Who checks them, a key of `Site.providers`, where there are several."""

    def __post_init__(self) -> None:
        """Keep the password out of the log."""
        mask(self.password)


class Login(ABC):
    """One attempt to log in, from the password to the token."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Take a client session that serves this login alone: its cookies are the login's."""
        self._session = session

    @abstractmethod
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password and return the token.

        Raises OneTimeCodeRequired where a code must follow, InvalidCredentials, LoginBlocked,
        AddressBanned, LoginLocked or TemporaryError. The password is forgotten when this returns,
        however it returns.
        """

    @abstractmethod
    async def async_submit(self, code: str) -> Token:
        """Send the one-time code and return the token.

        Raises InvalidOneTimeCode (another may be tried), LoginExpired, LoginLocked or
        TemporaryError (the same code may be tried again).
        """


class OffersMethods(ABC):
    """A login at a vendor that has several ways to get a code."""

    @abstractmethod
    async def async_choose(self, method: str) -> bool:
        """Choose how to get the code, a key of `OneTimeCodeRequired.methods`; return whether an app shows it.

        Raises LoginExpired or TemporaryError.
        """


class ResendsCode(ABC):
    """A login at a vendor that sends codes; an app on the person's phone cannot send another one."""

    @abstractmethod
    async def async_resend(self) -> None:
        """Have the vendor send another code.

        Raises LoginExpired, LoginLocked or TemporaryError.
        """
