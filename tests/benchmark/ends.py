"""A unit that sends as much as a real one, and who look, in a process of their own; nothing is encoded."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from struct import pack
from typing import Any, Final

from aiortc import RTCPeerConnection, RTCSessionDescription

from ..simulators.peer import Peer, Viewer

FRAMES: Final = 25
"""A second."""

BITS: Final = 2_400_000
"""A second, of pictures."""

PAYLOAD: Final = 1188
SOUNDS: Final = 50
"""Packets a second."""

SOUND: Final = 80
_FRAGMENT: Final = b"\x7c\x05"
"""The middle of a picture (RFC 6184)."""


class Sender(Peer):
    """A unit whose packets are made up."""

    async def answer(self, offer: str) -> str:
        """Return the answer to an offer, and send from then on."""
        for kind in ("audio", "video"):
            self.connection.addTransceiver(kind, direction="sendrecv")
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription()
        return self.connection.localDescription.sdp

    async def send(self) -> None:
        """Send until it is hung up."""
        audio, video = self.connection.getTransceivers()
        transport = video.sender.transport
        await _connected(self.connection)
        picture, sound = os.urandom(PAYLOAD - len(_FRAGMENT)), os.urandom(SOUND)
        a_frame, sequence, sounds = round(BITS / 8 / FRAMES / PAYLOAD), 0, 0
        begin = asyncio.get_running_loop().time()
        for frame in range(1 << 30):
            for part in range(a_frame):
                header = pack(
                    "!BBHLL",
                    0x80,
                    109 | (part == a_frame - 1) << 7,
                    sequence & 0xFFFF,
                    (frame * 90_000 // FRAMES) & 0xFFFFFFFF,
                    video.sender._ssrc,
                )
                await transport._send_rtp(header + _FRAGMENT + picture)
                sequence += 1
            for _ in range(SOUNDS // FRAMES):
                header = pack("!BBHLL", 0x80, 111, sounds & 0xFFFF, sounds * 960, audio.sender._ssrc)
                await transport._send_rtp(header + sound)
                sounds += 1
            await asyncio.sleep(begin + (frame + 1) / FRAMES - asyncio.get_running_loop().time())


async def _connected(connection: RTCPeerConnection) -> None:
    """Wait for a connection, and have packets only counted and reported."""
    connected = asyncio.Event()

    def look() -> None:
        if connection.connectionState == "connected":
            connected.set()

    connection.on("connectionstatechange", look)
    look()
    await connected.wait()
    for transceiver in connection.getTransceivers():
        transceiver.receiver._handle_disconnect()


async def serve() -> None:
    """Do what each line asks for, until the input ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    unit, viewers, tasks = Sender(), list[Viewer](), list[asyncio.Task[None]]()
    async for line in lines:
        asked = json.loads(line)
        answer: object = None
        match asked:
            case {"call": offer}:
                answer = await unit.answer(offer)
                tasks.append(asyncio.create_task(unit.send()))
            case {"look": _}:
                viewers.append(Viewer())
                answer = await viewers[-1].offer()
            case {"seen": sdp}:
                await viewers[-1].accept(sdp)
                await _connected(viewers[-1].connection)
            case {"count": _}:
                answer = [await _count(viewer) for viewer in viewers]
        print(json.dumps(answer), flush=True)  # noqa: T201  # to who started this
    for task in tasks:
        task.cancel()
    for peer in (unit, *viewers):
        await peer.close()


async def _count(viewer: Viewer) -> int:
    """Return how many packets somebody got."""
    stats = await viewer.connection.getStats()
    return sum(stat.packetsReceived for stat in stats.values() if stat.type == "inbound-rtp")


class Ends:
    """Such a process, as who started it sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, **asked: Any) -> Any:
        """Have something done, and return what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(asked)}\n".encode())
        return json.loads(await self._process.stdout.readline())


@asynccontextmanager
async def ends() -> AsyncIterator[Ends]:
    """Start both ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.benchmark.ends"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    try:
        yield Ends(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
