"""The vendor's sockets: the library's, opened with a bearer that is good, and noticed when they are dead."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final, override
from urllib.parse import urlsplit

from pybticino import PyBticinoException, SignalingClient, WebsocketClient
from pybticino.const import PUSH_WS_URL, RTC_WS_URL
from websockets import ClientConnection
from websockets.exceptions import WebSocketException

from ...auth.errors import AuthError, TemporaryError
from .bearers import Bearers

CLOSE_TIMEOUT = 2.0
"""Seconds that the other side has to say good-bye."""

_KEEP_ALIVE: Final = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""Seconds of silence until the kernel asks whether the other side is there, and between its questions, and
how many of them may stay unanswered: a line that is cut is noticed within two minutes, without the pings
for which the vendor drops a connection."""


type _Client = PushClient | LiveViewClient


async def async_connect(client: _Client, bearers: Bearers) -> None:
    """Open a socket; where its bearer is refused, once more with a fresh one.

    Raises RefreshTokenRejected or TemporaryError.
    """
    reason = await _async_try(client)
    if isinstance(reason, PyBticinoException) and bearers.refused():
        reason = await _async_try(client)
        if isinstance(reason, PyBticinoException):
            bearers.refused_again()
    if isinstance(reason, AuthError):
        raise reason
    if reason is not None:
        raise TemporaryError(
            f"the vendor's socket does not open ({type(reason).__name__})", cause="no_connection"
        )


async def _async_try(client: _Client) -> BaseException | None:
    """Open a socket; return why that failed, a PyBticinoException where the vendor refused the bearer."""
    try:
        await client.connect()
    except PyBticinoException as error:
        return _root_of(error)
    return None


def _root_of(error: BaseException) -> BaseException:
    """Return what an error of the library began with."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


async def _async_hang_up(client: _Client, connection: ClientConnection | None) -> None:
    """Close a socket; not politely where the other side does not care."""
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await client.disconnect()
    finally:
        if connection is not None:
            connection.transport.abort()


def _check_host(connection: ClientConnection | None, url: str) -> None:
    """Raise TemporaryError where a redirect led elsewhere: whoever is there must not get the bearer."""
    if connection is not None and connection.protocol.uri.host != urlsplit(url).hostname:
        raise TemporaryError("the vendor's socket redirects elsewhere")


class PushClient(WebsocketClient):
    """The library's push socket, kept alive by the kernel."""

    @override
    async def connect(self) -> None:
        """Open it and subscribe; see `async_connect`."""
        await super().connect()
        _keep_alive(self._websocket)

    @override
    async def _subscribe(self) -> None:
        """Send the bearer, to nobody but the vendor."""
        _check_host(self._websocket, PUSH_WS_URL)
        await super()._subscribe()

    @override
    async def _listen(self) -> None:
        """Listen until the socket is closed, however that happens."""
        with suppress(WebSocketException):
            await super()._listen()

    async def async_hang_up(self) -> None:
        """Close it, whether or not the other side is there to take note."""
        await _async_hang_up(self, self._websocket)


class LiveViewClient(SignalingClient):
    """The library's signalling socket, which tells when it is closed by the other side."""

    on_closed: Callable[[], None]

    @override
    async def _subscribe(self) -> None:
        """Send the bearer, to nobody but the vendor."""
        _check_host(self._websocket, RTC_WS_URL)
        await super()._subscribe()

    @override
    async def _listen(self) -> None:
        """Listen until the socket is closed."""
        await super()._listen()
        self.on_closed()

    @override
    async def disconnect(self) -> None:
        """End the call, and close the socket."""
        with suppress(PyBticinoException, WebSocketException):
            await self.send_terminate()
        await super().disconnect()

    async def async_hang_up(self) -> None:
        """Close it, whether or not the other side is there to take note."""
        await _async_hang_up(self, self._websocket)


def _keep_alive(connection: ClientConnection | None) -> None:
    """Have the kernel notice when the other side is gone."""
    raw = connection.transport.get_extra_info("socket") if connection is not None else None
    if raw is None:
        return
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE.items():
        if hasattr(socket, name):  # Not every system knows them.
            raw.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
