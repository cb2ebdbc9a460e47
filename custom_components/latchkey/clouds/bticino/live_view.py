"""What an external unit sees now: WebRTC, arranged over the vendor's signalling socket."""

import asyncio
from typing import Any, Self, override

from pybticino import PyBticinoException
from websockets.exceptions import WebSocketException

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..capabilities import LiveView, Viewer
from ..live_views import is_description
from ..model import IceCandidate
from ..raw import is_number, read_mapping
from .bearers import Bearers
from .installation import Module
from .sockets import LiveViewClient, async_connect

OFFER_TIMEOUT = 15.0
"""Seconds that an offer may wait for somebody who takes it, also where the socket closes meanwhile."""


class BticinoLiveView(LiveView):
    """A live view of one external unit."""

    def __init__(self, session: TokenSession, viewer: Viewer) -> None:
        """Take who looks."""
        self._bearers = Bearers(session)
        self._viewer = viewer
        self._is_closed = False
        self._client = LiveViewClient(
            self._bearers,
            on_answer=self._async_answered,
            on_candidate=self._async_found,
            on_event=self._async_ended,
        )
        self._client.on_closed = self._end

    @classmethod
    async def async_open(cls, session: TokenSession, unit: Module, offer: str, viewer: Viewer) -> Self:
        """Offer an external unit a live view (SDP); the viewer is told what comes of it.

        Raises RefreshTokenRejected or TemporaryError.
        """
        view = cls(session, viewer)
        try:
            await async_connect(view._client, view._bearers)
            await view._async_offer(unit, offer)
        except BaseException:
            await view.async_close()
            raise
        return view

    async def _async_offer(self, unit: Module, offer: str) -> None:
        try:
            async with asyncio.timeout(OFFER_TIMEOUT):
                await self._client.send_offer(unit.bridge_id or unit.id, offer, unit.id)
        except PyBticinoException, WebSocketException, TimeoutError:
            raise TemporaryError("the vendor takes no offer of a live view", cause="no_answer") from None

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
        self._is_closed = True
        await self._client.async_hang_up()

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

    async def _async_ended(self, session_id: str, _kind: str, _message: Any) -> None:
        """Take that the unit wants no more, or never wanted."""
        if self._is_ours(session_id):
            self._end()

    def _end(self) -> None:
        """Tell the viewer that it is over, once."""
        if not self._is_closed:
            self._is_closed = True
            self._viewer.ended()

    def _is_ours(self, session_id: str | None) -> bool:
        """Return whether a message is about this live view: the account may have others."""
        return not self._is_closed and session_id in (None, self._client.session_id)
