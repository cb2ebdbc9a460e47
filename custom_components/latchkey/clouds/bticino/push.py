"""Keeps the push socket open, and notices when it is dead although no pings may be sent."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pybticino import PyBticinoException

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..raw import read_mapping
from ..reconnecting import async_reconnect
from .bearers import Bearers
from .sockets import PushClient, async_connect

_LOGGER = logging.getLogger(__name__)

CHECK_INTERVAL = 5 * 60.0
"""Seconds until the socket is subscribed anew, at the latest: what is not answered then is dead."""

ANSWER_TIMEOUT = 30.0
MIN_PAUSE = 5.0
"""Seconds, at the least, between two subscriptions."""


class Push:
    """What the vendor tells by itself."""

    def __init__(
        self,
        session: TokenSession,
        on_message: Callable[[Mapping[str, Any]], None],
        on_open: Callable[[], Awaitable[None]],
        on_lost: Callable[[TemporaryError], None],
    ) -> None:
        """Take who is told of each message, of each time that the socket is open, and that it is lost."""
        self._session = session
        self._bearers = Bearers(session)
        self._on_message = on_message
        self._on_open = on_open
        self._on_lost = on_lost
        self._answer: asyncio.Future[bool] | None = None

    async def async_run(self) -> None:
        """Keep the socket open until cancelled. Raises RefreshTokenRejected."""
        await async_reconnect(self._async_serve, self._on_lost)

    async def _async_serve(self) -> TemporaryError:
        """Open a socket and keep it until it ends; return why it did."""
        client = PushClient(self._bearers, self._async_take)
        try:
            await async_connect(client, self._bearers)
            await self._on_open()
            await self._async_keep(client)
        except TemporaryError as error:
            return error
        finally:
            await client.async_hang_up()
        return TemporaryError("the vendor closed the push socket", cause="no_connection")

    async def _async_keep(self, client: PushClient) -> None:
        """Subscribe again and again until the socket is closed. Raises TemporaryError where it is dead."""
        listener = client.get_listener_task()
        pause = 0.0
        while listener is not None:
            wait = max(min(self._session.bearer_life, CHECK_INTERVAL), pause, MIN_PAUSE)
            closed, _ = await asyncio.wait([listener], timeout=wait)
            if closed:
                return
            pause = await self._async_refresh()
            if not pause:
                await self._async_subscribe_again(client)

    async def _async_refresh(self) -> float:
        """Have a bearer that is good; return the seconds until another try where there is none now."""
        try:
            await self._session.async_get_access_token()
        except TemporaryError as error:
            return max(error.retry_after or 0.0, MIN_PAUSE)
        return 0.0

    async def _async_subscribe_again(self, client: PushClient) -> None:
        """Subscribe with the bearer, or a fresh one. Raises TemporaryError where the socket is dead."""
        if await self._async_subscribe(client):
            return
        if self._bearers.refused() and await self._async_subscribe(client):
            return
        self._bearers.refused_again()
        raise TemporaryError("the vendor refuses a fresh bearer", cause="bearer_refused")

    async def _async_subscribe(self, client: PushClient) -> bool:
        """Subscribe; return whether the vendor takes the bearer. Raises TemporaryError."""
        self._answer = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT):
                await client.resubscribe()
                return await self._answer
        except PyBticinoException, TimeoutError:
            raise TemporaryError("the push socket is dead", cause="no_answer") from None

    async def _async_take(self, raw: Any) -> None:
        """Take a message: what is pushed, or the answer to a subscription."""
        message = read_mapping(raw)
        if self._answer is not None and not self._answer.done():
            if "error" in message:
                self._answer.set_result(False)
            elif message.get("status") == "ok":
                self._answer.set_result(True)
        if "push_type" in message:
            try:
                self._on_message(message)
            except Exception:
                # The library would swallow it. One odd message must not cost the next ring.
                _LOGGER.exception("A message of BTicino could not be taken")
