"""Cameras, and what the two sides of a live view tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Feature):
    """Something that sees; `HasCameras.async_get_image` returns what."""

    platform = "camera"

    on: bool = True
    state: Literal["idle", "recording", "streaming"] = "idle"
    can_be_off: bool = False
    """Whether it can be turned on and off."""

    detects_motion: bool = False
    brand: str | None = None
    model: str | None = None
    has_live_view: bool = False
    """Whether `ShowsLive.async_open_live_view` shows what it sees now."""

    has_stream: bool = False
    """Whether `HasStreams.async_open_stream` shows what it sees now."""

    is_at_door: bool = False
    """Whether its image is of the last call at a door, and not of now."""

    can_talk: bool = False
    """Whether its live view takes the sound of who looks."""

    has_picture: bool = True
    """Whether there is something to see; else its live view is a voice alone."""


@dataclass(frozen=True, slots=True)
class SetCamera:
    """Turn a camera on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetMotionDetection:
    """Have a camera detect motion, or not."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServer:
    """A server by which two sides of a live view find each other (W3C WebRTC, RTCIceServer)."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveViewConfig:
    """What a viewer must know before it makes an offer."""

    ice_servers: tuple[IceServer, ...] = ()
    data_channel: str | None = None
    """The name of a channel that the offer must have."""

    payload_types: Mapping[str, int] = MappingProxyType({})
    """What the camera sends whatever was agreed: RTP payload types by the names of codecs in capitals.

    Empty where it sends what was agreed.
    """

    wants_sound: bool = False
    """Whether it sends its sound only to whoever sends some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IceCandidate:
    """A way on which one side of a live view may be reached (W3C WebRTC, RTCIceCandidateInit)."""

    candidate: str
    media_index: int | None
    """The index of the description's media line that it belongs to."""

    media_id: str | None = None
    user_fragment: str | None = None
