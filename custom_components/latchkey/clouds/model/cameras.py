"""Cameras, and what the two sides of a live view tell each other."""

from dataclasses import dataclass, field

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Feature):
    """Something that sees; `HasCameras.async_get_image` returns what."""

    on: bool = True
    has_live_view: bool = False
    """Whether `ShowsLive.async_open_live_view` shows what it sees now; its image is of the last call then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServer:
    """A server by which two sides of a live view find each other (W3C WebRTC, RTCIceServer)."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IceCandidate:
    """A way on which one side of a live view may be reached (W3C WebRTC, RTCIceCandidateInit)."""

    candidate: str
    media_index: int
    """The index of the description's media line that it belongs to."""
