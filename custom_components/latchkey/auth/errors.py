"""What can go wrong between this project and a token endpoint: unknown means temporary."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

type TroubleCause = Literal[
    "no_connection",
    "unknown_host",
    "connection_refused",
    "no_answer",
    "certificate_rejected",
    "error_status",
    "too_many_requests",
    "not_understood",
    "bearer_refused",
    "closed",
]
"""Why a request did not succeed, as far as it matters to a person."""


class AuthError(Exception):
    """The base of every error that `auth` raises."""

    placeholders: Mapping[str, str] = MappingProxyType({})
    """What fills the gaps of a sentence about it."""


class LoginError(AuthError):
    """An attempt to log in did not lead to a token."""


class InvalidCredentials(LoginError):
    """The vendor knows no such user, or the password is wrong."""


class OneTimeCodeRequired(LoginError):
    """The password was right, and the vendor asks for a one-time code."""

    def __init__(
        self, methods: Mapping[str, str] = MappingProxyType({}), *, is_from_app: bool = False
    ) -> None:
        """Take the names of the ways to get a code by their ids, where the person has to choose one.

        Else, take whether the code is known to be one that an app on the person's phone shows.
        """
        super().__init__("the vendor asks for a one-time code")
        self.methods = methods
        self.is_from_app = is_from_app


class InvalidOneTimeCode(LoginError):
    """The one-time code was wrong; another one may be tried."""


class LoginExpired(LoginError):
    """The vendor has forgotten this attempt; it must be started over."""


class TooManyCodes(LoginExpired):
    """The vendor ended this attempt after too many wrong codes."""


class LoginBlocked(LoginError):
    """The user exists, but may not log in, until somebody there allows it."""


class AddressBanned(LoginError):
    """The vendor answers nothing that comes from this network, until somebody there allows it."""


class InvalidAddress(LoginError):
    """What a person typed is no address."""


class WrongAddress(LoginError):
    """Something else answers at an address, or something that takes no passwords."""

    def __init__(self, **placeholders: str) -> None:
        """Take what a person reads of it."""
        super().__init__("there is nothing that takes passwords")
        self.placeholders = placeholders


class MovedAddress(LoginError):
    """Whoever answers at an address says that it has become another one, which nobody has confirmed."""

    def __init__(self, url: str) -> None:
        """Take the other address."""
        super().__init__("the address redirects to another one")
        self.url = url


class LoginLocked(LoginError):
    """The vendor refuses logins of this account for now."""

    def __init__(self, retry_after: float | None = None) -> None:
        """Take the seconds until the vendor wants to be asked again, where it said so."""
        super().__init__("the vendor refuses logins for now")
        self.retry_after = retry_after


class RefreshTokenRejected(AuthError):
    """The refresh token is dead (RFC 6749, section 5.2: invalid_grant): only a login helps."""


class TemporaryError(AuthError):
    """Everything else: the same request may succeed later."""

    cause: TroubleCause = "not_understood"

    def __init__(
        self,
        reason: str,
        retry_after: float | None = None,
        cause: TroubleCause | None = None,
        **placeholders: str,
    ) -> None:
        """Take a reason for the log, free of secrets, and the seconds to wait where they are known.

        People read a sentence about the cause instead; `placeholders` fill its gaps.
        """
        super().__init__(reason)
        self.retry_after = retry_after
        self.cause = cause or self.cause
        self.placeholders = placeholders

    def again(self, retry_after: float) -> TemporaryError:
        """Return the same trouble for whoever asks while it lasts."""
        return TemporaryError(str(self), retry_after, self.cause, **self.placeholders)


class AddressNotReached(TemporaryError):
    """Whatever a person may have meant by an address, nothing answers there as it should."""


class CertificateRejected(TemporaryError):
    """Who answers cannot prove to be who was asked: nothing was sent there."""

    cause = "certificate_rejected"
