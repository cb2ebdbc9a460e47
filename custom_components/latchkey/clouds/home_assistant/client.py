"""The web socket of another Home Assistant: the library's client, whose every failure is a typed error."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self, cast, override

import aiohttp
from hass_client.client import HomeAssistantClient
from hass_client.exceptions import BaseHassClientError

from ...auth.errors import TemporaryError, TroubleCause
from ..base import CommandFailed, CommandRefused, RefusalReason
from ..raw import MAX_TEXT, read_mapping, read_text
from .keys import without_keys

CONNECT_TIMEOUT = 15.0
ANSWER_TIMEOUT = 30.0
PING_INTERVAL = 30.0
PING_TIMEOUT = 10.0
"""All in seconds: a socket that goes silent without closing is noticed within the last two."""

_LOGGER: Final = logging.getLogger(__name__)

_FAILURES: Final = ("home_assistant_error", "unknown_error", "timeout")
"""The codes of errors that are not about what was asked."""

_UNAUTHORIZED: Final = "Unauthorized"
"""What an action says, whose codes know no such error."""

_REFUSALS: Final[Mapping[str, RefusalReason]] = {
    "not_found": "not_supported",
    "not_supported": "not_supported",
    "unauthorized": "not_permitted",
}
"""What other codes say in so many words; what else is wrong stands in the log."""


class CommandError(Exception):
    """The other side answers a command with an error."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        """Take the error as it was sent."""
        super().__init__("the other side refused a command")
        self.code = read_text(error.get("code")) or "unknown_error"
        said = error.get("message")
        message = said.removeprefix("Validation error: ") if isinstance(said, str) else ""
        self.message = shorten(message) or self.code


class Declined(TemporaryError):
    """The other side does not do what was asked, as far as is known for now."""

    def __init__(self, command: str, code: str) -> None:
        """Take what was asked, and the code of the error."""
        super().__init__(f"the other side refuses {command} ({code})")
        self.code = code


def shorten(text: str) -> str:
    """Return a sentence of sensible length, without keys; some list all that would have been valid."""
    text = without_keys(text)
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _explain(what: str, error: CommandError) -> CommandRefused | CommandFailed:
    """Return why the other side does not do something that a person wants."""
    _LOGGER.warning("The other side does not perform %s: %r", what, error.message)
    if error.message == _UNAUTHORIZED:
        return CommandRefused("not_permitted")
    if error.code in _FAILURES:
        return CommandFailed()
    return CommandRefused(_REFUSALS.get(error.code, "failed"))


class _Socket(HomeAssistantClient):
    """The library's client, which keeps all of an error, knows pongs, and stands what is no message."""

    @override
    def _handle_incoming_message(self, msg: Any) -> None:
        """Take a message."""
        message = read_mapping(msg)
        kind, message_id = message.get("type"), message.get("id")
        if not isinstance(message_id, int):
            return
        if kind == "event" and message_id in self._subscriptions:
            self._tell(self._subscriptions[message_id][1], msg)
        elif kind in ("result", "pong"):
            # The library says that its ids are texts; they are numbers.
            self._answer(
                cast("dict[int, asyncio.Future[Any]]", self._result_futures).get(message_id), message
            )

    def _tell(self, on_message: Callable[[Any], None], message: Any) -> None:
        """Tell an event there and then; a mistake of ours costs this one, and not the socket."""
        try:
            on_message(message)
        except Exception:
            _LOGGER.exception("An event of the other side could not be taken")

    def _answer(self, future: asyncio.Future[Any] | None, message: Mapping[str, Any]) -> None:
        """Give an answer to whoever still waits for it."""
        if future is None or future.done():
            return
        if message.get("type") == "result" and message.get("success") is not True:
            future.set_exception(CommandError(read_mapping(message.get("error"))))
        else:
            future.set_result(message.get("result"))

    async def hang_up(self) -> None:
        """Close the connection, whether or not the other side is there to take note."""
        if self._client is not None:
            await self._client.close()


