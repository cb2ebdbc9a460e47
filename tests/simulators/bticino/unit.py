"""The camera and the voice of an external unit: a real WebRTC peer."""

import time
from typing import override

import numpy as np
from aiortc import RTCRtpSender, RTCSessionDescription, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack
from av import VideoFrame

from ..peer import Peer, without_candidates
from .scene import Scene

SLOWDOWN = 3
"""A third of the usual 30 frames a second will do."""


class Door(VideoStreamTrack):
    """What happens at the door, as it happens."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._scene = Scene(name)

    @override
    async def recv(self) -> VideoFrame:
        for _ in range(SLOWDOWN):
            pts, time_base = await self.next_timestamp()
        frame = VideoFrame.from_ndarray(np.asarray(self._scene.at(time.time())))
        frame.pts, frame.time_base = pts, time_base
        return frame


class Unit(Peer):
    """One live view of one viewer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        for track in (Door(name), AudioStreamTrack()):
            self.connection.addTrack(track)
        self._prefer_h264()

    async def answer(self, offer: str) -> tuple[str, list[tuple[int, str]]]:
        """Return the answer to an offer, and the candidates that follow it one by one."""
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription()
        return without_candidates(self.connection.localDescription.sdp)

    def _prefer_h264(self) -> None:
        """Send what the real units send, where the viewer can see it."""
        codecs = RTCRtpSender.getCapabilities("video").codecs
        for transceiver in self.connection.getTransceivers():
            if transceiver.kind == "video":
                transceiver.setCodecPreferences(sorted(codecs, key=lambda codec: codec.name != "H264"))
