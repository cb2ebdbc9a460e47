"""What a camera of another Home Assistant sees now: WebRTC, arranged over a socket of its own."""

import asyncio
import logging
from typing import Any, Final, Self, override

from ...auth.errors import TemporaryError
from ..base import CommandRefused
from ..capabilities import LiveView, Viewer
from ..live_views import is_description
from ..model import IceCandidate
from ..raw import is_number, read_mapping, read_text
from .client import Client, Declined, shorten

ANSWER_TIMEOUT = 15.0
"""Seconds until the other side names the live view, which it does at once."""

MAX_INDEX: Final = 1000

_LOGGER: Final = logging.getLogger(__name__)


class RemoteLiveView(LiveView):
    """A live view of one camera; the other side ends it where its socket does."""

    def __init__(self, client: Client, entity_id: str, viewer: Viewer) -> None:
        """Take a socket that nobody else uses, and who looks at which camera."""
        self._client = client
        self._entity_id = entity_id
        self._viewer = viewer
        self._session_id: str | None = None
        self._named = asyncio.Event()
        self._is_closed = False

    @classmethod
    async def async_open(cls, client: Client, entity_id: str, offer: str, viewer: Viewer) -> Self:
        """Offer a camera a live view (SDP); the viewer is told what comes of it.

        Raises CommandRefused or TemporaryError; the socket is closed then.
        """
        view = cls(client, entity_id, viewer)
        try:
            await view._async_offer(offer)
        except BaseException:
            await view.async_close()
            raise
        client.tell_end(view._end)
        return view

    async def _async_offer(self, offer: str) -> None:
        try:
            await self._client.async_subscribe(
                self._take, "camera/webrtc/offer", entity_id=self._entity_id, offer=offer
            )
            async with asyncio.timeout(ANSWER_TIMEOUT):
                await self._named.wait()
        except Declined as error:
            _LOGGER.warning("The other side shows no live view of %s: %s", self._entity_id, error)
            raise CommandRefused("live_view_refused") from None
        except TimeoutError:
            raise TemporaryError("the other side does not name the live view", cause="no_answer") from None

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Tell the camera a way on which the viewer may be reached; see `LiveView`."""
        told = {
            "candidate": candidate.candidate,
            "sdpMLineIndex": candidate.media_index,
            "sdpMid": candidate.media_id,
            "userFragment": candidate.user_fragment,
        }
        await self._client.async_ask(
            "camera/webrtc/candidate",
            entity_id=self._entity_id,
            session_id=self._session_id,
            candidate={key: value for key, value in told.items() if value is not None},
        )

    @override
    async def async_close(self) -> None:
        """End it, once or several times; see `LiveView`."""
        self._is_closed = True
        await self._client.async_close()

    def _take(self, raw: Any) -> None:
        """Take what the camera says."""
        event = read_mapping(raw)
        match event.get("type"):
            case "session":
                self._session_id = read_text(event.get("session_id"))
                self._named.set()
            case "answer" if not self._is_closed and is_description(event.get("answer")):
                self._viewer.answered(event["answer"])
            case "candidate" if not self._is_closed:
                self._find(event.get("candidate"))
            case "error":
                _LOGGER.warning(
                    "The live view of %s has ended: %r", self._entity_id, shorten(str(event.get("message")))
                )
                self._end()

    def _find(self, raw: Any) -> None:
        """Tell the viewer a way on which the camera may be reached."""
        told = read_mapping(raw)
        line, index = told.get("candidate"), told.get("sdpMLineIndex")
        if is_description(line):
            self._viewer.found(
                IceCandidate(
                    candidate=line,
                    media_index=int(index) if is_number(index) and 0 <= index <= MAX_INDEX else None,
                    media_id=read_text(told.get("sdpMid")),
                    user_fragment=read_text(told.get("userFragment")),
                )
            )

    def _end(self) -> None:
        """Tell the viewer that it is over, once."""
        if not self._is_closed:
            self._is_closed = True
            self._viewer.ended()
