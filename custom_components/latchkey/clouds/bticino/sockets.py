"""The vendor's sockets: the library's, opened with a bearer that is good, and noticed when they are dead."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, override
from urllib.parse import urlsplit

from pybticino import PyBticinoException, SignalingClient, WebsocketClient
from pybticino.const import PUSH_WS_URL, RTC_WS_URL
from websockets import ClientConnection
from websockets.exceptions import WebSocketException

from ...auth.errors import AuthError, TemporaryError
from ..raw import read_mapping
from .bearers import Bearers
from .offers import Address

ACK_TIMEOUT = 10.0
"""Seconds within which the vendor acknowledges what it is sent."""

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


class Refusal(PyBticinoException):
    """The vendor says over a socket that it does not do what it was sent."""

    def __init__(self, raw: Any) -> None:
        """Take the error that it tells."""
        super().__init__("the vendor refuses what it was sent")
        self.is_of_bearer = read_mapping(raw).get("code") in _BEARER_ERRORS
        self.is_busy = _BUSY in str(raw)


_BEARER_ERRORS: Final = (2, 3)
"""The codes of a bearer that is none, or none any more."""

_BUSY: Final = "Max number of peers"


class LiveViewClient(SignalingClient):
    """The library's signalling socket, which tells when it is closed, and what is refused."""

    on_closed: Callable[[], None] | None = None

    def __init__(self, *args: Any, **callbacks: Any) -> None:
        """Take what the library does."""
        super().__init__(*args, **callbacks)
        self._last: asyncio.Future[PyBticinoException | None] | None = None
        self._unacknowledged: deque[asyncio.Future[PyBticinoException | None]] = deque()
        """What was sent, in its order: acknowledgements do not say of what they are."""

    @property
    def address(self) -> Address | None:
        """What names the call; None where there is none, or not any more."""
        session_id, bridge_id = self._session_id, self._device_id
        tag_id, correlation_id = self._tag_id, self._correlation_id
        if session_id is None or tag_id is None or correlation_id is None or bridge_id is None:
            return None
        return Address(
            session_id=session_id, tag_id=tag_id, correlation_id=correlation_id, bridge_id=bridge_id
        )

    def take_call(self, address: Address) -> None:
        """Take the call that what is sent is about."""
        self.set_session_from_push(
            address.session_id, address.tag_id, address.correlation_id, address.bridge_id
        )

    def forget_call(self) -> None:
        """Take that the call is over: there is nothing to end any more."""
        self._session_id = None

    async def async_answer(self, description: str) -> None:
        """Send an answer (SDP). Raises Refusal, PyBticinoException, WebSocketException or TimeoutError."""
        await self.send_answer(description)
        await self._async_acknowledged()

    async def async_terminate(self) -> None:
        """End the call. Raises Refusal, PyBticinoException, WebSocketException or TimeoutError."""
        await self.send_terminate()
        await self._async_acknowledged()

    async def _async_acknowledged(self) -> None:
        """Wait until the vendor has taken what was sent last, or raise why it has not."""
        refusal = await self._async_settled(ACK_TIMEOUT)
        if refusal is not None:
            raise refusal

    async def _async_settled(self, seconds: float) -> PyBticinoException | None:
        """Return why what was sent last was not taken, once that is clear. Raises TimeoutError."""
        last = self._last
        if last is None:
            return None
        settled, _ = await asyncio.wait([last], timeout=seconds)
        if not settled:
            raise TimeoutError
        return last.result()

    @override
    async def _send(self, message: dict[str, Any]) -> None:
        """Send a message, which will be acknowledged."""
        self._last = asyncio.get_running_loop().create_future()
        self._unacknowledged.append(self._last)
        if not self.is_connected:
            self._settle_all()
        await super()._send(message)

    @override
    async def _handle_message(self, message: dict[str, Any]) -> None:
        """Take a message, or the refusal of what was sent."""
        if isinstance(message, Mapping) and "error" in message:
            self._settle(Refusal(message["error"]))
        else:
            await super()._handle_message(message)

    @override
    async def _handle_ack(self, message: dict[str, Any]) -> None:
        """Take that the vendor has what was sent first."""
        await super()._handle_ack(message)
        self._settle(None)

    def _settle(self, refusal: PyBticinoException | None) -> None:
        """Take what became of what was sent first."""
        first = self._unacknowledged.popleft() if self._unacknowledged else None
        if first is not None and not first.done():
            first.set_result(refusal)
        if refusal is not None:  # The library waits for its offer alone, which is the first of all.
            for offer in self._pending_acks.values():
                if not offer.done():
                    offer.set_exception(refusal)

    def _settle_all(self) -> None:
        """Take that nothing is acknowledged any more."""
        while self._unacknowledged:
            self._settle(PyBticinoException("the socket is closed"))

    @override
    async def _subscribe(self) -> None:
        """Send the bearer, to nobody but the vendor."""
        _check_host(self._websocket, RTC_WS_URL)
        await super()._subscribe()

    @override
    async def _listen(self) -> None:
        """Listen until the socket is closed."""
        await super()._listen()
        self._settle_all()
        if self.on_closed is not None:
            self.on_closed()

    async def async_hang_up(self) -> Address | None:
        """End the call, and close the socket; return the call where the vendor may not know of its end."""
        with suppress(TimeoutError):
            await self._async_settled(CLOSE_TIMEOUT)  # Only then an offer has made a call.
        call = self.address
        is_over = call is None or await self._async_try_to_terminate()
        self.forget_call()
        await _async_hang_up(self, self._websocket)
        return None if is_over else call

    async def _async_try_to_terminate(self) -> bool:
        """End the call; return whether the vendor knows of it."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.async_terminate()
        except Refusal as refusal:
            return not refusal.is_of_bearer
        except PyBticinoException, WebSocketException, TimeoutError:
            return False
        return True


def _keep_alive(connection: ClientConnection | None) -> None:
    """Have the kernel notice when the other side is gone."""
    raw = connection.transport.get_extra_info("socket") if connection is not None else None
    if raw is None:
        return
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE.items():
        if hasattr(socket, name):  # Not every system knows them.
            raw.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
