"""The push socket: who has subscribed with a live bearer hears what happens in the homes of its account."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from ..evidence_page import check_message
from .account import Bearers, Refused
from .home import Home
from .knobs import Knobs

PATH: Final = "/ws/"


@dataclass(slots=True, eq=False)
class Socket:
    """A connection of a client."""

    request: web.Request
    response: web.WebSocketResponse = field(
        # Pings are not answered, and a line that is dead does not even close.
        default_factory=lambda: web.WebSocketResponse(autoping=False, autoclose=False)
    )
    bearer: str = ""
    """What it has subscribed with; empty where it has not."""

    is_mute: bool = False

    def drop(self) -> None:
        """End the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()

    async def send(self, text: str) -> None:
        """Send a message, if there is still somebody to hear it."""
        with suppress(ConnectionError):
            await self.response.send_str(text)


class PushSockets:
    """The push sockets that are open."""

    def __init__(self, knobs: Knobs, bearers: Bearers) -> None:
        self._knobs = knobs
        self._bearers = bearers
        self._open: list[Socket] = []
        self._news = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def subscribed(self) -> list[Socket]:
        """Return those that hear of the homes of some account now."""
        return [socket for socket in self._open if not socket.is_mute and self._account_id(socket)]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = Socket(request)
        await socket.response.prepare(request)
        self._open.append(socket)
        try:
            async for message in socket.response:
                if message.type is WSMsgType.PING:
                    self._knobs.pings += 1
                    socket.drop()
                elif message.type is WSMsgType.TEXT and not socket.is_mute:
                    await socket.send(json.dumps(self._subscribe(socket, message.data)))
            if socket.is_mute:
                await self._stopped.wait()
            await socket.response.close()
        finally:
            self._open.remove(socket)
        return socket.response

    async def until_subscribed(self, times: int) -> None:
        """Wait until that many subscriptions were accepted."""
        while self._knobs.subscriptions < times:
            await self._news.wait()

    async def tell(self, home: Home, message: dict[str, Any]) -> None:
        """Tell the account that has this home."""
        signal = message["extra_params"].get("data", {}).get("type")
        check_message("bticino", message["push_type"].rpartition("-")[2], *([signal] if signal else []))
        for socket in self.subscribed:
            if home.id in self._bearers.account(socket.bearer).homes:
                await socket.send(json.dumps(message))

    async def push(self, text: str) -> None:
        """Tell everybody exactly this."""
        for socket in self.subscribed:
            await socket.send(text)

    def drop(self) -> None:
        """End every connection without a word."""
        for socket in self._open:
            socket.drop()

    def mute(self) -> None:
        """Say nothing any more on the connections that are open now."""
        for socket in self._open:
            socket.is_mute = True

    def stop(self) -> None:
        """End every connection, for good."""
        self._stopped.set()
        self.drop()

    def _subscribe(self, socket: Socket, text: str) -> dict[str, Any]:
        socket.bearer = ""
        try:
            bearer = _bearer_in(text)
            self._check(bearer)
        except Refused as refused:
            return refused.body
        socket.bearer = bearer
        self._knobs.subscriptions += 1
        self._news.set()
        self._news = asyncio.Event()
        return {"status": "ok"}

    def _check(self, bearer: str) -> None:
        if self._knobs.refuse_subscriptions:
            self._knobs.refuse_subscriptions -= 1
            raise Refused(403, 3, "Access token expired")
        self._bearers.account(bearer)

    def _account_id(self, socket: Socket) -> str | None:
        try:
            return self._bearers.account(socket.bearer).id
        except Refused:
            return None


def _bearer_in(text: str) -> str:
    try:
        message = json.loads(text)
        if (message["action"], message["app_type"]) == ("Subscribe", "app_camera"):
            return str(message["access_token"])
    except KeyError, TypeError, ValueError:
        pass
    raise Refused(400, 21, "Invalid message")
