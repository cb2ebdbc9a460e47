"""The login of Hubspace: a Keycloak server, realm `thd`, with PKCE and a code by email."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, override

import aiohttp

from ...auth.endpoint import TokenEndpoint
from ...auth.errors import (
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginExpired,
    LoginLocked,
    OneTimeCodeRequired,
    TemporaryError,
)
from ...auth.http import async_request, describe_status, retry_after
from ...auth.login import Credentials, Login, ResendsCode
from ...auth.pkce import code_challenge, create_code_verifier
from ...auth.redaction import mask
from ...auth.token import Token
from .pages import LOGIN_FORM, OTP_FORM, Page, parse_page, parse_query

_REALM: Final = "https://accounts.hubspaceconnect.com/auth/realms/thd"
_AUTHORIZE: Final = f"{_REALM}/protocol/openid-connect/auth"
_AUTHENTICATE: Final = f"{_REALM}/login-actions/authenticate"
_CLIENT_ID: Final = "hubspace_android"
_REDIRECT_URI: Final = "hubspace-app://loginredirect"
_FORM_HEADERS: Final = {"x-requested-with": "io.afero.partner.hubspace"}
_MAX_CODE: Final = 4096
"""Characters of an authorization code; the vendor's have a few dozen."""

_LOCKED_WORDS: Final = ("disabled", "locked")
"""How Keycloak words that it refuses the logins of an account."""

TOKEN_ENDPOINT: Final = TokenEndpoint(
    url=f"{_REALM}/protocol/openid-connect/token",
    client_id=_CLIENT_ID,
    refresh_scope="openid email offline_access profile",
    bearer_field="id_token",
    revocation_url=f"{_REALM}/protocol/openid-connect/revoke",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What the server answered: a page, or a redirect that carries an authorization code."""

    page: Page = field(default_factory=Page)
    code: str | None = field(default=None, repr=False)
    refuses: bool = False
    """Whether it is a 4xx: an error page of a login that cannot go on."""


class HubspaceLogin(Login, ResendsCode):
    """One attempt to log in at Hubspace."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Take a client session that serves this login alone."""
        super().__init__(session)
        self._code_verifier = create_code_verifier()
        self._authorization_code: str | None = None
        self._otp_form: Mapping[str, str] | None = None

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password, once, and return the token; see `Login.async_start`."""
        self._authorization_code = self._otp_form = None
        answer = await self._async_authorize()
        if answer.code is not None:
            return await self._async_exchange(answer.code)
        form = answer.page.forms.get(LOGIN_FORM)
        if form is None:
            raise TemporaryError("the vendor shows no login form")
        username = credentials.username.strip().lower()
        fields = {"username": username, "password": credentials.password, "credentialId": ""}
        return await self._async_finish_password(await self._async_post(form, fields))

    @override
    async def async_submit(self, code: str) -> Token:
        """Send the one-time code and return the token; see `Login.async_submit`."""
        if self._authorization_code is not None:
            return await self._async_exchange(self._authorization_code)
        code = "".join(code.split())
        mask(code)
        fields = {"action": "submit", "flowName": "doLogIn", "emailCode": code}
        answer = await self._async_answer_otp_form(fields)
        if answer.code is not None:
            return await self._async_exchange(answer.code)
        raise InvalidOneTimeCode

    @override
    async def async_resend(self) -> None:
        """Have another code mailed; see `ResendsCode.async_resend`."""
        await self._async_answer_otp_form({"action": "resend", "flowName": "doLogIn"})

    async def _async_authorize(self) -> _Answer:
        """Ask for the login form."""
        query = {
            "response_type": "code",
            "client_id": _CLIENT_ID,
            "redirect_uri": _REDIRECT_URI,
            "code_challenge": code_challenge(self._code_verifier),
            "code_challenge_method": "S256",
            "scope": "openid offline_access",
        }
        return await self._async_request("GET", _AUTHORIZE, query)

    async def _async_finish_password(self, answer: _Answer) -> Token:
        """Return the token, or raise what the vendor says to the password."""
        if answer.code is not None:
            return await self._async_exchange(answer.code)
        if OTP_FORM in answer.page.forms:
            self._otp_form = answer.page.forms[OTP_FORM]
            raise OneTimeCodeRequired
        if LOGIN_FORM not in answer.page.forms:
            raise TemporaryError("the vendor shows no form that is known")
        if any(word in answer.page.feedback.lower() for word in _LOCKED_WORDS):
            raise LoginLocked
        raise InvalidCredentials

    async def _async_answer_otp_form(self, fields: Mapping[str, str]) -> _Answer:
        """Answer the form that asks for the code; return a redirect, or the next such form."""
        if self._otp_form is None:
            raise LoginExpired
        answer = await self._async_post(self._otp_form, fields)
        if answer.code is not None:
            return answer
        if OTP_FORM in answer.page.forms:
            self._otp_form = answer.page.forms[OTP_FORM]
            return answer
        if LOGIN_FORM in answer.page.forms or answer.refuses:
            raise LoginExpired
        raise TemporaryError("the vendor shows no form that is known")

    async def _async_exchange(self, authorization_code: str) -> Token:
        """Return the token; a code whose exchange failed for now is kept for the next try."""
        self._authorization_code = authorization_code
        return await TOKEN_ENDPOINT.async_exchange_code(
            self._session,
            code=authorization_code,
            redirect_uri=_REDIRECT_URI,
            code_verifier=self._code_verifier,
        )

    async def _async_post(self, form: Mapping[str, str], fields: Mapping[str, str]) -> _Answer:
        """Answer a form."""
        query = {**form, "client_id": _CLIENT_ID}
        return await self._async_request("POST", _AUTHENTICATE, query, fields)

    async def _async_request(
        self, method: str, url: str, query: Mapping[str, str], fields: Mapping[str, str] | None = None
    ) -> _Answer:
        """Send one request; a redirect is read, never followed."""
        response = await async_request(
            self._session,
            method,
            url,
            params=query,
            data=fields,
            headers=_FORM_HEADERS,
            allow_redirects=False,
        )
        return _read(response, await response.read())


def _read(response: aiohttp.ClientResponse, body: bytes) -> _Answer:
    """Return what the server answered; raises LoginLocked or TemporaryError."""
    if response.status == 429:  # noqa: PLR2004 - RFC 6585, section 4
        raise LoginLocked(retry_after(response))
    if response.status == 302:  # noqa: PLR2004 - RFC 9110, section 15.4.3
        return _Answer(code=_read_location(response.headers.get("Location", "")))
    if response.status in (200, 400):
        page = parse_page(body.decode(errors="replace"))
        return _Answer(page=page, refuses=response.status == 400)  # noqa: PLR2004 - Keycloak's error page
    raise describe_status(response)


def _read_location(location: str) -> str:
    """Return the authorization code that a redirect to the app carries (RFC 6749, appendix A.11)."""
    code = parse_query(location).get("code", "")
    is_code = code.isascii() and code.isprintable() and 0 < len(code) <= _MAX_CODE
    if not is_code or not location.startswith(f"{_REDIRECT_URI}?"):
        raise TemporaryError("the vendor redirects to somewhere unknown")
    return code
