"""What of the packets a test looks at."""

from aiortc import RTCRtpReceiver
from aiortc.rtp import RtpPacket

from .conftest import Looker


def receiver(looker: Looker, kind: str) -> RTCRtpReceiver:
    """Return what takes a medium at somebody's browser."""
    (found,) = (medium.receiver for medium in looker.peer.connection.getTransceivers() if medium.kind == kind)
    return found


def record(looker: Looker, kind: str) -> list[RtpPacket]:
    """Return the packets of a medium that somebody gets from now on."""
    packets: list[RtpPacket] = []
    taking = receiver(looker, kind)
    take = taking._handle_rtp_packet

    async def note(packet: RtpPacket, arrival_time_ms: int) -> None:
        packets.append(packet)
        await take(packet, arrival_time_ms)

    taking._handle_rtp_packet = note  # type: ignore[method-assign]  # nothing else sees packets
    return packets
