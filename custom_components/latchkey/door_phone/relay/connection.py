"""One connection to a camera or to somebody who looks: takes packets, and sends packets."""

import asyncio
import logging
import re
import struct
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Mapping
from typing import Final

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.codecs import get_capabilities
from aiortc.rtcicetransport import parse_stun_turn_uri
from aiortc.rtp import (
    AnyRtcpPacket,
    RtcpPacket,
    RtcpSdesPacket,
    RtcpSourceInfo,
    RtcpSrPacket,
)
from aiortc.sdp import candidate_from_sdp

from ...clouds.model import IceCandidate, IceServer
from . import hooks
from .descriptions import (
    CODECS,
    MAX_CANDIDATES,
    Description,
    UnfitDescription,
    complete_answer,
    parse_candidate,
)
from .packets import Packet, parse
from .streams import Outgoing, Timeline

_LOGGER: Final = logging.getLogger(__name__)

CONNECT_TIMEOUT: Final = 20.0
"""Seconds until a way to the other side must be found."""

GATHER_TIMEOUT: Final = 0.5
"""Seconds that the servers have which help to find a way; without them there may be one too."""

REPORT_INTERVAL: Final = 1.0
"""Seconds."""

_H264_PROFILE: Final = "42e01f"
_CNAME: Final = re.compile(r"^a=ssrc:\d+ cname:(\S+)", re.MULTILINE)


