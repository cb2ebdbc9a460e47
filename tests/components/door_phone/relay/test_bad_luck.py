"""A network that fails, ways that are not found, and what is left of it all: nothing."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
from aiortc import RTCIceServer

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.model import IceCandidate, IceServer, LiveViewConfig
from custom_components.latchkey.door_phone.relay import connection, load
from custom_components.latchkey.door_phone.relay.packets import find_extension, parse
from custom_components.latchkey.door_phone.relay.relay import Relay
from tests.simulators.sound import Tone

from .conftest import CONFIG, Door, Looker, Lookers


async def test_somebody_whom_no_way_leads_to_is_told_so(
    relay: Relay,
    door: Door,
    lookers: Lookers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    looker, unreachable = lookers(), lookers()
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    monkeypatch.setattr(connection, "CONNECT_TIMEOUT", 0.2)
    await relay.async_add_viewer(await unreachable.peer.offer(), unreachable, may_talk=True)
    await unreachable.over.wait()
    assert "is UDP blocked?" in caplog.text
    assert relay.viewers == 1
    await looker.peer.frames(2)


async def test_a_unit_that_no_way_leads_to_ends_it(
    relay: Relay,
    door: Door,
    looker: Looker,
    ended: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def say_nothing(*_: object) -> Door:
        return door

    monkeypatch.setattr(connection, "CONNECT_TIMEOUT", 0.5)
    await relay.async_call(say_nothing)
    await looker.look(relay)
    await looker.over.wait()
    assert ended.is_set()
    await relay.async_close()
    assert door.closed


def test_it_is_given_up_in_20_seconds() -> None:
    assert connection.CONNECT_TIMEOUT <= 20


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what lets a moment without a sign of life be the end; otherwise half a minute is."""
    monkeypatch.setattr("aioice.ice.CONSENT_INTERVAL", 0.05)
    monkeypatch.setattr("aioice.ice.CONSENT_FAILURES", 1_000)
    return lambda: monkeypatch.setattr("aioice.ice.CONSENT_FAILURES", 2)


