"""What the camera hears: one who talks, or silence."""

import asyncio
from collections.abc import Callable
from typing import Final

from .packets import Packet
from .streams import CLOCK_RATES, Placed, Timeline

SILENCE: Final = b"\xf8\xff\xfe"
"""20 ms of it (Opus, RFC 6716)."""

PACKET_TIME: Final = 0.02
"""Seconds."""

HOLD: Final = 1.0
"""Seconds that whoever talks may pause before another one may talk."""

VOICE: Final = 60
"""How many dB below the loudest a sound may be to be taken for a voice (RFC 6464)."""

MUTED: Final = 127
_SILENT_SOURCE: Final = -1


class Talk:
    """The sound that goes to the camera: of one viewer at a time, and else silence."""

    def __init__(self, send: Callable[[Placed], None], *, fills: bool) -> None:
        """Take what sends a packet to the camera, and whether it wants silence where nobody talks."""
        self.timeline = Timeline(CLOCK_RATES["audio"])
        self._send = send
        self._fills = fills
        self._talker: object | None = None
        self._came_at = self._voice_at = 0.0
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Begin to send silence."""
        if self._fills and self._timer is None:
            self._tick(self._loop.time())

    def stop(self) -> None:
        """Send nothing any more of oneself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def take(self, viewer: object, packet: Packet, level: int | None) -> None:
        """Take a packet of somebody; it is passed on if it is their turn."""
        now = self._loop.time()
        if level is None:
            level = MUTED if len(packet.payload) <= len(SILENCE) else 0
        if viewer is not self._talker:
            if not self._may_begin(level, now):
                return
            self._change(viewer, now)
        self._came_at = now
        if level <= VOICE:
            self._voice_at = now
        elif level >= MUTED and now - self._voice_at > HOLD:
            self._change(None, now)
            return
        self._send(self.timeline.place(packet))

    def _may_begin(self, level: int, now: float) -> bool:
        """Return whether it is somebody else's turn."""
        if level >= MUTED:
            return False
        return self._talker is None or self._is_gone(now) or (level <= VOICE and now - self._voice_at > HOLD)

    def _is_gone(self, now: float) -> bool:
        """Return whether nothing comes any more of who talks."""
        return now - self._came_at > HOLD

    def leave(self, viewer: object) -> None:
        """Take that somebody is gone."""
        if viewer is self._talker:
            self._change(None, self._loop.time())

    def _change(self, talker: object | None, now: float) -> None:
        self._talker = talker
        self._came_at = self._voice_at = now
        self.timeline.leave_source()

    def _tick(self, due: float) -> None:
        """Send silence where nobody talks, on time."""
        self._timer = self._loop.call_at(due + PACKET_TIME, self._tick, due + PACKET_TIME)
        if self._talker is not None and self._is_gone(due):
            self._change(None, due)
        if self._talker is None:
            self._count += 1
            number = self._count & 0xFFFF
            timestamp = self._count * int(PACKET_TIME * CLOCK_RATES["audio"])
            packet = Packet(0, 0, number, timestamp & 0xFFFFFFFF, _SILENT_SOURCE, SILENCE)
            self._send(self.timeline.place(packet))