class Connection(ABC):
    """What the connections of a relay have in common."""

    def __init__(self, servers: tuple[IceServer, ...], timelines: Mapping[str, Timeline]) -> None:
        """Take the servers that help to find a way, and the lines on which packets are that go out."""
        self.timelines = timelines
        self.outgoing: dict[str, Outgoing] = {}
        self.ssrc = 0
        """What this side is called in reports of what came."""

        self.is_connected = False
        self.is_over = False
        self.kinds: dict[int, str] = {}
        """The media by the payload types that come in."""

        # Without a configuration, aiortc would ask a server on the internet that nobody chose.
        configuration = RTCConfiguration(iceServers=_usable(servers), bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self._peer = RTCPeerConnection(configuration)
        self._peer.on("connectionstatechange", self._follow)
        self._transceivers: dict[str, RTCRtpTransceiver] = {}
        self._wire: hooks.Wire | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        hooks.keep_tasks(self._peer, self._tasks)
        self._candidates_left = MAX_CANDIDATES
        self._cname = ""
        self._order = asyncio.Lock()
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(CONNECT_TIMEOUT, self._give_up)
        self._reports: asyncio.TimerHandle | None = None

    @abstractmethod
    def on_connected(self) -> None:
        """Take that packets can go both ways."""

    @abstractmethod
    def on_packet(self, kind: str, packet: Packet) -> None:
        """Take a packet of sound or of a picture."""

    @abstractmethod
    def on_control(self, packet: AnyRtcpPacket) -> None:
        """Take a report, or what is asked for."""

    @abstractmethod
    def on_over(self) -> None:
        """Take, once, that the other side is gone or was never found."""

    def reports(self) -> list[AnyRtcpPacket]:
        """Return what else the other side is told each second."""
        return []

    async def async_make_offer(self, directions: Mapping[str, str]) -> str:
        """Return an offer of these media. Raises UnfitDescription where it is over."""
        async with self._order:
            self._check_open()
            for kind, direction in directions.items():
                self._add_medium(kind, direction)
            await self._peer.setLocalDescription()
            return self._local_description()

    @property
    def offered_numbers(self) -> dict[str, int]:
        """The payload types that aiortc has given the media of an offer."""
        return {kind: hooks.payload_type_of(transceiver) for kind, transceiver in self._transceivers.items()}

    async def async_accept(self, answer: str) -> None:
        """Take the answer to the offer. Raises UnfitDescription."""
        await self._async_take(answer, "answer")

    async def async_make_answer(self, offer: Description, directions: Mapping[str, str]) -> str:
        """Return the answer to an offer. Raises UnfitDescription."""
        async with self._order:
            self._check_open()
            for kind in offer.taken:
                self._add_medium(kind, directions[kind])
            await self._async_take(offer.as_offer(), "offer")
            await self._peer.setLocalDescription()
            return complete_answer(self._local_description(), offer)

    def _check_open(self) -> None:
        if self.is_over:
            raise UnfitDescription("the connection is closed")

    def _add_medium(self, kind: str, direction: str) -> None:
        transceiver = self._peer.addTransceiver(kind, direction=direction)
        codecs = [
            codec
            for codec in get_capabilities(kind).codecs
            if codec.name.upper() == CODECS[kind]
            and codec.parameters.get("profile-level-id") in (None, _H264_PROFILE)
        ]
        transceiver.setCodecPreferences(codecs)
        hooks.keep_idle(transceiver)
        if not self._transceivers:  # All others use the way of the first.
            hooks.gather_within(transceiver, GATHER_TIMEOUT)
        self._transceivers[kind] = transceiver

    async def _async_take(self, description: str, kind: str) -> None:
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(description, kind))
        except Exception as error:
            raise UnfitDescription(f"an {kind} is not understood: {error}") from error
        self._begin()

    def _begin(self) -> None:
        """Take over the packets, before any can come."""
        transport = next(iter(self._transceivers.values())).receiver.transport
        self._wire = hooks.Wire(transport, self._take_media, self._take_control)
        for kind, transceiver in self._transceivers.items():
            number = hooks.payload_type_of(transceiver)
            self.kinds[number] = kind
            self.ssrc = hooks.ssrc_of(transceiver)
            if kind in self.timelines:
                self.outgoing[kind] = Outgoing(self._wire, self.ssrc, number)

    def _local_description(self) -> str:
        description: str = self._peer.localDescription.sdp
        found = _CNAME.search(description)
        self._cname = found[1] if found else ""
        return description

    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Take a way to the other side; what is of no use is left out."""
        text = parse_candidate(candidate.candidate)
        if text is None or self.is_over or not self._candidates_left:
            return
        self._candidates_left -= 1
        way = candidate_from_sdp(text)
        way.sdpMid = next(iter(self._transceivers.values())).mid  # All media take the same way.
        try:
            await self._peer.addIceCandidate(way)
        except (ValueError, OSError) as error:
            _LOGGER.debug("a candidate is of no use: %s", error)

    def add_candidates(self, description: Description) -> None:
        """Take the ways that a description tells; finding names in the local network takes time."""
        for candidate in description.candidates:
            self.keep(self.async_add_candidate(IceCandidate(candidate=candidate, media_index=0)))

    def keep(self, coroutine: Coroutine[None, None, None]) -> None:
        """Do something in the background, until the connection is closed."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _take_media(self, data: bytes) -> None:
        packet = parse(data)
        kind = self.kinds.get(packet.payload_type)
        if kind is not None and not self.is_over:
            self.on_packet(kind, packet)

    def _take_control(self, data: bytes) -> None:
        try:
            packets = RtcpPacket.parse(data)
        except struct.error as error:
            raise ValueError("a packet of control is broken") from error
        for packet in packets if not self.is_over else ():
            self.on_control(packet)

    def send_control(self, *packets: AnyRtcpPacket) -> None:
        """Tell or ask the other side something."""
        if self._wire is not None:
            self._wire.send_control(list(packets))

    def _report(self) -> None:
        """Tell the other side what was sent, and what it was that came, each second."""
        packets: list[AnyRtcpPacket] = []
        for kind, outgoing in self.outgoing.items():
            report = outgoing.report(self.timelines[kind])
            if report is not None:
                name = [(1, self._cname.encode())]
                packets.append(RtcpSrPacket(ssrc=outgoing.ssrc, sender_info=report))
                packets.append(RtcpSdesPacket(chunks=[RtcpSourceInfo(ssrc=outgoing.ssrc, items=name)]))
        self.send_control(*packets, *self.reports())
        self._reports = asyncio.get_running_loop().call_later(REPORT_INTERVAL, self._report)

    def _follow(self) -> None:
        """Follow what becomes of the connection."""
        state = self._peer.connectionState
        if state == "connected" and not self.is_connected and not self.is_over:
            self.is_connected = True
            self._patience.cancel()
            self._report()
            self.on_connected()
        elif state in ("failed", "closed"):
            self.end()

    def _give_up(self) -> None:
        _LOGGER.warning(
            "No way was found to the other side of a live view in %.0f seconds: is UDP blocked?",
            CONNECT_TIMEOUT,
        )
        self.end()

    def end(self) -> None:
        """Take no more packets, and tell that it is over."""
        if not self.is_over:
            self.is_over = True
            self._stop()
            self.on_over()

    def _stop(self) -> None:
        self._patience.cancel()
        if self._reports is not None:
            self._reports.cancel()

    async def async_close(self) -> None:
        """Hang up, and leave nothing running; nobody is told."""
        self.is_over = True
        self._stop()
        await self._end_tasks()
        async with self._order:  # What is gathered meanwhile would stay open.
            await self._peer.close()
        await self._end_tasks()  # What was gathered until then has begun to connect.

    async def _end_tasks(self) -> None:
        """End all that goes on, except for who wants that."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _usable(servers: tuple[IceServer, ...]) -> list[RTCIceServer]:
    """Return the servers as aiortc understands them; it stumbles over addresses of another form."""
    return [
        RTCIceServer(urls=url, username=server.username, credential=server.credential)
        for server in servers
        for url in server.urls
        if _is_usable(url)
    ]


def _is_usable(url: str) -> bool:
    try:
        parse_stun_turn_uri(url)
    except ValueError:
        return False
    return True
