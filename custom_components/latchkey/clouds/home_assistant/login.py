"""The login of another Home Assistant: its own login flow, as its login page uses it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, override

import aiohttp

from ...auth.endpoint import TokenEndpoint
from ...auth.errors import (
    AddressBanned,
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginBlocked,
    LoginExpired,
    OneTimeCodeRequired,
    TemporaryError,
    TooManyCodes,
)
from ...auth.http import async_request, parse_json, raise_for_status
from ...auth.login import Credentials, Login, OffersMethods
from ...auth.pkce import code_challenge, create_code_verifier
from ...auth.redaction import mask
from ...auth.token import Token
from ..raw import read_mapping, read_mappings, read_text

CLIENT_ID: Final = "https://github.com/latchkey-ha/latchkey"
"""What the other side lists the refresh token as. The same for every address: a token is bound to it."""

_FLOW: Final = "/auth/login_flow"
_METADATA: Final = "/.well-known/oauth-authorization-server"
_APP_MODULE: Final = "totp"
"""The way to get a code from an authenticator app, unless it is called otherwise there."""

_FLOW_ID: Final = re.compile(r"[0-9A-Za-z_-]+")
"""What may become a part of an address, since it is the other side that chose it."""


def token_endpoint(url: str) -> TokenEndpoint:
    """Return the token endpoint of the Home Assistant at an address (`/auth/token`, `/auth/revoke`)."""
    return TokenEndpoint(
        url=f"{url}/auth/token",
        client_id=CLIENT_ID,
        spent_error="invalid_request",
        revocation_url=f"{url}/auth/revoke",
    )


class HomeAssistantLogin(Login, OffersMethods):
    """One attempt to log in at a Home Assistant."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Take a client session that serves this login alone, and the address."""
        super().__init__(session)
        self._url = url
        self._endpoint = token_endpoint(url)
        self._code_verifier: str | None = None
        self._flow_id: str | None = None
        self._authorization_code: str | None = None

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password, once, and return the token; see `Login.async_start`."""
        self._authorization_code = self._flow_id = None
        await self._async_begin(credentials.provider or "homeassistant")
        username = credentials.username.strip()
        return await self._async_answer({"username": username, "password": credentials.password})

    @override
    async def async_choose(self, method: str) -> bool:
        """Choose how to get the code; see `OffersMethods.async_choose`."""
        try:
            await self._async_answer({"multi_factor_auth_module": method})
        except OneTimeCodeRequired as required:
            return required.is_from_app
        raise TemporaryError("the other side asks for no code")

    @override
    async def async_submit(self, code: str) -> Token:
        """Send the one-time code and return the token; see `Login.async_submit`."""
        if self._authorization_code is not None:
            return await self._async_exchange(self._authorization_code)
        code = "".join(code.split())
        mask(code)
        return await self._async_answer({"code": code})

    async def _async_begin(self, provider: str) -> None:
        """Begin a login flow, with PKCE (RFC 7636) where the other side knows it."""
        self._code_verifier = create_code_verifier() if await self._async_knows_pkce() else None
        challenge = {}
        if self._code_verifier is not None:
            mask(self._code_verifier)
            challenge = {
                "code_challenge": code_challenge(self._code_verifier),
                "code_challenge_method": "S256",
            }
        self._flow_id = await async_begin(self._session, self._url, provider, **challenge)

    async def _async_knows_pkce(self) -> bool:
        """Return whether the other side is new enough (RFC 8414): an older one refuses the fields."""
        response = await async_request(self._session, "GET", f"{self._url}{_METADATA}", allow_redirects=False)
        if response.status >= 500:  # noqa: PLR2004 - RFC 9110, section 15.6
            raise_for_status(response)
        methods = read_mapping(parse_json(await response.read())).get("code_challenge_methods_supported")
        return response.ok and isinstance(methods, list) and "S256" in methods

    async def _async_answer(self, fields: Mapping[str, str]) -> Token:
        """Answer the form that is open; return the token, or raise what comes next instead."""
        if self._flow_id is None:
            raise LoginExpired
        step = await _async_post(self._session, f"{self._url}{_FLOW}/{self._flow_id}", fields)
        code = read_text(step.get("result"))
        if step.get("type") == "create_entry" and code is not None:
            return await self._async_exchange(code)
        if step.get("type") == "abort":
            self._flow_id = None
            raise TooManyCodes if step.get("reason") == "too_many_retry" else LoginExpired
        raise _next_step(step)

    async def _async_exchange(self, authorization_code: str) -> Token:
        """Return the token; a code whose exchange failed for now is kept for the next try."""
        self._authorization_code, self._flow_id = authorization_code, None
        try:
            return await self._endpoint.async_exchange_code(
                self._session,
                code=authorization_code,
                redirect_uri=CLIENT_ID,
                code_verifier=self._code_verifier,
            )
        except LoginExpired:
            # Not sent again: the other side counts it as a failed login, and may ban this address.
            self._authorization_code = None
            raise


async def async_begin(client: aiohttp.ClientSession, url: str, provider: str, **challenge: str) -> str:
    """Begin a login flow (`/auth/login_flow`) and return its id.

    Raises AddressBanned, LoginBlocked, LoginExpired or TemporaryError.
    """
    kind, _, provider_id = provider.partition(":")
    fields = {"handler": [kind, provider_id or None], "redirect_uri": CLIENT_ID, **challenge}
    flow_id = read_text((await _async_post(client, f"{url}{_FLOW}", fields)).get("flow_id"))
    if flow_id is None or not _FLOW_ID.fullmatch(flow_id):
        raise TemporaryError("the other side begins no login")
    return flow_id


async def async_end(client: aiohttp.ClientSession, url: str, flow_id: str) -> None:
    """End a login flow that nobody goes on with; where that fails, it stays open."""
    with suppress(TemporaryError):
        await async_request(client, "DELETE", f"{url}{_FLOW}/{flow_id}", allow_redirects=False)


async def _async_post(
    client: aiohttp.ClientSession, url: str, fields: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Send one step of a flow and return the next."""
    response = await async_request(
        client, "POST", url, json={"client_id": CLIENT_ID, **fields}, allow_redirects=False
    )
    answer = parse_json(await response.read())
    if response.status == 403:  # noqa: PLR2004 - a user who is not active, or an address that is banned
        raise AddressBanned if answer is None else LoginBlocked
    if response.status == 404:  # noqa: PLR2004 - a flow that is over
        raise LoginExpired
    raise_for_status(response)
    return read_mapping(answer)


def _next_step(step: Mapping[str, Any]) -> Exception:
    """Return the error that says what the form of a step is about."""
    error = read_mapping(step.get("errors")).get("base")
    match step.get("step_id"), error:
        case "init", "invalid_auth":
            return InvalidCredentials()
        case "mfa", "invalid_code":
            return InvalidOneTimeCode()
        case "mfa", None:
            module = read_mapping(step.get("description_placeholders")).get("mfa_module_id")
            return OneTimeCodeRequired(is_from_app=module == _APP_MODULE)
        case "select_mfa_module", None:
            return OneTimeCodeRequired(_methods(step))
    return TemporaryError("the other side shows no form that is known")


def _methods(step: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the names of the ways to get a code, by their ids."""
    for form_field in read_mappings(step.get("data_schema")):
        options = form_field.get("options")
        if form_field.get("name") == "multi_factor_auth_module" and isinstance(options, list):
            return {
                option[0]: option[1]
                for option in options
                if isinstance(option, list) and len(option) == 2 and all(map(read_text, option))  # noqa: PLR2004
            }
    raise TemporaryError("the other side offers no way to get a code")
