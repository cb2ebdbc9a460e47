"""The token endpoint and the revocation endpoint, RFC 6749 and RFC 7009."""

import base64
import hashlib
import json
import secrets
from typing import Final

from aiohttp import web

from ..tokens import Granted, TokenIssuer
from .account import Account
from .login import CLIENT_ID, REALM, REDIRECT_URI

TOKEN: Final = f"{REALM}/protocol/openid-connect/token"
REVOKE: Final = f"{REALM}/protocol/openid-connect/revoke"


class Grants:
    """Turns authorization codes and refresh tokens into tokens."""

    def __init__(self, tokens: TokenIssuer) -> None:
        self._tokens = tokens
        self._codes: dict[str, tuple[Account, str]] = {}

    def issue_code(self, account: Account, challenge: str) -> str:
        """Return an authorization code; it works once, for who knows the challenge's verifier."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (account, challenge)
        return code

    async def token(self, request: web.Request) -> web.Response:
        """Answer a token request."""
        form = {key: str(value) for key, value in (await request.post()).items()}
        if form.get("client_id") != CLIENT_ID:
            return _refuse("invalid_client", status=401)
        if form.get("grant_type") == "authorization_code":
            granted = self._redeem(form)
        elif form.get("grant_type") == "refresh_token":
            granted = self._tokens.refresh(form.get("refresh_token", ""))
        else:
            return _refuse("unsupported_grant_type")
        return _refuse("invalid_grant") if granted is None else self._answer(granted)

    async def revoke(self, request: web.Request) -> web.Response:
        """Answer a revocation: 200, whether the token was known or not."""
        form = await request.post()
        if form.get("client_id") != CLIENT_ID:
            return _refuse("invalid_client", status=401)
        self._tokens.revoke(str(form.get("token", "")))
        return web.Response()

    def _redeem(self, form: dict[str, str]) -> Granted | None:
        account, challenge = self._codes.pop(form.get("code", ""), (None, ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if account is None or proof != challenge or form.get("redirect_uri") != REDIRECT_URI:
            return None
        return self._tokens.issue(account.id)

    def _answer(self, granted: Granted) -> web.Response:
        return web.json_response(
            {
                # The bearer of the API is the id_token; the access token opens nothing there.
                "access_token": secrets.token_urlsafe(32),
                "id_token": granted.bearer,
                "refresh_token": granted.refresh_token,
                "expires_in": int(self._tokens.bearer_life),
                "refresh_expires_in": 0,
                "token_type": "Bearer",
                "scope": "openid email offline_access profile",
            },
            headers={"Cache-Control": "no-store"},
        )


def _refuse(error: str, *, status: int = 400) -> web.Response:
    body = json.dumps({"error": error, "error_description": "Refused"})
    return web.Response(text=body, status=status, content_type="application/json")
