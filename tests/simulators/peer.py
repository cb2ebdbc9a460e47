"""Both ends of a live view: a WebRTC peer that looks, and what it has in common with one that shows."""

import asyncio
import inspect

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp
from av import VideoFrame


class Peer:
    """A real peer, which asks nobody on the internet who it is."""

    def __init__(self) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    async def add_candidate(self, line: str, index: int) -> None:
        """Take a candidate of the other end; an empty one says that there are no more."""
        candidate = candidate_from_sdp(line.removeprefix("candidate:")) if line else None
        if candidate is not None:
            candidate.sdpMLineIndex = index
        await self.connection.addIceCandidate(candidate)

    async def close(self) -> None:
        """Hang up, and leave nothing running."""
        connecting = [task for task in asyncio.all_tasks() if self._is_connecting(task)]
        for task in connecting:
            task.cancel()
        await asyncio.gather(*connecting, return_exceptions=True)
        await self.connection.close()

    def _is_connecting(self, task: asyncio.Task[object]) -> bool:
        """Return whether a task connects this peer; aiortc does not keep hold of it."""
        coroutine = task.get_coro()
        return (
            inspect.iscoroutine(coroutine)
            and coroutine.__name__ == "__connect"
            and inspect.getcoroutinelocals(coroutine).get("self") is self.connection
        )


class Viewer(Peer):
    """A peer that looks and listens, as a browser does."""

    async def offer(self) -> str:
        """Return an offer to see and hear; its candidates are told in it."""
        for kind in ("video", "audio"):
            self.connection.addTransceiver(kind, direction="recvonly")
        await self.connection.setLocalDescription()
        return self.connection.localDescription.sdp

    async def accept(self, answer: str) -> None:
        """Take the answer to the offer."""
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def frame(self) -> VideoFrame:
        """Return the next picture, once the answer was taken."""
        video = self.connection.getTransceivers()[0].receiver.track
        assert video is not None
        frame = await video.recv()
        assert isinstance(frame, VideoFrame)
        return frame


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
