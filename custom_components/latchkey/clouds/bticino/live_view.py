"""What an external unit sees now, and talks at home: WebRTC, arranged over the vendor's signalling socket."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Self, override

from pybticino import PyBticinoException
from websockets.exceptions import WebSocketException

from ...auth.errors import AuthError, TemporaryError
from ...auth.session import TokenSession
from ..base import CommandRefused
from ..capabilities import LiveView, Viewer
from ..live_views import is_description
from ..model import IceCandidate
from ..raw import is_number, read_mapping
from .bearers import Bearers
from .installation import Kind, Module
from .offers import Address
from .sockets import LiveViewClient, Refusal, async_connect

OFFER_TIMEOUT = 15.0
"""Seconds that an offer may wait for somebody who takes it, also where the socket closes meanwhile."""

END_TIMEOUT = 5.0
"""Seconds that it may take to end a call whose own line is dead."""


class BticinoLiveView(LiveView):
    """A live view of one external unit, a talk with those at home, or a call that was answered here."""

    def __init__(self, session: TokenSession, viewer: Viewer) -> None:
        """Take who looks."""
        self._session = session
        self._bearers = Bearers(session)
        self._viewer = viewer
        self._is_closed = False
        self._is_answer = False
        self._on_over: Callable[[], None] | None = None
        self._client = LiveViewClient(
            self._bearers,
            on_answer=self._async_answered,
            on_candidate=self._async_found,
            on_event=self._async_ended,
        )
        self._client.on_closed = self._end

    @classmethod
    async def async_open(cls, session: TokenSession, module: Module, offer: str, viewer: Viewer) -> Self:
        """Offer an external unit a live view, or a bridge a talk (SDP); the viewer is told what comes of it.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        view = cls(session, viewer)
        await view._async_begin(partial(view._async_offer, module, offer))
        return view

    @classmethod
    async def async_answer(cls, session: TokenSession, address: Address, answer: str, viewer: Viewer) -> Self:
        """Answer a call (SDP); the viewer is told what comes of it.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        view = cls(session, viewer)
        view._is_answer = True
        await view._async_begin(partial(view._async_answer, address, answer))
        return view

    async def _async_begin(self, async_say: Callable[[], Awaitable[None]]) -> None:
        """Open the line, and say what it is for; where that fails, nothing is left."""
        try:
            await async_connect(self._client, self._bearers)
            await async_say()
        except BaseException:
            await self.async_close()
            raise

    async def _async_offer(self, module: Module, offer: str) -> None:
        # Who is at home is called by an offer that names no unit.
        unit_id = module.id if module.kind is Kind.EXTERNAL_UNIT else None
        try:
            async with asyncio.timeout(OFFER_TIMEOUT):
                await self._client.send_offer(module.bridge_id or module.id, offer, unit_id)
        except (PyBticinoException, WebSocketException, TimeoutError) as error:
            if isinstance(error, Refusal) and error.is_busy:
                raise CommandRefused("busy") from None
            raise TemporaryError("the vendor takes no offer of a live view", cause="no_answer") from None

    async def _async_answer(self, address: Address, answer: str) -> None:
        self._client.take_call(address)
        try:
            await self._client.async_answer(answer)
        except Refusal as refusal:
            # Whoever talks to them must not be hung up on.
            self._client.forget_call()
            raise CommandRefused("busy" if refusal.is_busy else "call_over") from None
        except PyBticinoException, WebSocketException, TimeoutError:
            raise TemporaryError("the vendor takes no answer to a call", cause="no_answer") from None

    def when_over(self, on_over: Callable[[], None]) -> None:
        """Have somebody told once it is over, or at once where it is."""
        self._on_over = on_over
        if self._is_closed:
            on_over()

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Tell the unit a way on which the viewer may be reached; see `LiveView`."""
        try:
            await self._client.send_candidate(candidate.candidate, candidate.media_index or 0)
        except PyBticinoException, WebSocketException:
            raise TemporaryError("the live view is over", cause="no_connection") from None

    @override
    async def async_close(self) -> None:
        """End it, once or several times; see `LiveView`."""
        self._finish()
        left = await self._client.async_hang_up()
        if left is not None:  # It would keep the unit busy.
            with suppress(AuthError, CommandRefused, TimeoutError):
                async with asyncio.timeout(END_TIMEOUT):
                    await async_terminate(self._session, left)

    async def async_hang_up(self) -> None:
        """End it, and tell the viewer."""
        self._end()
        await self.async_close()

    async def _async_answered(self, session_id: str, description: Any) -> None:
        """Pass the unit's answer on."""
        if self._is_ours(session_id) and is_description(description):
            self._viewer.answered(description)

    async def _async_found(self, session_id: str, raw: Any) -> None:
        """Pass a way to the unit on."""
        told = read_mapping(raw)
        candidate, index = told.get("candidate"), told.get("sdp_m_line_index")
        if self._is_ours(session_id) and is_description(candidate) and is_number(index):
            self._viewer.found(IceCandidate(candidate=candidate, media_index=int(index)))

    async def _async_ended(self, session_id: str, kind: str, _message: Any) -> None:
        """Take that the unit wants no more, or never wanted."""
        # A call that is answered is withdrawn everywhere else.
        if self._is_ours(session_id) and not (self._is_answer and kind == "rescind"):
            self._client.forget_call()
            self._end()

    def _end(self) -> None:
        """Tell the viewer that it is over, once."""
        if not self._is_closed:
            self._finish()
            self._viewer.ended()

    def _finish(self) -> None:
        """Take that it is over, once."""
        if not self._is_closed:
            self._is_closed = True
            if self._on_over is not None:
                self._on_over()

    def _is_ours(self, session_id: str | None) -> bool:
        """Return whether a message is about this live view: the account may have others."""
        return not self._is_closed and session_id in (None, self._client.session_id)


async def async_terminate(session: TokenSession, address: Address) -> None:
    """End a call that has no line here. Raises CommandRefused, RefreshTokenRejected or TemporaryError."""
    bearers = Bearers(session)
    client = LiveViewClient(bearers)
    try:
        await async_connect(client, bearers)
        client.take_call(address)
        await client.async_terminate()
    except Refusal:
        raise CommandRefused("call_over") from None
    except PyBticinoException, WebSocketException, TimeoutError:
        raise TemporaryError("the vendor does not end a call", cause="no_answer") from None
    finally:
        client.forget_call()
        await client.async_hang_up()