async def test_somebody_whose_network_is_gone_looks_no_more(
    impatience: Callable[[], None], relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    impatience()
    _pull_the_plug(looker.peer.connection)
    await looker.over.wait()
    assert ended.is_set()


async def test_a_unit_whose_network_is_gone_ends_it(
    impatience: Callable[[], None], relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    impatience()
    _pull_the_plug(door.unit.connection)
    await looker.over.wait()
    assert ended.is_set()


def _pull_the_plug(peer: object) -> None:
    """Have nothing go in or out of a peer any more, without a word."""
    for transceiver in peer.getTransceivers():  # type: ignore[attr-defined]  # it is a connection
        for protocol in transceiver.receiver.transport.transport._connection._protocols:
            protocol.datagram_received = lambda *_: None
            protocol.transport.sendto = lambda *_: None


@pytest.mark.parametrize("servers", [(), (IceServer(urls=("stun:192.0.2.1:3478",)),)])
def test_nobody_is_asked_but_who_was_chosen(servers: tuple[IceServer, ...]) -> None:
    chosen = connection._usable(servers)
    assert [server.urls for server in chosen] == [url for server in servers for url in server.urls]


def test_servers_of_an_unknown_form_are_left_out() -> None:
    servers = (
        IceServer(urls=("nonsense", "stun:", "turn:192.0.2.1?transport=udp"), username="a", credential="b"),
    )
    assert connection._usable(servers) == [
        RTCIceServer("turn:192.0.2.1?transport=udp", username="a", credential="b")
    ]


@pytest.fixture
async def silent_server(webrtc: None, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[LiveViewConfig]:
    """Return how to look where the server that helps to find a way says nothing."""
    monkeypatch.setattr(connection, "GATHER_TIMEOUT", 1)
    silent, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
    )
    yield LiveViewConfig(
        ice_servers=(IceServer(urls=(f"stun:127.0.0.1:{silent.get_extra_info('sockname')[1]}",)),)
    )
    silent.close()


async def test_servers_that_say_nothing_are_not_waited_for_long(
    silent_server: LiveViewConfig, looker: Looker
) -> None:
    relay = load()(silent_server, lambda: None)
    async with asyncio.timeout(4):
        await relay.async_add_viewer(await looker.peer.offer(), looker, may_talk=True)
    assert "typ host" in looker.answers[0]
    await relay.async_close()


async def test_what_ends_while_ways_are_looked_for_leaves_nothing(
    silent_server: LiveViewConfig, door: Door, looker: Looker
) -> None:
    offer, files = await looker.peer.offer(), _open_files()
    relay = load()(silent_server, lambda: None)
    calling = asyncio.create_task(relay.async_call(door.call))
    looking = asyncio.create_task(relay.async_add_viewer(offer, looker, may_talk=True))
    await asyncio.sleep(0.1)
    assert _open_files() > files
    await relay.async_close()
    await looking
    with pytest.raises(CommandRefused):
        await calling
    assert door.closed
    assert looker.ends == 1
    assert not looker.answers
    with pytest.raises(CommandRefused):
        await relay.async_call(door.call)
    await door.unit.close()
    assert _open_files() == files


async def test_candidates_that_are_of_no_use_are_left_out(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    view = await looker.look(relay)
    for text in (
        "",
        "nonsense",
        "candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active",
        "candidate:1 2 udp 1 127.0.0.1 9 typ host",
        "candidate:1 1 udp 1 999.0.0.1 9 typ host",
        "candidate:1 1 udp 1 127.0.0.1 99999 typ host",
        "candidate:1 1 udp 1 127.0.0.1 9 typ host raddr nonsense rport x",
        "candidate:\u0661 1 udp \u0661 127.0.0.1 \u0661 typ host",
    ):
        await view.async_add_candidate(IceCandidate(candidate=text, media_index=0))
    await looker.peer.frames(1)


async def test_candidates_are_bounded(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    view = await looker.look(relay)
    for port in range(1, 200):
        text = f"candidate:1 1 udp 1 192.0.2.1 {port} typ host"
        await view.async_add_candidate(IceCandidate(candidate=text, media_index=0))
    (viewer,) = relay._viewers
    ways = viewer._peer.getTransceivers()[0].receiver.transport.transport.getRemoteCandidates()
    assert len(ways) <= 64 + 1
    await view.async_close()
    await view.async_add_candidate(IceCandidate(candidate=text, media_index=0))


async def test_broken_packets_are_left_out(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    (viewer,) = relay._viewers
    assert viewer._wire is not None
    for data in (b"", b"\x80", b"\x80\xc8" + bytes(30), bytes([128]) * 2000, b"\x90\x60" + bytes(11)):
        viewer._wire._receive(data, 1)
    await looker.peer.frames(2)


def test_what_a_packet_has_beside_its_payload_is_taken_off() -> None:
    head = bytes.fromhex("b1e0 0001 00000002 00000003 00000004 bede 0002")
    packet = parse(head + bytes.fromhex("00 31 aabb 00 10 85 00") + b"payload\x00\x00\x03")
    assert packet.payload == b"payload"
    assert (packet.marker, packet.payload_type, packet.ssrc) == (1, 96, 3)
    assert find_extension(packet, 1) == b"\x85"
    assert find_extension(packet, 2) is None
    other = parse(bytes.fromhex("90 60 0001 00000002 00000003 1000 0001 01020304") + b"payload")
    assert (other.extensions, other.payload) == (b"", b"payload")


@pytest.mark.parametrize(
    "data", [b"", b"\x90\x60" + bytes(11), b"\x9f\x60" + bytes(12), b"\xa0\x60" + bytes(10) + b"\xff"]
)
def test_a_packet_that_is_cut_off_is_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="cut off"):
        parse(data)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("ending", ["leave", "close", "hang_up", "at_once"])
async def test_nothing_is_left_when_it_is_over(
    webrtc: None, doors: Callable[[], Door], lookers: Lookers, ending: str
) -> None:
    tasks, files = asyncio.all_tasks(), _open_files()
    relay = load()(CONFIG, lambda: None)
    door, looker = doors(), lookers("chromium", Tone())
    await relay.async_call(door.call)
    view = await looker.look(relay)
    if ending != "at_once":
        await looker.peer.frames(2)
    if ending == "leave":
        await view.async_close()
    elif ending == "hang_up":
        door.hang_up()
    await relay.async_close()
    await door.unit.close()
    await looker.peer.close()
    assert not [thread for thread in threading.enumerate() if thread.name.endswith("-decoder")]
    assert _open_files() == files
    assert {task for task in asyncio.all_tasks() - tasks if not task.done()} == set()


async def test_somebody_who_leaves_while_they_come_leaves_nothing(
    webrtc: None, doors: Callable[[], Door], lookers: Lookers
) -> None:
    files = _open_files()
    relay = load()(CONFIG, lambda: None)
    door, looker = doors(), lookers()
    calling = asyncio.create_task(relay.async_call(door.call))
    looking = asyncio.create_task(relay.async_add_viewer(await looker.peer.offer(), looker, may_talk=True))
    await asyncio.sleep(0)
    for task in (calling, looking):
        task.cancel()
    await asyncio.gather(calling, looking, return_exceptions=True)
    await relay.async_close()
    await door.unit.close()
    await looker.peer.close()
    assert _open_files() == files
