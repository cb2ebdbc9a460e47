"""What an external unit sees now: WebRTC, arranged over the vendor's signalling socket."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, Self, TypeGuard, override

from pybticino import PyBticinoException
from websockets.exceptions import WebSocketException

from ...auth.errors import TemporaryError
from ...auth.redaction import mask
from ...auth.session import TokenSession
from ..capabilities import LiveView, Viewer
from ..model import IceCandidate, IceServer
from ..raw import is_number, read_mapping, read_mappings, read_text, read_texts
from .bearers import Bearers
from .installation import Module
from .sockets import LiveViewClient, async_connect

OFFER_TIMEOUT = 15.0
"""Seconds that an offer may wait for somebody who takes it, also where the socket closes meanwhile."""

MAX_DESCRIPTION: Final = 64 * 1024
"""Characters."""

CREDENTIAL_LIFE: Final = 24 * 60 * 60.0
"""Seconds that a credential of a TURN server is good for, as far as is known."""


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
            await self._client.send_candidate(candidate.candidate, candidate.media_index)
        except PyBticinoException, WebSocketException:
            raise TemporaryError("the live view is over", cause="no_connection") from None

    @override
    async def async_close(self) -> None:
        """End it, once or several times; see `LiveView`."""
        self._is_closed = True
        await self._client.async_hang_up()

    async def _async_answered(self, session_id: str, description: Any) -> None:
        """Pass the unit's answer on."""
        if self._is_ours(session_id) and _is_text(description):
            self._viewer.answered(description)

    async def _async_found(self, session_id: str, raw: Any) -> None:
        """Pass a way to the unit on."""
        told = read_mapping(raw)
        candidate, index = told.get("candidate"), told.get("sdp_m_line_index")
        if self._is_ours(session_id) and _is_text(candidate) and is_number(index):
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


def parse_ice_servers(raw: Any) -> tuple[IceServer, ...]:
    """Return the vendor's servers; what makes no sense is left out."""
    servers = (_parse_ice_server(server) for server in read_mappings(raw))
    return tuple(server for server in servers if server is not None)


def _parse_ice_server(raw: Mapping[str, Any]) -> IceServer | None:
    told = raw.get("urls")
    urls = tuple(read_texts([told] if isinstance(told, str) else told))
    credential = read_text(raw.get("credential"))
    if credential is not None:
        mask(credential, CREDENTIAL_LIFE)
    return (
        IceServer(urls=urls, username=read_text(raw.get("username")), credential=credential) if urls else None
    )


def _is_text(raw: Any) -> TypeGuard[str]:
    return isinstance(raw, str) and 0 < len(raw) <= MAX_DESCRIPTION
