"""The connection to the camera."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final, Protocol, override

from aiortc.rtcrtpreceiver import NackGenerator, StreamStatistics
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    pack_remb_fci,
)

from ...clouds.base import CommandRefused
from ...clouds.capabilities import LiveView, Viewer
from ...clouds.model import IceCandidate, LiveViewConfig
from .connection import Connection
from .descriptions import CODECS, MAX_CANDIDATES, UnfitDescription, parse, renumber
from .packets import Packet
from .streams import CLOCK_RATES, Placed, from_ntp
from .talk import Talk

_LOGGER: Final = logging.getLogger(__name__)

type Open = Callable[[str, Viewer], Awaitable[LiveView]]
"""Offers a description to the camera, or answers with it."""

MAX_BITRATE: Final = 4_000_000
"""Bits a second that the camera may send: it begins with few and waits to be told that there may be more."""

KEY_FRAME_INTERVAL: Final = 1.0
"""Seconds, at the least, from one to the next that is asked for."""

MAX_SOURCES: Final = 8
"""Of sound and pictures, of which reports are kept; a camera has two."""

DIRECTIONS: Final = {"audio": "sendrecv", "video": "recvonly"}


class Relaying(Protocol):
    """What hands on what the camera sends."""

    def on_media(self, camera: CameraConnection, kind: str, packet: Packet) -> None:
        """Take a packet of the camera."""

    def on_clock(self, camera: CameraConnection, kind: str, moment: float, report: RtcpSrPacket) -> None:
        """Take when the camera recorded what a report names."""

    def on_camera_connected(self, camera: CameraConnection) -> None:
        """Take that the camera is connected."""

    def on_camera_over(self, camera: CameraConnection) -> None:
        """Take that the camera hung up, or is gone."""


class Source:
    """What came of one source of the camera, as the camera is told of it."""

    def __init__(self, kind: str) -> None:
        """Begin with nothing."""
        self.kind = kind
        self._statistics = StreamStatistics(CLOCK_RATES[kind])
        self._missing = NackGenerator() if kind == "video" else None
        self._report = 0
        self._reported_at = 0.0

    def add(self, packet: Packet) -> list[int]:
        """Take a packet; return which ones are missing if one more is."""
        self._statistics.add(packet)  # type: ignore[arg-type]  # it has the numbers that count
        if self._missing is not None and self._missing.add(packet):  # type: ignore[arg-type]  # as above
            return sorted(self._missing.missing)
        return []

    def take_report(self, report: RtcpSrPacket) -> None:
        """Take a report of the camera."""
        self._report = (report.sender_info.ntp_timestamp >> 16) & 0xFFFFFFFF
        self._reported_at = time.time()

    def report(self, ssrc: int) -> RtcpReceiverInfo:
        """Return what the camera is told."""
        passed = int((time.time() - self._reported_at) * 65_536) if self._report else 0
        return RtcpReceiverInfo(
            ssrc=ssrc,
            fraction_lost=self._statistics.fraction_lost,
            packets_lost=self._statistics.packets_lost,
            highest_sequence=(self._statistics.cycles + (self._statistics.max_seq or 0)) & 0xFFFFFFFF,
            jitter=self._statistics.jitter & 0xFFFFFFFF,
            lsr=self._report,
            dlsr=min(max(passed, 0), 0xFFFFFFFF),
        )


class CameraConnection(Connection):
    """The connection to the camera, as who looks at it (a `Viewer`)."""

    def __init__(self, config: LiveViewConfig, relay: Relaying) -> None:
        """Take who hands on what comes."""
        self.talk = Talk(self._say, fills=config.wants_sound)
        super().__init__(config.ice_servers, {"audio": self.talk.timeline})
        self._payload_types = {
            kind: config.payload_types[codec]
            for kind, codec in CODECS.items()
            if codec in config.payload_types
        }
        self._config = config
        self._relay = relay
        self._view: LiveView | None = None
        self._is_answered = False
        self._offered: dict[str, int] = {}
        self._found: list[IceCandidate] = []
        self._sources: dict[int, Source] = {}
        self._clock_offset: float | None = None
        self._key_frame: asyncio.TimerHandle | None = None
        self._asked_at = 0.0

    async def async_call(self, async_offer: Open) -> None:
        """Offer the camera a live view. Raises what `async_offer` does."""
        offer = await self.async_make_offer(DIRECTIONS)
        numbers = self.offered_numbers
        self._offered = numbers | self._payload_types
        offer = renumber(offer, {number: self._offered[kind] for kind, number in numbers.items()})
        await self._async_open(async_offer, offer)

    async def async_take_call(self, offer: str, async_answer: Open) -> None:
        """Answer the camera's own offer. Raises UnfitDescription and what `async_answer` does."""
        description = parse(offer, self._config.payload_types, sends=True)
        answer = await self.async_make_answer(description, DIRECTIONS)
        self._begin_media()
        self.add_candidates(description)
        await self._async_open(async_answer, answer)

    async def _async_open(self, async_open: Open, description: str) -> None:
        self._view = await async_open(description, self)
        if self.is_over:
            await self._view.async_close()
            raise CommandRefused("live_view_refused")

    def answered(self, description: str) -> None:
        """Take the camera's answer."""
        if not self._is_answered and not self.is_over:
            self._is_answered = True
            self.keep(self._async_take_answer(description))

    async def _async_take_answer(self, text: str) -> None:
        try:
            description = parse(text, self._config.payload_types, sends=True)
            await self.async_accept(description.as_answer(self._offered))
        except UnfitDescription as error:
            _LOGGER.warning("The camera's answer cannot be used: %s", error)
            self.end()
            return
        self._begin_media()
        self.add_candidates(description)

    def _begin_media(self) -> None:
        """Use the numbers that are known to be used, whatever was agreed; take ways that came early."""
        for kind, number in self._payload_types.items():
            self.kinds[number] = kind
            if kind in self.outgoing:
                self.outgoing[kind].payload_type = number
        self._is_answered = True
        for candidate in self._found:
            self.keep(self.async_add_candidate(candidate))
        self._found.clear()

    def found(self, candidate: IceCandidate) -> None:
        """Take a way to the camera; before its answer it waits."""
        if self.kinds:
            self.keep(self.async_add_candidate(candidate))
        elif len(self._found) < MAX_CANDIDATES:
            self._found.append(candidate)

    def ended(self) -> None:
        """Take that the camera hung up."""
        self.end()

    @override
    def on_connected(self) -> None:
        self.talk.start()
        self._relay.on_camera_connected(self)

    @override
    def on_over(self) -> None:
        self.talk.stop()
        self._relay.on_camera_over(self)

    @override
    def on_packet(self, kind: str, packet: Packet) -> None:
        source = self._sources.get(packet.ssrc)
        if source is None:
            if len(self._sources) >= MAX_SOURCES:
                self._sources.clear()
            source = self._sources[packet.ssrc] = Source(kind)
        missing = source.add(packet)
        if missing:
            self.ask_again(packet.ssrc, missing)
        self._relay.on_media(self, kind, packet)

    def ask_again(self, ssrc: int, missing: list[int]) -> None:
        """Ask for packets that did not come."""
        self.send_control(RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=self.ssrc, media_ssrc=ssrc, lost=missing))

    @override
    def on_control(self, packet: AnyRtcpPacket) -> None:
        if not isinstance(packet, RtcpSrPacket):
            return
        source = self._sources.get(packet.ssrc)
        if source is not None and packet.sender_info.ntp_timestamp:
            source.take_report(packet)
            moment = from_ntp(packet.sender_info.ntp_timestamp)
            if self._clock_offset is None:
                # Its clock may be set to anything; all of its sources have the same.
                self._clock_offset = time.time() - moment
            self._relay.on_clock(self, source.kind, moment + self._clock_offset, packet)

    @override
    def reports(self) -> list[AnyRtcpPacket]:
        if not self._sources:
            return []
        return [
            RtcpRrPacket(
                ssrc=self.ssrc, reports=[source.report(ssrc) for ssrc, source in self._sources.items()]
            ),
            RtcpPsfbPacket(
                fmt=RTCP_PSFB_APP,
                ssrc=self.ssrc,
                media_ssrc=0,
                fci=pack_remb_fci(MAX_BITRATE, self._video_sources),
            ),
        ]

    @property
    def _video_sources(self) -> list[int]:
        return [ssrc for ssrc, source in self._sources.items() if source.kind == "video"]

    def ask_for_key_frame(self) -> None:
        """Ask for a picture that needs no other one, not more often than is good."""
        loop = asyncio.get_running_loop()
        if self._key_frame is None:
            due = max(loop.time(), self._asked_at + KEY_FRAME_INTERVAL)
            self._key_frame = loop.call_at(due, self._ask_for_key_frame)

    def _ask_for_key_frame(self) -> None:
        self._key_frame = None
        for ssrc in self._video_sources[-1:]:  # Before the first packet, a whole picture comes anyway.
            self._asked_at = asyncio.get_running_loop().time()
            self.send_control(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self.ssrc, media_ssrc=ssrc))

    def _say(self, placed: Placed) -> None:
        if "audio" in self.outgoing:
            self.outgoing["audio"].send(placed)

    @override
    async def async_close(self) -> None:
        """Hang up at the camera too."""
        self.talk.stop()
        if self._key_frame is not None:
            self._key_frame.cancel()
        self.is_over = True
        if self._view is not None:
            await self._view.async_close()
        await super().async_close()
