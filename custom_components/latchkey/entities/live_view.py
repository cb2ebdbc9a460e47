"""Live views: passes on what somebody who looks at a camera and the camera say to each other."""

import asyncio
from collections.abc import Awaitable, Callable

from homeassistant.components.camera import (
    WebRTCAnswer,
    WebRTCCandidate,
    WebRTCError,
    WebRTCSendMessage,
)
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError
from webrtc_models import RTCIceCandidateInit

from ..clouds.capabilities import LiveView, Viewer
from ..clouds.model import IceCandidate
from ..const import DOMAIN


class LiveViewSession:
    """Somebody who looks (a `Viewer`), from the offer of their browser to the end."""

    def __init__(self, send_message: WebRTCSendMessage) -> None:
        """Take what tells the browser something."""
        self._send_message = send_message
        self._view: LiveView | None = None
        self._is_answered = False
        self._is_over = False
        # Candidates wait here until the live view is open, and go out in the order in which they came.
        self._order = asyncio.Lock()

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to see any more."""
        return self._is_over

    async def async_open(self, async_offer: Callable[[Viewer], Awaitable[LiveView]]) -> None:
        """Offer the camera a live view. Raises what `async_offer` does."""
        async with self._order:
            self._view = await async_offer(self)

    async def async_add_candidate(self, candidate: RTCIceCandidateInit) -> None:
        """Tell the camera a way on which the browser may be reached. Raises TemporaryError."""
        async with self._order:
            if self._view is not None and not self._is_over:
                await self._view.async_add_candidate(
                    IceCandidate(
                        candidate=candidate.candidate,
                        media_index=candidate.sdp_m_line_index,
                        media_id=candidate.sdp_mid,
                        user_fragment=candidate.user_fragment,
                    )
                )

    async def async_close(self) -> None:
        """End it at the camera too, also where it is about to open."""
        self._is_over = True
        async with self._order:
            if self._view is not None:
                await self._view.async_close()

    @callback
    def answered(self, description: str) -> None:
        """Tell the browser the camera's answer."""
        self._is_answered = True
        if not self._is_over:
            self._send_message(WebRTCAnswer(description))

    @callback
    def found(self, candidate: IceCandidate) -> None:
        """Tell the browser a way on which the camera may be reached."""
        if not self._is_over:
            init = RTCIceCandidateInit(
                candidate.candidate,
                sdp_mid=candidate.media_id,
                sdp_m_line_index=candidate.media_index,
                user_fragment=candidate.user_fragment,
            )
            self._send_message(WebRTCCandidate(init))

    @callback
    def ended(self) -> None:
        """Tell the browser that there is nothing to see any more, or that there never was."""
        if not self._is_over:
            key = "live_view_ended" if self._is_answered else "live_view_refused"
            sentence = HomeAssistantError(translation_domain=DOMAIN, translation_key=key)
            self._send_message(WebRTCError(key, str(sentence)))
        self._is_over = True
