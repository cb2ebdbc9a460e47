"""The token endpoint, RFC 6749: passwords and refresh tokens become tokens."""

from typing import Final

from aiohttp import web
from pybticino.const import DEFAULT_SCOPE, TOKEN_ENDPOINT, get_client_id, get_client_secret

from ..tokens import Granted, TokenIssuer
from .account import Account

TOKEN: Final[str] = TOKEN_ENDPOINT


class Grants:
    """The grants for the accounts of one simulator."""

    def __init__(self, accounts: dict[str, Account], tokens: TokenIssuer) -> None:
        self._accounts = accounts
        self._tokens = tokens

    async def token(self, request: web.Request) -> web.Response:
        """Answer a token request."""
        form = {key: str(value) for key, value in (await request.post()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (get_client_id(), get_client_secret()):
            return _refuse("invalid_client")
        if form.get("grant_type") == "password":
            return self._log_in(form)
        if form.get("grant_type") == "refresh_token":
            return self._answer(self._tokens.refresh(form.get("refresh_token", "")))
        return _refuse("unsupported_grant_type")

    def _log_in(self, form: dict[str, str]) -> web.Response:
        if form.get("scope") != DEFAULT_SCOPE:
            return _refuse("invalid_scope")
        if not form.get("app_version"):
            return _refuse("invalid_request")
        account = self._accounts.get(form.get("username", ""))
        is_right = account is not None and form.get("password") == account.password
        return self._answer(self._tokens.issue(account.id) if account and is_right else None)

    def _answer(self, granted: Granted | None) -> web.Response:
        if granted is None:
            return _refuse("invalid_grant")
        return web.json_response(
            {
                "access_token": granted.bearer,
                "refresh_token": granted.refresh_token,
                "expires_in": int(self._tokens.bearer_life),
                "scope": [DEFAULT_SCOPE],
            },
            headers={"Cache-Control": "no-store"},
        )


def _refuse(error: str) -> web.Response:
    return web.json_response({"error": error}, status=400)
