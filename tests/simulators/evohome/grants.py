"""The token endpoint, RFC 6749: passwords and refresh tokens become tokens."""

from collections.abc import Callable
from typing import Final

from aiohttp import encode_basic_auth, web

from ..tokens import Granted, TokenIssuer
from .account import Account

TOKEN: Final = "/Auth/OAuth/Token"
APPLICATION: Final = encode_basic_auth(
    "4a231089-d2b6-41bd-a5eb-16a0a422b999", "1a15cdb8-42de-407b-add0-059f92c530cb"
)
SCOPE: Final = "EMEA-V1-Basic EMEA-V1-Anonymous"


class Grants:
    """The grants for the accounts of one simulator."""

    def __init__(
        self,
        accounts: dict[str, Account],
        tokens: TokenIssuer,
        refuse_login: Callable[[], web.Response],
    ) -> None:
        """Take the accounts, what issues their tokens, and what answers one login too many."""
        self._accounts = accounts
        self._tokens = tokens
        self._refuse_login = refuse_login

    async def token(self, request: web.Request) -> web.Response:
        """Answer a token request."""
        form = {key: str(value) for key, value in (await request.post()).items()}
        if request.headers.get("Authorization") != APPLICATION:
            return _refuse("invalid_client")
        if form.get("scope") != SCOPE:
            return _refuse("invalid_scope")
        if form.get("grant_type") == "password":
            return self._log_in(form)
        if form.get("grant_type") == "refresh_token":
            return self._answer(self._tokens.refresh(form.get("refresh_token", "")))
        return _refuse("unsupported_grant_type")

    def _log_in(self, form: dict[str, str]) -> web.Response:
        account = self._accounts.get(form.get("Username", ""))
        if account is None:
            return _refuse("invalid_grant")
        if not account.logins_left:
            return self._refuse_login()
        account.logins_left -= 1
        is_right = form.get("Password") == account.password
        return self._answer(self._tokens.issue(account.id) if is_right else None)

    def _answer(self, granted: Granted | None) -> web.Response:
        if granted is None:
            return _refuse("invalid_grant")
        return web.json_response(
            {
                "access_token": granted.bearer,
                "token_type": "bearer",
                "expires_in": int(self._tokens.bearer_life),
                "refresh_token": granted.refresh_token,
                "scope": SCOPE,
            },
            headers={"Cache-Control": "no-store"},
        )


def _refuse(error: str) -> web.Response:
    return web.json_response({"error": error}, status=400)
