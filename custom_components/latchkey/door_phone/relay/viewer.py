"""The connection to somebody who looks."""

from typing import Final, Protocol, override

from aiortc.rtp import (
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
)

from ...clouds.capabilities import Viewer
from ...clouds.model import LiveViewConfig
from . import hooks
from .connection import Connection
from .descriptions import AUDIO_LEVEL, parse
from .packets import Packet, find_extension
from .streams import Timeline

MAX_RESENT: Final = 512
"""Packets that are sent again within a second."""


class Watched(Protocol):
    """What is looked at."""

    timelines: dict[str, Timeline]

    def on_viewer_connected(self, viewer: ViewerConnection) -> None:
        """Take that a viewer can be shown something."""

    def on_viewer_over(self, viewer: ViewerConnection) -> None:
        """Take that a viewer is gone."""

    def on_voice(self, viewer: ViewerConnection, packet: Packet, level: int | None) -> None:
        """Take a packet of what a viewer says, and how many dB below the loudest it is."""

    def ask_for_key_frame(self) -> None:
        """Ask the camera for a picture that needs no other one."""

    def ask_again(self, kind: str, sequence_number: int) -> None:
        """Ask the camera for a packet that never came."""


class ViewerConnection(Connection):
    """The connection to somebody who looks (a `LiveView`)."""

    def __init__(self, config: LiveViewConfig, relay: Watched, viewer: Viewer, *, may_talk: bool) -> None:
        """Take who looks, and at what."""
        super().__init__(config.ice_servers, relay.timelines)
        self.viewer = viewer
        self._relay = relay
        self._may_talk = may_talk
        self._level = 0
        self._resent = 0

    async def async_look(self, offer: str) -> str:
        """Return the answer to an offer. Raises UnfitDescription."""
        description = parse(offer, {})
        answer = await self.async_make_answer(
            description, {"audio": "sendrecv" if self._may_talk else "sendonly", "video": "sendonly"}
        )
        if "audio" in self._transceivers:
            self._level = hooks.extensions_of(self._transceivers["audio"]).get(AUDIO_LEVEL, 0)
        self.add_candidates(description)
        return answer

    @override
    def on_connected(self) -> None:
        self._relay.on_viewer_connected(self)

    @override
    def on_over(self) -> None:
        self._relay.on_viewer_over(self)

    @override
    def on_packet(self, kind: str, packet: Packet) -> None:
        if kind == "audio" and self._may_talk:
            told = find_extension(packet, self._level) if self._level else None
            self._relay.on_voice(self, packet, told[0] & 0x7F if told else None)

    @override
    def on_control(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpPsfbPacket):
            if packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
                self._relay.ask_for_key_frame()
        elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            for kind, outgoing in self.outgoing.items():
                if outgoing.ssrc == packet.media_ssrc:
                    self._send_again(kind, packet.lost[: MAX_RESENT - self._resent])

    @override
    def reports(self) -> list[AnyRtcpPacket]:
        self._resent = 0
        return []

    def _send_again(self, kind: str, missed: list[int]) -> None:
        """Send what did not arrive, once more."""
        outgoing = self.outgoing[kind]
        self._resent += len(missed)
        for number in missed:
            number_here = outgoing.on_timeline(number)
            placed = self.timelines[kind].find(number_here)
            if placed is not None:
                outgoing.send(placed)
            else:
                self._relay.ask_again(kind, number_here)
