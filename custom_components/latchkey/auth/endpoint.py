"""One vendor's token endpoint: OAuth 2.0 (RFC 6749) and token revocation (RFC 7009)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote_plus

import aiohttp

from .errors import (
    AuthError,
    InvalidCredentials,
    LoginExpired,
    LoginLocked,
    RefreshTokenRejected,
    TemporaryError,
)
from .http import async_read_json, async_request, parse_json, raise_for_status, retry_after
from .redaction import mask
from .token import Token

DEFAULT_LIFE = 120.0
"""Seconds that a bearer lives where the vendor does not say: the shortest life of any vendor.

Too long does no harm, since a bearer that is refused is replaced.
"""

MAX_LIFE = 24 * 60 * 60.0

_CLIENT_ERRORS = ("invalid_client", "unauthorized_client")
"""What a token endpoint says of the client, not of the grant (RFC 6749, section 5.2)."""


class BearerMissing(TemporaryError):
    """The vendor's answer brings a refresh token, which must not be lost, but no bearer."""

    def __init__(self, refresh_token: str) -> None:
        """Take the refresh token to go on with."""
        super().__init__("the vendor's answer holds no bearer")
        self.refresh_token = refresh_token


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEndpoint:
    """How one vendor hands out tokens."""

    url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    client_authentication: Literal["body", "basic"] = "body"
    """Where the client's id and secret go (RFC 6749, section 2.3.1)."""

    refresh_scope: str | None = None
    """The scope to ask for when refreshing, where the vendor wants one."""

    bearer_field: str = "access_token"
    """The field of the answer that the vendor's API takes as bearer."""

    locked_error: str | None = None
    """The error by which the vendor refuses logins for now, where it does so without status 429."""

    spent_error: str | None = None
    """The error by which the vendor refuses a code that is spent, where it is not invalid_grant."""

    bearer_errors: frozenset[int] = frozenset()
    """The codes of errors by which the vendor's API refuses a bearer, where it does so without status 401."""

    revocation_url: str | None = None
    """Where tokens are revoked; None where the vendor has no such endpoint."""

    async def async_refuses_bearer(self, response: aiohttp.ClientResponse) -> bool:
        """Return whether this is how the vendor's API refuses a bearer (RFC 6750, section 3.1)."""
        if response.status == 401:  # noqa: PLR2004
            return True
        return response.status >= 400 and await async_read_error_code(response) in self.bearer_errors  # noqa: PLR2004

    async def async_exchange_code(
        self,
        client: aiohttp.ClientSession,
        *,
        code: str,
        redirect_uri: str,
        code_verifier: str | None = None,
    ) -> Token:
        """Exchange an authorization code (RFC 6749, section 4.1.3; PKCE: RFC 7636, section 4.5).

        An answer without a bearer is followed by a refresh with the refresh token that is in it.
        Raises LoginExpired, LoginLocked, RefreshTokenRejected, BearerMissing or TemporaryError.
        """
        mask(code)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if code_verifier is not None:
            mask(code_verifier)
            form["code_verifier"] = code_verifier
        return await self._async_log_in(client, form, LoginExpired())

    async def async_request_password_token(
        self, client: aiohttp.ClientSession, fields: Mapping[str, str]
    ) -> Token:
        """Exchange a password (RFC 6749, section 4.3.2).

        `fields` are username, password and, where the vendor wants one, scope; some vendors spell
        them otherwise or want more. An answer without a bearer is followed by a refresh with the
        refresh token that is in it. Raises InvalidCredentials, LoginLocked, RefreshTokenRejected,
        BearerMissing or TemporaryError.
        """
        return await self._async_log_in(client, {"grant_type": "password", **fields}, InvalidCredentials())

    async def async_refresh(
        self,
        client: aiohttp.ClientSession,
        refresh_token: str,
        on_parsed: Callable[[str], None] | None = None,
    ) -> Token:
        """Exchange a refresh token (RFC 6749, section 6).

        The token that is returned holds the same refresh token where the vendor does not rotate. Where it
        does, `on_parsed` is told the new one before anything else is done. Raises RefreshTokenRejected,
        BearerMissing or TemporaryError.
        """
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        if self.refresh_scope is not None:
            form["scope"] = self.refresh_scope
        response = await self._async_post(client, self.url, form)
        # Nothing less than this word costs a person a login: whoever stands between may say 401 as well.
        if response.status in (400, 401) and await _read_error(response) == "invalid_grant":
            raise RefreshTokenRejected("the vendor rejected the refresh token")
        return await self._async_read_token(response, refresh_token, on_parsed)

    async def async_revoke(self, client: aiohttp.ClientSession, refresh_token: str) -> None:
        """Revoke a refresh token, and what was granted with it (RFC 7009), where the vendor can.

        Raises TemporaryError.
        """
        if self.revocation_url is not None:
            form = {"token": refresh_token, "token_type_hint": "refresh_token"}
            raise_for_status(await self._async_post(client, self.revocation_url, form))

    async def _async_log_in(
        self, client: aiohttp.ClientSession, form: dict[str, str], refusal: AuthError
    ) -> Token:
        """Send a grant that a person has just given."""
        response = await self._async_post(client, self.url, form)
        error = await _read_error(response)
        if response.status == 429 or (error is not None and error == self.locked_error):  # noqa: PLR2004 - RFC 6585
            raise LoginLocked(retry_after(response))
        if error is not None and error == self.spent_error:
            raise refusal
        await _raise_for_refusal(response, refusal)
        try:
            return await self._async_read_token(response)
        except BearerMissing as error:
            # The grant is spent, but the refresh token that it bought is good.
            refresh_token = error.refresh_token
        return await self.async_refresh(client, refresh_token)

    async def _async_post(
        self, client: aiohttp.ClientSession, url: str, form: dict[str, str]
    ) -> aiohttp.ClientResponse:
        """Send a form in the client's name. A redirect is not followed: the form holds secrets."""
        headers = {}
        if self.client_authentication == "basic":
            headers["Authorization"] = aiohttp.encode_basic_auth(
                quote_plus(self.client_id), quote_plus(self.client_secret or "")
            )
        else:
            form = form | {"client_id": self.client_id}
            if self.client_secret is not None:
                form["client_secret"] = self.client_secret
        return await async_request(client, "POST", url, data=form, headers=headers, allow_redirects=False)

    async def _async_read_token(
        self,
        response: aiohttp.ClientResponse,
        refresh_token: str | None = None,
        on_parsed: Callable[[str], None] | None = None,
    ) -> Token:
        """Return the token that was granted; `refresh_token` is what stays where none is in it."""
        answer = await async_read_json(response)
        if not isinstance(answer, dict):
            raise TemporaryError("the vendor's answer holds no token")
        rotated = _parse_secret(answer.get("refresh_token"))
        if on_parsed is not None and rotated is not None and rotated != refresh_token:
            on_parsed(rotated)
        refresh_token = rotated or refresh_token
        bearer = _parse_secret(answer.get(self.bearer_field))
        if refresh_token is None:
            raise TemporaryError("the vendor's answer holds no refresh token")
        if bearer is None:
            raise BearerMissing(refresh_token)
        life = _parse_life(answer.get("expires_in"))
        return Token(bearer=bearer, refresh_token=refresh_token, expires_in=life)


