"""What can go wrong while an account is linked, and the sentences that tell it."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.util import dt as dt_util

from ..auth.errors import (
    AddressBanned,
    AddressNotReached,
    AuthError,
    CertificateRejected,
    InvalidAddress,
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginBlocked,
    LoginExpired,
    LoginLocked,
    MovedAddress,
    RefreshTokenRejected,
    TooManyCodes,
    TroubleCause,
    WrongAddress,
)


class CodeMissing(AuthError):
    """Nothing was typed where a one-time code is asked for."""


class OwnAddress(AuthError):
    """The account is one of this very Home Assistant."""


class EncryptionLost(AuthError):
    """What answers without encryption says to be an account that was reached with it."""


class NoHomes(AuthError):
    """No home is chosen to be shown."""


class InvalidPrefix(AuthError):
    """What entity ids shall begin with cannot be a part of one."""


class OlderKey(AuthError):
    """The vendor rejected a refresh token that came with a backup."""


ERRORS: Final[dict[type[AuthError], str]] = {
    InvalidCredentials: "invalid_auth",
    InvalidOneTimeCode: "invalid_code",
    CodeMissing: "code_missing",
    InvalidAddress: "invalid_address",
    WrongAddress: "wrong_address",
    MovedAddress: "moved_address",
    OwnAddress: "own_address",
    EncryptionLost: "encryption_lost",
    NoHomes: "no_homes",
    InvalidPrefix: "invalid_prefix",
    OlderKey: "older_key",
    AddressBanned: "address_banned",
    AddressNotReached: "address_not_reached",
    CertificateRejected: "certificate_rejected",
    LoginBlocked: "login_blocked",
    TooManyCodes: "too_many_codes",
    LoginExpired: "login_expired",
    LoginLocked: "login_locked",
    RefreshTokenRejected: "login_expired",
    AuthError: "cannot_connect",  # Unknown means temporary.
}


ADDRESS_ERRORS: Final[dict[TroubleCause, str]] = {
    "unknown_host": "unknown_host",
    "connection_refused": "connection_refused",
    "no_answer": "no_answer",
    "error_status": "error_status",
}


def error_key(error: AuthError) -> str:
    """Return the key of the sentence that says what went wrong."""
    if isinstance(error, AddressNotReached):
        return ADDRESS_ERRORS.get(error.cause, ERRORS[AddressNotReached])
    return next(key for kind, key in ERRORS.items() if isinstance(error, kind))


def locked_until(error: AuthError | None) -> str:
    """Return the local time at which the vendor takes logins again; empty where it did not say."""
    if not isinstance(error, LoginLocked) or error.retry_after is None:
        return ""
    return local_time(dt_util.now() + timedelta(seconds=error.retry_after, minutes=1))


def local_time(moment: datetime) -> str:
    """Return what the clock shows at a moment, with the date where that is not today's."""
    local = dt_util.as_local(moment)
    return local.strftime("%H:%M" if local.date() == dt_util.now().date() else "%Y-%m-%d %H:%M")
