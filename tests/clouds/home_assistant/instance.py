"""A Home Assistant as it may be: older, ill, hostile, or one that has banned who asks.

It knows the login flow and the token endpoint alone; `remote.py` is a real one, for all that goes well.
"""

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestServer

PROVIDERS: Final = {
    "providers": [{"name": "Home Assistant Local", "id": None, "type": "homeassistant"}],
    "preselect_remember_me": True,
}
FORM: Final = {"type": "form", "flow_id": "f1", "step_id": "init", "errors": {}, "data_schema": []}
MFA: Final = {**FORM, "step_id": "mfa"}
CODE: Final = {"type": "create_entry", "flow_id": "f1", "result": "c1", "version": 1}
TOKEN: Final = {
    "access_token": "bearer-of-the-other-side",
    "token_type": "Bearer",
    "refresh_token": "refresh-token-of-the-other-side",
    "expires_in": 1800,
    "ha_auth_provider": "homeassistant",
}
SPENT: Final = {"error": "invalid_request", "error_description": "Invalid code"}

PROVIDERS_PATH: Final = "/auth/providers"
METADATA_PATH: Final = "/.well-known/oauth-authorization-server"
BEGIN_PATH: Final = "/auth/login_flow"
STEP_PATH: Final = "/auth/login_flow/f1"
TOKEN_PATH: Final = "/auth/token"

type Answer = Callable[[], web.StreamResponse]


def say(body: Any, status: int = 200) -> Answer:
    """Return an answer in JSON."""
    return lambda: web.json_response(body, status=status)


def text(body: str, status: int = 200, content_type: str = "text/plain") -> Answer:
    """Return an answer in plain text, or in another kind of it."""
    return lambda: web.Response(text=body, status=status, content_type=content_type)


def redirect(url: str) -> Answer:
    """Return a redirect."""
    return lambda: web.Response(status=302, headers={"Location": url})


BANNED: Final = text("403: Forbidden", 403)
AWAY: Final = text("502: Bad Gateway", 502)


class Instance:
    """Answers every path as it is told to; where several answers are given, each once, the last for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, Any]] = []
        """The path and the body of each request."""
        self.answer(PROVIDERS_PATH, say(PROVIDERS))
        self.answer(METADATA_PATH, say({"code_challenge_methods_supported": ["S256"]}))
        self.answer(BEGIN_PATH, say(FORM))
        self.answer(STEP_PATH, say(CODE))
        self.answer(TOKEN_PATH, say(TOKEN))
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._handle)
        self.server = TestServer(application)

    @property
    def url(self) -> str:
        """The address."""
        return str(self.server.make_url("")).rstrip("/")

    def answer(self, path: str, *answers: Answer) -> None:
        """Answer a path so from now on."""
        self.answers[path] = list(answers)

    def bodies(self, path: str) -> list[Any]:
        """Return what was sent to a path."""
        return [body for requested, body in self.requests if requested == path]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.content_type == "application/json":
            sent = await request.json()
        else:
            sent = dict(await request.post())
        self.requests.append((request.path, sent))
        answers = self.answers.get(request.path) or [text("404: Not Found", 404)]
        return (answers.pop(0) if len(answers) > 1 else answers[0])()
