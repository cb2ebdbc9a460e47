"""The private parts of aiortc that the relay reaches into: all of them are here, and nowhere else.

aiortc has no public way to pass packets on without decoding them. A test compares what is used here with what
is installed.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

import aiortc
from aiortc import RTCPeerConnection, RTCRtpTransceiver
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtp import AnyRtcpPacket, is_rtcp
from pylibsrtp import Error as SrtpError

_LOGGER: Final = logging.getLogger(__name__)

VERSION: Final = "1.16.0"
_MEDIA: Final = range(128, 192)
"""The first bytes of datagrams of media and control (RFC 7983)."""

_CONNECT: Final = "_RTCPeerConnection__connect"

if aiortc.__version__ != VERSION:
    raise ImportError(f"aiortc {VERSION} is needed, and {aiortc.__version__} is installed")


class Wire:
    """The packets of one connection, encrypted, without the queues and tasks of aiortc in between."""

    def __init__(
        self,
        transport: RTCDtlsTransport,
        on_media: Callable[[bytes], None],
        on_control: Callable[[bytes], None],
    ) -> None:
        """Take what is to be told of packets of media (RTP) and of control (RTCP)."""
        self._transport = transport
        # The ICE connection of aioice, through which each datagram goes both ways.
        self._ice = transport.transport._connection
        self._pass_on = self._ice.data_received
        self._on_media = on_media
        self._on_control = on_control
        # aiortc would put each datagram into a queue, wake a task, and read much of it that nobody needs.
        _replace(self._ice, "data_received", self._receive)

    def _receive(self, data: bytes, component: int) -> None:
        """Take a datagram; what is no media goes on to aiortc."""
        # The keys are known once the handshake is over.
        session = self._transport._rx_srtp
        if not data:
            return  # aiortc would stumble over it.
        if session is None or data[0] not in _MEDIA:
            self._pass_on(data, component)
            return
        try:
            if is_rtcp(data):
                self._on_control(session.unprotect_rtcp(data))
            else:
                self._on_media(session.unprotect(data))
        except SrtpError, ValueError:
            pass  # It is broken, came twice, or is of somebody else.

    def send_media(self, data: bytes) -> None:
        """Send a packet, where there is somebody to take it."""
        session = self._transport._tx_srtp
        if session is not None:
            self._send(session.protect(data))

    def send_control(self, packets: list[AnyRtcpPacket]) -> None:
        """Send reports, or what is asked for, in one packet."""
        session = self._transport._tx_srtp
        if session is not None and packets:
            self._send(session.protect_rtcp(b"".join(bytes(packet) for packet in packets)))

    def _send(self, data: bytes) -> None:
        # The pair of addresses that ICE has chosen; none before and after that.
        pair = self._ice._nominated.get(1)
        if pair is not None:
            pair.protocol.transport.sendto(data, pair.remote_addr)


def keep_tasks(connection: RTCPeerConnection, tasks: set[asyncio.Task[None]]) -> None:
    """Keep hold of the tasks that connect, which aiortc does not."""
    connect = getattr(connection, _CONNECT)

    async def kept() -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        try:
            await connect()
        except Exception as error:  # noqa: BLE001  # whatever aiortc stumbled over
            # No way will be found, and who waits for one gives up.
            _LOGGER.debug("a connection cannot be made: %r", error)

    _replace(connection, _CONNECT, kept)


def gather_within(transceiver: RTCRtpTransceiver, seconds: float) -> None:
    """Wait so long for servers that help to find a way; aioice waits five seconds, whatever one says."""
    ice = transceiver.receiver.transport.transport._connection
    # It says that it takes whole seconds, and takes others as well.
    within = partial(ice.get_component_candidates, timeout=seconds)  # type: ignore[arg-type]
    _replace(ice, "get_component_candidates", within)


def keep_idle(transceiver: RTCRtpTransceiver) -> None:
    """Have nothing encoded and nothing decoded: no thread and no task begins."""

    async def nothing(_parameters: object) -> None: ...

    _replace(transceiver.sender, "send", nothing)
    _replace(transceiver.receiver, "receive", nothing)


def payload_type_of(transceiver: RTCRtpTransceiver) -> int:
    """Return the number that was agreed upon, or is offered; aiortc does not tell."""
    return int(transceiver._codecs[0].payloadType or 0)


def extensions_of(transceiver: RTCRtpTransceiver) -> dict[str, int]:
    """Return the numbers of the header extensions that were agreed upon; aiortc does not tell."""
    return {extension.uri: extension.id for extension in transceiver._headerExtensions}


def ssrc_of(transceiver: RTCRtpTransceiver) -> int:
    """Return the source that the description announces; aiortc does not tell."""
    return int(transceiver.sender._ssrc)


def _replace(owner: object, name: str, value: object) -> None:
    """Let something of one object be done in another way."""
    setattr(owner, name, value)
