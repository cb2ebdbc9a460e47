"""Somebody who looks and talks at a door, over Home Assistant's own web socket."""

import asyncio
from typing import Any

from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket

from tests.simulators.peer import Viewer
from tests.simulators.sound import Silence

CAMERA = "camera.strada"

TALKATIVE = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n"
"""The least that goes directly to a door."""

PATIENCE = 30.0
"""Seconds, on a machine that has much to do."""


class Browser:
    """Somebody who looks, as a page of Home Assistant does: in Chromium, with its microphone off."""

    def __init__(self, socket: MockHAClientWebSocket, peer: Viewer | None = None) -> None:
        self.peer = peer or Viewer("chromium", Silence())
        self.camera = CAMERA
        self._socket = socket
        self.session_id = ""
        self.subscription = 0

    async def ask(self, kind: str, **message: Any) -> Any:
        """Return what Home Assistant answers to a command."""
        await self._socket.send_json_auto_id(
            {"type": f"camera/webrtc/{kind}", "entity_id": self.camera, **message}
        )
        return await self._receive()

    async def look(self, offer: str | None = None) -> None:
        """Send an offer."""
        answer = await self.ask("offer", offer=offer or await self.peer.offer())
        assert answer["success"]
        self.subscription = answer["id"]
        session = await self.told()
        assert session["type"] == "session"
        self.session_id = session["session_id"]

    async def told(self) -> dict[str, Any]:
        """Return what the door says next."""
        event: dict[str, Any] = (await self._receive())["event"]
        return event

    async def connect(self) -> None:
        """Take the answer and the first way to the door."""
        await self.take_answer()
        candidate = (await self.told())["candidate"]
        await self.peer.add_candidate(candidate["candidate"], candidate["sdpMLineIndex"])

    async def take_answer(self) -> None:
        """Take the answer, which may say all ways to the other side."""
        answer = await self.told()
        assert answer["type"] == "answer", answer
        await self.peer.accept(answer["answer"])

    async def see(self, pictures: int = 1) -> None:
        """Wait for pictures."""
        async with asyncio.timeout(PATIENCE):
            await self.peer.frames(pictures)

    async def leave(self) -> None:
        """Close the page."""
        await self._socket.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": self.subscription}
        )

    async def _receive(self) -> Any:
        async with asyncio.timeout(PATIENCE):
            return await self._socket.receive_json()