class _Sockets:
    """Opens sockets for the library, without its heartbeat: the timer of that outlives the socket."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Take what sockets are opened by."""
        self._session = session
        self.clock_ahead = 0.0
        """By how many seconds the other side's clock is before ours."""

    async def ws_connect(
        self,
        url: str,
        *,
        heartbeat: float,  # noqa: ARG002 - the library's call
        **arguments: Any,
    ) -> aiohttp.ClientWebSocketResponse:
        """Open a socket at this address and nowhere else: who answers there is sent the bearer."""
        direct = aiohttp.ClientSession(
            connector=self._session.connector, connector_owner=False, trace_configs=[self._watch()]
        )
        try:
            socket: aiohttp.ClientWebSocketResponse = await direct.ws_connect(url, **arguments)
        finally:
            direct.detach()
        return socket

    def _watch(self) -> aiohttp.TraceConfig:
        """Return what reads the other side's clock, and keeps aiohttp from following redirects.

        For sockets there is no other way to do either.
        """

        async def refuse(*_: object) -> None:
            raise _Redirected

        async def read_clock(_session: object, _context: object, end: aiohttp.TraceRequestEndParams) -> None:
            with suppress(ValueError):
                said = parsedate_to_datetime(end.response.headers.get("Date", ""))
                self.clock_ahead = said.timestamp() - time.time()

        config = aiohttp.TraceConfig()
        config.on_request_redirect.append(refuse)
        config.on_request_end.append(read_clock)
        return config


class _Redirected(aiohttp.ClientError):
    """The other side wants a socket to be opened somewhere else."""


class _Undumped(logging.Filter):
    """Keeps whole messages out of the log: they hold the codes of alarms and the tokens of cameras."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is about something else than a message."""
        return not str(record.msg).startswith(("Received message", "Publishing message"))


logging.getLogger("hass_client").addFilter(_Undumped())


