"""The model vendor on a real socket, with the ways in which a real one fails."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from .vendor import Answer, Vendor

type Fault = Literal["drop", "drop_after_grant"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that the API got."""

    method: str
    authorization: str | None
    body: bytes


async def serve(runner: web.AppRunner) -> str:
    """Serve an application on any port of loopback; return its address."""
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


class Server:
    """Serves a model vendor over HTTP on the loopback interface."""

    def __init__(self) -> None:
        self.vendor = Vendor()
        self.url = ""
        self.forms: list[dict[str, str]] = []
        self.authorizations: list[str | None] = []
        self.calls: list[Call] = []
        self.answers: deque[Answer | Fault] = deque()
        """What the token endpoint does next instead of granting."""
        self.api_answers: deque[Answer] = deque()
        """What the API says next instead of serving."""
        self.gate = asyncio.Event()
        """While it is not set, every answer of the token endpoint is held back."""
        self.gate.set()
        self.api_gate = asyncio.Event()
        self.api_gate.set()
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_post("/revoke", self._revoke)
        app.router.add_route("*", "/api", self._api)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        self.url = await serve(self._runner)

    async def stop(self) -> None:
        self.gate.set()
        self.api_gate.set()
        await self._runner.cleanup()

    async def _token(self, request: web.Request) -> web.Response:
        form = await self._record(request)
        answer = self.answers.popleft() if self.answers else self.vendor.grant(form)
        if answer == "drop_after_grant":
            self.vendor.grant(form)
        await self.gate.wait()
        return _respond(request, answer)

    async def _revoke(self, request: web.Request) -> web.Response:
        await self._record(request)
        self.vendor.revoke()
        return _respond(request, self.answers.popleft() if self.answers else Answer())

    async def _api(self, request: web.Request) -> web.Response:
        authorization = request.headers.get("Authorization")
        self.calls.append(Call(request.method, authorization, await request.read()))
        answer = self.api_answers.popleft() if self.api_answers else self.vendor.serve(authorization)
        await self.api_gate.wait()
        return _respond(request, answer)

    async def _record(self, request: web.Request) -> dict[str, str]:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        self.authorizations.append(request.headers.get("Authorization"))
        return form


def _respond(request: web.Request, answer: Answer | Fault) -> web.Response:
    if isinstance(answer, Answer):
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
