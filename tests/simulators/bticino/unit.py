"""The camera and the voice of an external unit: a real WebRTC peer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, override

import numpy as np
from aiortc import RTCRtpSender, RTCSessionDescription, VideoStreamTrack
from aiortc.rtcrtpparameters import RTCRtpCodecCapability, RTCRtpCodecParameters
from av import AudioFrame, VideoFrame

from ..browsers import UNIT, with_codecs
from ..peer import Peer, without_candidates
from ..sound import LOUDEST, PIECE, RATE, Samples, Sound
from .scene import Scene
from .voice import loudness_at, spoken_at

SLOWDOWN = 3
"""A third of the usual 30 frames a second will do."""

ECHO_AFTER: Final = RATE
"""What is said at one end comes back after so many samples: a second."""

CODECS: Final = {"audio": "audio/opus", "video": "video/H264"}
PROFILE: Final = "42e01f"


class Door(VideoStreamTrack):
    """What happens at the door, as it happens."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.sent = 0
        """How many pictures."""

        self._scene = Scene(name)

    @override
    async def recv(self) -> VideoFrame:
        for _ in range(SLOWDOWN):
            pts, time_base = await self.next_timestamp()
        # What is drawn for the first time takes long.
        frame = await asyncio.to_thread(self._draw)
        frame.pts, frame.time_base = pts, time_base
        self.sent += 1
        return frame

    def _draw(self) -> VideoFrame:
        now = time.time()
        return VideoFrame.from_ndarray(np.asarray(self._scene.at(now, loudness_at(now))))


class Microphone(Sound):
    """What is to be heard at the door: the visitor, and a second later whoever talks to them.

    It is deaf until it hears something itself, as the real ones are.
    """

    def __init__(self) -> None:
        super().__init__()
        self._echo = np.zeros(0, np.int16)
        self._has_heard = asyncio.Event()

    def hear(self, samples: Samples) -> None:
        """Hear what comes out of the unit's own loudspeaker."""
        if not len(self._echo):
            self._echo = np.zeros(ECHO_AFTER, np.int16)
        self._echo = np.concatenate((self._echo, samples))
        self._has_heard.set()

    @override
    async def recv(self) -> AudioFrame:
        await self._has_heard.wait()
        return await super().recv()

    @override
    def piece(self) -> Samples:
        echo, self._echo = self._echo[:PIECE], self._echo[PIECE:]
        voice = spoken_at(time.time(), PIECE).astype(np.int32)
        voice[: len(echo)] += echo
        return np.clip(voice, -LOUDEST, LOUDEST).astype(np.int16)


class Unit(Peer):
    """One conversation with one viewer: it calls, or is called."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._microphone, self._door = Microphone(), Door(name)
        for track, direction in ((self._microphone, "sendrecv"), (self._door, "sendonly")):
            transceiver = self.connection.addTransceiver(track, direction=direction)
            transceiver.setCodecPreferences([_codec(track.kind)])
            _insist(transceiver.sender)

    @property
    def sent_frames(self) -> int:
        """Return how many pictures it sent."""
        return self._door.sent

    @property
    def sent_sound(self) -> int:
        """Return how many pieces of sound it sent, of a fiftieth of a second each."""
        return self._microphone.sent

    async def answer(self, offer: str) -> tuple[str, list[tuple[int, str]]]:
        """Return the answer to an offer, and the candidates that follow it one by one."""
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription()
        return without_candidates(self.connection.localDescription.sdp)

    async def offer(self) -> tuple[str, list[tuple[int, str]]]:
        """Return its own offer when somebody rings, and the candidates that follow it."""
        await self.connection.setLocalDescription()
        return without_candidates(with_codecs(self.connection.localDescription.sdp, UNIT))

    @override
    def take_sound(self, sound: AudioFrame) -> None:
        self._microphone.hear(self.heard.take(sound))


def _codec(kind: str) -> RTCRtpCodecCapability:
    """Return the only codec that it knows: Opus, or H.264 of the constrained baseline."""
    return next(
        codec
        for codec in RTCRtpSender.getCapabilities(kind).codecs
        if codec.mimeType == CODECS[kind] and codec.parameters.get("profile-level-id", PROFILE) == PROFILE
    )


def _insist(sender: RTCRtpSender) -> None:
    """Have a sender number what it sends as Chrome would, whatever was agreed: the real units do."""
    run: Callable[[RTCRtpCodecParameters], Awaitable[None]] = sender._run_rtp

    async def run_as_chrome(codec: RTCRtpCodecParameters) -> None:
        await run(replace(codec, payloadType=UNIT[sender.kind][0].number))

    sender._run_rtp = run_as_chrome  # type: ignore[method-assign]  # nothing else chooses its numbers