async def _raise_for_refusal(response: aiohttp.ClientResponse, refusal: AuthError) -> None:
    """Raise where the vendor refused what a person gave; a 401 can also be about the client itself."""
    error = await _read_error(response)
    if (response.status, error) == (400, "invalid_grant"):
        raise refusal
    if response.status == 401 and error not in _CLIENT_ERRORS:  # noqa: PLR2004 - RFC 6749, section 5.2
        raise refusal


async def _read_error(response: aiohttp.ClientResponse) -> str | None:
    """Return the error that an answer names (RFC 6749, section 5.2)."""
    answer = parse_json(await response.read())
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, str) else None


async def async_read_error_code(response: aiohttp.ClientResponse) -> int | None:
    """Return the number of the error that an answer names, in the manner of {"error": {"code": 3}}."""
    answer = parse_json(await response.read())
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else None


def _parse_secret(value: Any) -> str | None:
    """Return a bearer or refresh token; None where it is none (RFC 6749, appendix A: visible ASCII)."""
    return value if isinstance(value, str) and value and value.isascii() and value.isprintable() else None


def _parse_life(value: Any) -> float:
    """Return the seconds that a bearer lives; a strange value is no reason to lose the token."""
    if isinstance(value, str) and value.isdecimal():
        value = float(value)  # Some vendors send the digits as a text.
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(min(value, MAX_LIFE))
    return DEFAULT_LIFE
