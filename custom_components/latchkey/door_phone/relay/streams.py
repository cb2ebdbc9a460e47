"""Streams of packets: on one line of numbers, kept for who missed some, numbered anew for each viewer."""

import random
import time
from dataclasses import dataclass
from typing import Final, NamedTuple

from aiortc.rtp import RtcpSenderInfo

from .hooks import Wire
from .packets import HEADER, VERSION, Packet

CLOCK_RATES: Final = {"audio": 48_000, "video": 90_000}
HISTORY: Final = 1024
"""Packets: some four seconds of pictures."""

_HALF: Final = 1 << 15
"""Of all sequence numbers: what is not so far ahead comes later."""

_NTP_EPOCH: Final = 2_208_988_800
"""Seconds from 1900 to 1970."""


class Placed(NamedTuple):
    """A packet on the line of its medium."""

    sequence_number: int
    timestamp: int
    marker: int
    payload: bytes


class Timeline:
    """The packets of one medium, of one source after another: no number goes back when the source changes."""

    def __init__(self, clock_rate: int) -> None:
        """Begin without a source."""
        self.clock_rate = clock_rate
        self.source: int | None = None
        self._sequence_offset = 0
        self._timestamp_offset = 0
        self._last: Placed | None = None
        self._last_at = 0.0
        self._anchor: tuple[float, int] | None = None
        self._history: list[Placed | None] = [None] * HISTORY

    def leave_source(self) -> None:
        """Take the next packet for one of another source."""
        self.source = None

    def place(self, packet: Packet) -> Placed:
        """Return a packet with its numbers on the line."""
        now = time.time()
        if packet.ssrc != self.source:
            self._join(packet, now)
        placed = Placed(
            (packet.sequence_number + self._sequence_offset) & 0xFFFF,
            (packet.timestamp + self._timestamp_offset) & 0xFFFFFFFF,
            packet.marker,
            packet.payload,
        )
        self._history[placed.sequence_number % HISTORY] = placed
        if self._last is None or (placed.sequence_number - self._last.sequence_number) & 0xFFFF < _HALF:
            self._last, self._last_at = placed, now
        return placed

    def _join(self, packet: Packet, now: float) -> None:
        """Go on with another source, where the one before ended."""
        self.source, self._anchor = packet.ssrc, None
        if self._last is not None:
            passed = max(1, int((now - self._last_at) * self.clock_rate))
            self._sequence_offset = self._last.sequence_number + 1 - packet.sequence_number
            self._timestamp_offset = self._last.timestamp + passed - packet.timestamp

    def find(self, sequence_number: int) -> Placed | None:
        """Return a packet that somebody missed."""
        placed = self._history[sequence_number % HISTORY]
        return placed if placed is not None and placed.sequence_number == sequence_number else None

    def at_source(self, sequence_number: int) -> int:
        """Return the number that a packet has at the source."""
        return (sequence_number - self._sequence_offset) & 0xFFFF

    def set_clock(self, moment: float, timestamp: int) -> None:
        """Take when the source says that something was to be seen or heard."""
        self._anchor = moment, (timestamp + self._timestamp_offset) & 0xFFFFFFFF

    def now(self) -> tuple[float, int] | None:
        """Return this moment, and what its time stamp is; None before the first packet."""
        if self._last is None:
            return None
        moment, timestamp = self._anchor or (self._last_at, self._last.timestamp)
        now = time.time()
        return now, timestamp + int((now - moment) * self.clock_rate)


@dataclass(slots=True)
class Outgoing:
    """A medium as one who takes it gets it: with a source, numbers and a payload type of its own."""

    wire: Wire
    ssrc: int
    payload_type: int
    packets: int = 0
    octets: int = 0
    _sequence_offset: int | None = None
    _timestamp_offset: int = 0

    def send(self, placed: Placed) -> None:
        """Send a packet."""
        sequence_number, timestamp, marker, payload = placed
        if self._sequence_offset is None:
            # Far from where the number turns over: who missed that could decrypt nothing.
            self._sequence_offset = random.randrange(1 << 14) - sequence_number  # noqa: S311  # no secret
            self._timestamp_offset = random.getrandbits(32)
        self.packets += 1
        self.octets += len(payload)
        self.wire.send_media(
            HEADER.pack(
                VERSION,
                marker << 7 | self.payload_type,
                (sequence_number + self._sequence_offset) & 0xFFFF,
                (timestamp + self._timestamp_offset) & 0xFFFFFFFF,
                self.ssrc,
            )
            + payload
        )

    def on_timeline(self, sequence_number: int) -> int:
        """Return the number on the line of a packet that was sent."""
        return (sequence_number - (self._sequence_offset or 0)) & 0xFFFF

    def report(self, timeline: Timeline) -> RtcpSenderInfo | None:
        """Return what is reported of it, so that sound and picture are played at the same time."""
        now = timeline.now()
        if now is None or not self.packets:
            return None
        return RtcpSenderInfo(
            ntp_timestamp=to_ntp(now[0]),
            rtp_timestamp=(now[1] + self._timestamp_offset) & 0xFFFFFFFF,
            packet_count=self.packets & 0xFFFFFFFF,
            octet_count=self.octets & 0xFFFFFFFF,
        )


def to_ntp(moment: float) -> int:
    """Return a moment as packets tell it (RFC 5905)."""
    return int((moment + _NTP_EPOCH) * (1 << 32))


def from_ntp(timestamp: int) -> float:
    """Return a moment that a packet tells."""
    return timestamp / (1 << 32) - _NTP_EPOCH