class Client:
    """One open socket."""

    def __init__(self, socket: _Socket, clock_ahead: float) -> None:
        """Take a socket that is connected, and listen to it."""
        self.clock_ahead = clock_ahead
        """By how many seconds the other side's clock is before ours."""

        self._socket = socket
        self._listening = asyncio.create_task(self._async_listen(), name="latchkey socket")

    @classmethod
    async def async_open(cls, session: aiohttp.ClientSession, url: str, bearer: str) -> Self:
        """Connect (`/api/websocket`). Raises TemporaryError."""
        sockets = _Sockets(session)
        opener = cast("aiohttp.ClientSession", sockets)
        socket = _Socket(f"ws{url.removeprefix('http')}/api/websocket", bearer, opener)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                await socket.connect()
        except asyncio.CancelledError:
            await socket.disconnect()
            raise
        except Exception as reason:  # noqa: BLE001 - the library raises all sorts of things at odd answers
            error = TemporaryError(
                f"no connection to the other side ({type(reason).__name__})", cause="no_connection"
            )
        else:
            return cls(socket, sockets.clock_ahead)
        await socket.disconnect()
        raise error

    async def async_close(self) -> None:
        """Close the socket, and wait until nothing listens to it any more."""
        await self._socket.disconnect()
        await asyncio.wait([self._listening])

    def tell_end(self, on_end: Callable[[], None]) -> None:
        """Have somebody told when the socket has ended."""
        self._listening.add_done_callback(lambda _: on_end())

    async def async_run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something until the socket has ended, or has gone silent; raises what that raises."""
        task = asyncio.create_task(work, name="latchkey work")
        try:
            await asyncio.wait([self._listening, task], return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def async_ask(self, command: str, **fields: Any) -> Any:
        """Return the answer to a command. Raises TemporaryError."""
        try:
            return await self._async_await(self._socket.send_command(command, **fields), ANSWER_TIMEOUT)
        except CommandError as error:
            raise Declined(command, error.code) from None

    async def async_call(self, domain: str, service: str, data: Mapping[str, Any], entity_id: str) -> None:
        """Perform an action (`call_service`), however long it takes.

        Raises CommandRefused, CommandFailed or TemporaryError.
        """
        fields: dict[str, Any] = {
            "domain": domain,
            "service": service,
            "service_data": dict(data),
            "target": {"entity_id": entity_id},
        }
        try:
            await self._async_await(self._socket.send_command("call_service", **fields), seconds=None)
        except CommandError as error:
            raise _explain(f"{domain}.{service}", error) from None

    async def async_do(self, command: str, **fields: Any) -> Any:
        """Perform a command that a person wants, however long it takes, and return the answer.

        Raises CommandRefused, CommandFailed or TemporaryError.
        """
        try:
            return await self._async_await(self._socket.send_command(command, **fields), seconds=None)
        except CommandError as error:
            if error.code == "not_found":
                raise CommandRefused("unknown_device") from None
            raise _explain(command, error) from None

    async def async_first(self, command: str, **fields: Any) -> Any:
        """Return the first that a subscription tells, and end it. Raises TemporaryError."""
        first: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        unsubscribe = await self.async_subscribe(
            lambda event: None if first.done() else first.set_result(event), command, **fields
        )
        try:
            waited_for = (first, self._listening)
            await asyncio.wait(waited_for, timeout=ANSWER_TIMEOUT, return_when=asyncio.FIRST_COMPLETED)
        finally:
            unsubscribe()
        if first.done():
            return first.result()
        cause: TroubleCause = "no_connection" if self._listening.done() else "no_answer"
        raise TemporaryError(f"the other side says nothing to {command}", cause=cause)

    async def async_subscribe(
        self, on_event: Callable[[Any], None], command: str, **fields: Any
    ) -> Callable[[], None]:
        """Have events told, and return what ends that. Raises TemporaryError."""

        def on_message(message: Any) -> None:
            on_event(message.get("event"))

        try:
            answer = self._socket.subscribe(on_message, command, **fields)
            return await self._async_await(answer, ANSWER_TIMEOUT)
        except CommandError as error:
            raise Declined(command, error.code) from None

    async def async_wait(self, event: asyncio.Event) -> None:
        """Wait for something that the other side tells in a moment. Raises TemporaryError."""
        await self._async_await(event.wait(), ANSWER_TIMEOUT)

    async def _async_await[AnswerT](
        self, answer: Coroutine[Any, Any, AnswerT], seconds: float | None
    ) -> AnswerT:
        """Return an answer; without a limit, wait until the socket ends.

        Raises CommandError or TemporaryError.
        """
        cause: TroubleCause = "no_connection"
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except CommandError:
            raise
        except (BaseHassClientError, aiohttp.ClientError, OSError) as error:
            reason = type(error).__name__
            if isinstance(error, TimeoutError):
                cause = "no_answer"
        except asyncio.CancelledError:
            # The library cancels what waits for an answer where the socket ends.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            reason = "closed"
        raise TemporaryError(f"the connection to the other side is lost ({reason})", cause=cause)

    async def _async_listen(self) -> None:
        """Take messages until the socket ends, or goes silent."""
        pinging = asyncio.create_task(self._async_ping(), name="latchkey ping")
        try:
            with suppress(BaseHassClientError, aiohttp.ClientError, OSError):
                await self._socket.start_listening()
        finally:
            pinging.cancel()
            await asyncio.wait([pinging])

    async def _async_ping(self) -> None:
        """See now and then whether the other side is there, and hang up where it is not."""
        with suppress(TemporaryError, CommandError):
            while True:
                await asyncio.sleep(PING_INTERVAL)
                await self._async_await(self._socket.send_command("ping"), PING_TIMEOUT)
        await self._socket.hang_up()
