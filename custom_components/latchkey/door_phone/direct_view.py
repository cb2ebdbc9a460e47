"""A live view without a relay: viewer and camera reach each other."""

from collections.abc import Callable
from dataclasses import replace
from typing import override

from ..clouds.capabilities import LiveView, Viewer
from ..clouds.model import IceCandidate
from .direct import Glued


class DirectView(LiveView, Viewer):
    """Passes on what a viewer and a camera say, and knows when it is over."""

    def __init__(
        self, viewer: Viewer, on_over: Callable[[DirectView], None], glued: Glued | None = None
    ) -> None:
        """Take who looks; where both sides made an offer, candidates are of the transport that is left."""
        self._viewer = viewer
        self._on_over = on_over
        self._glued = glued
        self._view: LiveView | None = None

    def opened(self, view: LiveView) -> None:
        """Take the way to the camera."""
        self._view = view

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Tell the camera a way on which the viewer may be reached; see `LiveView`."""
        if self._view is not None:
            at = self._glued.camera_index if self._glued is not None else None
            await self._view.async_add_candidate(_move(candidate, at))

    @override
    async def async_close(self) -> None:
        """End it; see `LiveView`."""
        self._on_over(self)
        if self._view is not None:
            await self._view.async_close()

    @override
    def answered(self, description: str) -> None:
        """Pass the camera's answer on; see `Viewer`."""
        self._viewer.answered(description)

    @override
    def found(self, candidate: IceCandidate) -> None:
        """Pass a way to the camera on; see `Viewer`."""
        at = self._glued.viewer_index if self._glued is not None else None
        self._viewer.found(_move(candidate, at))

    @override
    def ended(self) -> None:
        """Pass on that it is over; see `Viewer`."""
        self._on_over(self)
        self._viewer.ended()


def _move(candidate: IceCandidate, media_index: int | None) -> IceCandidate:
    """Return a candidate for another medium; by the name that it has there, nobody else knows it."""
    return candidate if media_index is None else replace(candidate, media_index=media_index, media_id=None)
