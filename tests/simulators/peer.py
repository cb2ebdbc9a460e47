"""Both ends of a live view: a WebRTC peer that looks, and what it has in common with one that shows."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Final, override

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame, VideoFrame

from .browsers import BROWSERS, with_codecs
from .sound import Meter, Sound

PATIENCE: Final = 30.0
"""How many seconds a test waits for what never comes."""


class Peer:
    """A real peer, which asks nobody on the internet who it is."""

    def __init__(self) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.heard = Meter()
        self._news = asyncio.Condition()
        """Whatever comes is news."""

        self._taking: list[asyncio.Task[None]] = []
        self.connection.on("track", self._take_track)

    async def add_candidate(self, line: str, index: int) -> None:
        """Take a candidate of the other end; an empty one says that there are no more."""
        candidate = candidate_from_sdp(line.removeprefix("candidate:")) if line else None
        if candidate is not None:
            candidate.sdpMLineIndex = index
        await self.connection.addIceCandidate(candidate)

    async def accept(self, answer: str) -> None:
        """Take the answer to the offer."""
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def close(self) -> None:
        """Hang up, and leave nothing running."""
        connecting = [task for task in asyncio.all_tasks() if self._is_connecting(task)]
        for task in (*connecting, *self._taking):
            task.cancel()
        await asyncio.gather(*connecting, *self._taking, return_exceptions=True)
        await self.connection.close()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something happened; it is looked at whenever a picture or sound comes."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(happened)

    def take_picture(self, picture: VideoFrame) -> None:
        """Take a picture that was received."""

    def take_sound(self, sound: AudioFrame) -> None:
        """Take sound that was received."""
        self.heard.take(sound)

    def _take_track(self, track: MediaStreamTrack) -> None:
        self._taking.append(asyncio.create_task(self._take(track)))

    async def _take(self, track: MediaStreamTrack) -> None:
        """Take what the other end sends, until it ends."""
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, VideoFrame):
                self.take_picture(frame)
            elif isinstance(frame, AudioFrame):
                self.take_sound(frame)
            async with self._news:
                self._news.notify_all()

    def _is_connecting(self, task: asyncio.Task[object]) -> bool:
        """Return whether a task connects this peer; aiortc does not keep hold of it."""
        coroutine = task.get_coro()
        return (
            inspect.iscoroutine(coroutine)
            and coroutine.__name__ == "__connect"
            and inspect.getcoroutinelocals(coroutine).get("self") is self.connection
        )


class Viewer(Peer):
    """A peer that looks and listens, as a browser does: chromium, chromium-156, firefox or iphone.

    >>> viewer = Viewer("firefox", Tone(440))     # or Silence(); without a microphone it only receives
    >>> answer = ...(await viewer.offer())
    >>> await viewer.accept(answer)
    >>> await viewer.frames(3)                    # three more pictures were decoded
    >>> await viewer.until_heard()                # sound that is more than silence, such as the visitor's
    >>> await viewer.until_heard(440)             # the own tone, which comes back a second later
    >>> viewer.level(), viewer.frequency()
    """

    def __init__(self, kind: str = "chromium", microphone: Sound | None = None) -> None:
        super().__init__()
        self.seen = 0
        """How many pictures."""

        self._codecs = BROWSERS[kind]
        self._microphone = microphone
        self._picture: VideoFrame | None = None

    async def offer(self) -> str:
        """Return an offer to see and hear, and to talk with a microphone; its candidates are told in it."""
        if self._microphone is None:
            self.connection.addTransceiver("audio", direction="recvonly")
        else:
            self.connection.addTransceiver(self._microphone, direction="sendrecv")
        self.connection.addTransceiver("video", direction="recvonly")
        await self.connection.setLocalDescription()
        return with_codecs(self.connection.localDescription.sdp, self._codecs)

    async def answer(self, offer: str) -> str:
        """Return the answer to an offer."""
        if self._microphone is not None:
            self.connection.addTrack(self._microphone)
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription()
        return self.connection.localDescription.sdp

    async def frame(self) -> VideoFrame:
        """Return the next picture, once the answer was taken."""
        await self.frames(1)
        assert self._picture is not None
        return self._picture

    async def frames(self, number: int) -> None:
        """Wait for so many more pictures."""
        wanted = self.seen + number
        await self.until(lambda: self.seen >= wanted)

    async def until_heard(self, note: int | None = None) -> None:
        """Wait for sound that is more than silence, or for a note of so many hertz."""
        await self.until(lambda: self.heard.hears(note))

    def directions(self) -> dict[str, str | None]:
        """Return what was agreed to be sent and received, by the kind of medium."""
        return {each.kind: each.currentDirection for each in self.connection.getTransceivers()}

    def level(self) -> float:
        """Return how loud what it hears is: nothing 0, the loudest sine 0.7."""
        return self.heard.level

    def frequency(self) -> int:
        """Return the strongest note that it hears, in hertz."""
        return self.heard.frequency

    @override
    def take_picture(self, picture: VideoFrame) -> None:
        self.seen += 1
        self._picture = picture


def without_candidates(sdp: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a description without its candidates, and these with the index of their medium."""
    kept, candidates, index = list[str](), dict[str, int](), -1
    for line in sdp.splitlines():
        index += line.startswith("m=")
        if line.startswith("a=candidate:"):
            # Media that share a transport have the same candidates.
            candidates.setdefault(line.removeprefix("a="), index)
        elif line != "a=end-of-candidates":
            kept.append(f"{line}\r\n")
    return "".join(kept), [(at, candidate) for candidate, at in candidates.items()]
