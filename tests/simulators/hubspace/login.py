"""Keycloak's login, realm `thd`: from the login page to an authorization code."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web
from multidict import MultiMapping

from . import pages
from .account import Account

REALM: Final = "/auth/realms/thd"
AUTHORIZE: Final = f"{REALM}/protocol/openid-connect/auth"
AUTHENTICATE: Final = f"{REALM}/login-actions/authenticate"
CLIENT_ID: Final = "hubspace_android"
REDIRECT_URI: Final = "hubspace-app://loginredirect"
LOGIN_COOKIE: Final = "AUTH_SESSION_ID"
IDENTITY_COOKIE: Final = "KEYCLOAK_IDENTITY"
LOGIN_LIFE: Final = 300.0
"""Seconds that a login may take."""


def _token() -> str:
    return secrets.token_urlsafe(16)


@dataclass(slots=True, kw_only=True)
class LoginSession:
    """A login that is under way in one browser."""

    challenge: str
    ends: float
    id: str = field(default_factory=_token)
    tab: str = field(default_factory=_token)
    session_code: str = ""
    account: Account | None = None
    """Whose password was right, once one was."""

    code: str = ""
    """The one-time code that was mailed last."""


class LoginPages:
    """The pages and their forms."""

    def __init__(
        self,
        accounts: dict[str, Account],
        mail: Callable[[str, str], None],
        issue_code: Callable[[Account, str], str],
    ) -> None:
        """Take the accounts, what mails a code, and what makes an authorization code for a challenge."""
        self._accounts = accounts
        self._mail = mail
        self._issue_code = issue_code
        self._logins: dict[str, LoginSession] = {}
        self._identities: dict[str, Account] = {}

    def expire(self) -> None:
        """Forget every login that is under way."""
        self._logins.clear()

    async def authorize(self, request: web.Request) -> web.Response:
        """Show the login form, or answer with a code at once where the browser is logged in."""
        query = request.query
        if problem := _problem(query):
            return _html(pages.error(problem), status=400)
        account = self._identities.get(request.cookies.get(IDENTITY_COOKIE, ""))
        if account is not None:
            return self._redirect(account, query["code_challenge"])
        return self._begin(query["code_challenge"])

    async def authenticate(self, request: web.Request) -> web.Response:
        """Take the login form or the code form."""
        login = self._logins.get(request.cookies.get(LOGIN_COOKIE, ""))
        if LOGIN_COOKIE not in request.cookies:
            return _html(pages.error("Cookie not found. Please enable cookies."), status=400)
        if login is None or login.ends < time.monotonic():
            return self._begin("", "You took too long to log in. Log in starting from the beginning.")
        if (request.query.get("session_code"), request.query.get("tab_id")) != (
            login.session_code,
            login.tab,
        ):
            return _html(pages.error("Page has expired"), status=400)
        form = await request.post()
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        if login.account is None:
            return self._take_password(login, fields)
        return self._take_code(login, login.account, fields)

    def _begin(self, challenge: str, message: str = "") -> web.Response:
        login = LoginSession(challenge=challenge, ends=time.monotonic() + LOGIN_LIFE)
        self._logins[login.id] = login
        response = _html(pages.login_form(_next_action(login), message))
        response.set_cookie(LOGIN_COOKIE, login.id, path=f"{REALM}/", secure=True, httponly=True)
        return response

    def _take_password(self, login: LoginSession, fields: dict[str, str]) -> web.Response:
        account = self._accounts.get(fields.get("username", "").lower())
        if account is not None and account.locked_for is not None:
            return _locked(account)
        if account is None or account.password != fields.get("password"):
            return _html(pages.login_form(_next_action(login), "Invalid username or password."))
        if not account.asks_for_code:
            return self._finish(login, account)
        login.account = account
        return self._ask_for_code(login, account)

    def _take_code(self, login: LoginSession, account: Account, fields: dict[str, str]) -> web.Response:
        if account.locked_for is not None:
            return _locked(account)
        if fields.get("flowName") != "doLogIn":
            return _html(pages.error("Unexpected error"), status=400)
        if fields.get("action") == "resend":
            return self._ask_for_code(login, account)
        if fields.get("emailCode") != login.code:
            return _html(pages.code_form(_next_action(login), "Invalid access code."))
        return self._finish(login, account)

    def _ask_for_code(self, login: LoginSession, account: Account) -> web.Response:
        void = login.code
        while login.code == void:
            login.code = f"{secrets.randbelow(1_000_000):06}"
        self._mail(account.email, login.code)
        return _html(pages.code_form(_next_action(login)))

    def _finish(self, login: LoginSession, account: Account) -> web.Response:
        del self._logins[login.id]
        response = self._redirect(account, login.challenge)
        identity = _token()
        self._identities[identity] = account
        response.set_cookie(IDENTITY_COOKIE, identity, path=f"{REALM}/", secure=True, httponly=True)
        response.del_cookie(LOGIN_COOKIE, path=f"{REALM}/")
        return response

    def _redirect(self, account: Account, challenge: str) -> web.Response:
        code = self._issue_code(account, challenge)
        location = f"{REDIRECT_URI}?session_state={_token()}&code={code}"
        return web.Response(status=302, headers={"Location": location})


def _problem(query: MultiMapping[str]) -> str | None:
    """Return what is wrong with a request to authorize."""
    expected = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "code_challenge_method": "S256",
    }
    for name, value in expected.items():
        if query.get(name) != value:
            return f"Invalid parameter: {name}"
    if "openid" not in query.get("scope", "").split():
        return "Invalid parameter: scope"
    return None if query.get("code_challenge") else "Missing parameter: code_challenge"


def _next_action(login: LoginSession) -> str:
    """Return where the next form goes: each has a session_code of its own."""
    login.session_code = _token()
    return pages.action(
        f"https://accounts.hubspaceconnect.com{AUTHENTICATE}",
        session_code=login.session_code,
        execution="5dd1f9ab",
        client_id=CLIENT_ID,
        tab_id=login.tab,
    )


def _locked(account: Account) -> web.Response:
    return _html(
        pages.error("Too many attempts"), status=429, headers={"Retry-After": str(account.locked_for)}
    )


def _html(text: str, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)
