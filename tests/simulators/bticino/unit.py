"""The camera and the voice of an external unit: a real WebRTC peer."""

from typing import override

from aiortc import RTCRtpSender, RTCSessionDescription, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack
from av import VideoFrame

from ..peer import Peer, without_candidates

WIDTH, HEIGHT = 320, 240
SLOWDOWN = 3
"""A third of the usual 30 frames a second will do."""


class Door(VideoStreamTrack):
    """A picture that becomes brighter and dark again."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0

    @override
    async def recv(self) -> VideoFrame:
        for _ in range(SLOWDOWN):
            pts, time_base = await self.next_timestamp()
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        luma, *chroma = frame.planes
        luma.update(bytes([self._number * 8 % 256]) * luma.buffer_size)
        for plane in chroma:
            plane.update(bytes([128]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        self._number += 1
        return frame


class Unit(Peer):
    """One live view of one viewer."""

    def __init__(self) -> None:
        super().__init__()
        for track in (Door(), AudioStreamTrack()):
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
