"""The private parts of aiortc are what the relay takes them for."""

import importlib.util
import inspect
from collections.abc import Callable
from dataclasses import fields
from types import ModuleType

import aioice
import aiortc
import pylibsrtp
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, rtp
from aiortc.rtcrtpreceiver import NackGenerator, StreamStatistics

from custom_components.latchkey.door_phone.relay import hooks, load


def parameters(callable_: Callable[..., object]) -> list[str]:
    """Return what something is called with."""
    return list(inspect.signature(callable_).parameters)


def test_the_version_is_the_one_that_was_looked_at() -> None:
    assert aiortc.__version__ == hooks.VERSION


def test_another_version_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiortc, "__version__", "1.17.0")
    specification = importlib.util.spec_from_file_location("other_hooks", hooks.__file__)
    assert specification is not None
    assert specification.loader is not None
    with pytest.raises(ImportError, match=r"1\.17\.0"):
        specification.loader.exec_module(ModuleType("other_hooks"))


def test_what_relays_is_loaded_when_it_is_wanted() -> None:
    assert load().__name__ == "Relay"


async def test_a_connection_connects_in_a_task_of_one_name(webrtc: None) -> None:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    assert inspect.iscoroutinefunction(getattr(connection, hooks._CONNECT))
    assert parameters(getattr(connection, hooks._CONNECT)) == []
    for method in (RTCPeerConnection.setLocalDescription, RTCPeerConnection.setRemoteDescription):
        assert "ensure_future(self.__connect())" in inspect.getsource(method)
    await connection.close()


async def test_transceivers_have_what_is_read_and_replaced(webrtc: None) -> None:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transceiver = connection.addTransceiver("audio")
    assert isinstance(transceiver._codecs, list)
    assert isinstance(transceiver._headerExtensions, list)
    assert isinstance(transceiver.sender._ssrc, int)
    assert parameters(transceiver.sender.send) == ["parameters"]
    assert parameters(transceiver.receiver.receive) == ["parameters"]
    connect = inspect.getsource(getattr(RTCPeerConnection, hooks._CONNECT))
    assert "await transceiver.sender.send(" in connect
    assert "await transceiver.receiver.receive(" in connect
    await connection.close()


async def test_transports_have_what_is_read_and_replaced(webrtc: None) -> None:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    transport = connection.addTransceiver("audio").receiver.transport
    assert transport._rx_srtp is None
    assert transport._tx_srtp is None
    ice = transport.transport._connection
    assert isinstance(ice, aioice.Connection)
    assert ice._nominated == {}
    assert parameters(ice.data_received) == ["data", "component"]
    assert parameters(ice.get_component_candidates) == ["component", "addresses", "timeout"]
    assert "self.get_component_candidates(" in inspect.getsource(ice.gather_candidates)
    assert "self.receiver.data_received(" in inspect.getsource(aioice.ice.StunProtocol.datagram_received)
    assert "active_pair.protocol.send_data(data, active_pair.remote_addr)" in inspect.getsource(ice.sendto)
    assert "self.transport.sendto(data, addr)" in inspect.getsource(aioice.ice.StunProtocol.send_data)
    await connection.close()


@pytest.mark.parametrize("name", ["protect", "protect_rtcp", "unprotect", "unprotect_rtcp"])
def test_keys_are_used_as_they_are(name: str) -> None:
    assert parameters(getattr(pylibsrtp.Session(), name)) == ["packet"]


def test_what_is_counted_has_its_names() -> None:
    statistics = StreamStatistics(90_000)
    assert (statistics.max_seq, statistics.cycles, statistics.jitter) == (None, 0, 0)
    assert NackGenerator().missing == set()
    assert "packet.sequence_number" in inspect.getsource(NackGenerator.add)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (rtp.RtcpSrPacket, ["ssrc", "sender_info", "reports"]),
        (rtp.RtcpSenderInfo, ["ntp_timestamp", "rtp_timestamp", "packet_count", "octet_count"]),
        (rtp.RtcpRrPacket, ["ssrc", "reports"]),
        (
            rtp.RtcpReceiverInfo,
            ["ssrc", "fraction_lost", "packets_lost", "highest_sequence", "jitter", "lsr", "dlsr"],
        ),
        (rtp.RtcpRtpfbPacket, ["fmt", "ssrc", "media_ssrc", "lost"]),
        (rtp.RtcpPsfbPacket, ["fmt", "ssrc", "media_ssrc", "fci"]),
        (rtp.RtcpSdesPacket, ["chunks"]),
        (rtp.RtcpSourceInfo, ["ssrc", "items"]),
    ],
)
def test_packets_of_control_have_their_parts(kind: type, names: list[str]) -> None:
    assert [field.name for field in fields(kind)] == names
