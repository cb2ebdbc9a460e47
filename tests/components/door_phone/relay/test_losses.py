"""What gets lost is sent again, whole pictures are asked for, and sound and picture stay together."""

import asyncio

import pytest
from aiortc.rtp import RTCP_RTPFB_NACK, RtcpRtpfbPacket, RtcpSrPacket, RtpPacket

from custom_components.latchkey.door_phone.relay import camera
from custom_components.latchkey.door_phone.relay.hooks import Wire
from custom_components.latchkey.door_phone.relay.packets import Packet
from custom_components.latchkey.door_phone.relay.relay import Relay
from custom_components.latchkey.door_phone.relay.streams import Outgoing, Placed, Timeline, from_ntp, to_ntp
from custom_components.latchkey.door_phone.relay.viewer import MAX_RESENT
from tests.simulators.bticino.unit import Unit
from tests.simulators.sound import Silence

from .conftest import Door, Looker, Lookers
from .packets import receiver, record

EVERY = 7
"""One packet of so many is lost."""


class Lossy:
    """A wire on which some packets get lost."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.wire = outgoing.wire
        self.lost: set[bytes] = set()
        self.sent = 0
        outgoing.wire = self  # type: ignore[assignment]  # it has what is needed of one

    def send_media(self, data: bytes) -> None:
        """Send a packet, unless it gets lost; what comes again does not."""
        self.sent += 1
        if self.sent % EVERY or data in self.lost:
            self.lost.discard(data)
            self.wire.send_media(data)
        else:
            self.lost.add(data)


async def test_what_somebody_missed_is_sent_again(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    (viewer,) = relay._viewers
    wire = Lossy(viewer.outgoing["video"])
    packets = record(looker, "video")
    await looker.peer.frames(1)
    await looker.peer.until(lambda: _are_whole(packets))
    assert wire.sent > 2 * EVERY


def _are_whole(packets: list[RtpPacket]) -> bool:
    """Return whether a hundred packets from the first on are all there."""
    numbers = [packet.sequence_number for packet in packets]
    return bool(numbers) and {*numbers} >= {*range(numbers[0], numbers[0] + 100)}


async def test_what_the_relay_missed_is_asked_for_and_passed_on(
    relay: Relay, door: Door, looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, lost = 0, set[bytes]()
    receive = Wire._receive

    def lose(wire: Wire, data: bytes, component: int) -> None:
        """Lose some of what is large: pictures of the unit. What comes again is the same, and not lost."""
        nonlocal came
        came += len(data) > 300
        if len(data) > 300 and not came % EVERY and data not in lost:
            lost.add(data)
        else:
            receive(wire, data, component)

    monkeypatch.setattr(Wire, "_receive", lose)
    await relay.async_call(door.call)
    await looker.look(relay)
    packets = record(looker, "video")
    await looker.peer.frames(1)
    await looker.peer.until(lambda: _are_whole(packets))
    assert len(lost) > 2


async def test_what_never_came_is_asked_for_when_somebody_misses_it(
    relay: Relay, door: Door, looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        camera.CameraConnection, "ask_again", lambda _, _source, missing: asked.extend(missing)
    )
    await relay.async_call(door.call)
    await looker.look(relay)
    packets = record(looker, "video")
    await looker.peer.frames(2)
    ours = packets[0].sequence_number + 5_000
    await receiver(looker, "video")._send_rtcp_nack(packets[0].ssrc, [ours])
    await looker.peer.frames(2)
    (viewer,) = relay._viewers
    line = relay.timelines["video"]
    assert asked == [line.at_source(viewer.outgoing["video"].on_timeline(ours))]


async def test_what_is_sent_again_is_bounded(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    packets = record(looker, "video")
    await looker.peer.frames(2)
    (viewer,) = relay._viewers
    outgoing = viewer.outgoing["video"]
    number = packets[0].sequence_number
    lost = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=outgoing.ssrc, lost=[number] * 400)
    viewer.reports()
    before = outgoing.packets
    for _ in range(10):
        viewer.on_control(lost)
    assert outgoing.packets == before + MAX_RESENT
    viewer.reports()
    viewer.on_control(lost)
    assert outgoing.packets == before + MAX_RESENT + 400


@pytest.fixture
def key_frames(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return when the unit was asked for whole pictures."""
    moments: list[float] = []

    class Asked(Unit):
        def __init__(self, name: str) -> None:
            super().__init__(name)
            for sender in self.connection.getSenders():
                sender._send_keyframe = lambda: moments.append(  # type: ignore[method-assign]
                    asyncio.get_running_loop().time()
                )

    monkeypatch.setattr("tests.components.door_phone.relay.conftest.Unit", Asked)
    return moments


async def test_who_comes_later_sees_a_whole_picture_at_once(
    key_frames: list[float], relay: Relay, door: Door, lookers: Lookers
) -> None:
    first, second = lookers(), lookers()
    await relay.async_call(door.call)
    await first.look(relay)
    await first.peer.frames(12)
    before = len(key_frames)
    await second.look(relay)
    await first.peer.until(lambda: len(key_frames) > before)


async def test_whole_pictures_are_not_asked_for_all_the_time(
    key_frames: list[float], relay: Relay, door: Door, looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "KEY_FRAME_INTERVAL", 0.5)
    await relay.async_call(door.call)
    await looker.look(relay)
    packets = record(looker, "video")
    await looker.peer.frames(1)
    for _ in range(15):
        await receiver(looker, "video")._send_rtcp_pli(packets[0].ssrc)
        await looker.peer.frames(1)
    assert 2 <= len(key_frames) <= 2 + (key_frames[-1] - key_frames[0]) / 0.45


async def test_the_unit_is_told_what_came_and_how_much_it_may_send(
    relay: Relay, door: Door, lookers: Lookers, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker = lookers("chromium", Silence())
    await relay.async_call(door.call)
    await looker.look(relay)
    reported: set[str] = set()

    async def reports() -> None:
        for sender in door.unit.connection.getSenders():
            for stat in (await sender.getStats()).values():
                if stat.type == "remote-inbound-rtp" and stat.roundTripTime is not None:
                    reported.add(stat.kind)

    while reported != {"audio", "video"}:
        await looker.peer.frames(1)
        await reports()


async def test_sound_and_picture_are_told_to_belong_together(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    looker = lookers("chromium", Silence())
    await relay.async_call(door.call)
    await looker.look(relay)
    reports: dict[str, RtcpSrPacket] = {}
    packets = {kind: record(looker, kind) for kind in ("audio", "video")}
    for kind in packets:
        taking = receiver(looker, kind)

        async def note(packet: object, kind: str = kind) -> None:
            if isinstance(packet, RtcpSrPacket):
                reports[kind] = packet

        taking._handle_rtcp_packet = note  # type: ignore[method-assign]  # nothing else sees reports
    await looker.peer.until(lambda: len(reports) == 2)
    for kind, rate in (("audio", 48_000), ("video", 90_000)):
        report = reports[kind].sender_info
        behind = (report.rtp_timestamp - packets[kind][-1].timestamp + (1 << 31)) % (1 << 32) - (1 << 31)
        assert abs(behind) < rate * 2, kind
        assert report.packet_count, kind


def test_what_is_reported_keeps_the_distance_of_the_units_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    moments = []
    # Sound was recorded 0.25 seconds after the picture that has the same numbers.
    for rate, later in ((48_000, 0.25), (90_000, 0.0)):
        timeline = Timeline(rate)
        outgoing = Outgoing(Nowhere(), 1, 96)  # type: ignore[arg-type]  # it has what is needed of a wire
        first = Packet(96, 0, 5, 7_000, 1, b"")
        placed = timeline.place(first)
        outgoing.send(placed)
        timeline.set_clock(now - 1 + later, first.timestamp)
        report = outgoing.report(timeline)
        assert report is not None
        sent = (placed.timestamp + outgoing._timestamp_offset) & 0xFFFFFFFF
        passed = ((report.rtp_timestamp - sent) & 0xFFFFFFFF) / rate
        moments.append(from_ntp(report.ntp_timestamp) - passed)
    assert moments[0] - moments[1] == pytest.approx(0.25, abs=0.001)


class Nowhere:
    """A wire that ends nowhere."""

    def send_media(self, data: bytes) -> None:
        """Lose it."""


def test_moments_survive_being_told() -> None:
    assert from_ntp(to_ntp(1_800_000_000.125)) == pytest.approx(1_800_000_000.125, abs=1e-6)


def test_numbers_go_on_across_their_turn() -> None:
    timeline = Timeline(90_000)
    placed = [
        timeline.place(Packet(96, 0, number & 0xFFFF, number & 0xFFFFFFFF, 1, b""))
        for number in (65_535, 65_536)
    ]
    assert [one.sequence_number for one in placed] == [65_535, 0]
    assert timeline.find(65_535) == placed[0]
    assert timeline.find(1) is None


def test_a_packet_that_comes_late_does_not_move_where_the_next_source_begins() -> None:
    timeline = Timeline(90_000)
    for number in (10, 12, 11):
        timeline.place(Packet(96, 0, number, number, 1, b""))
    assert timeline.place(Packet(96, 0, 500, 900, 2, b"")).sequence_number == 13


def test_a_report_before_the_first_packet_is_none() -> None:
    outgoing = Outgoing(Nowhere(), 1, 96)  # type: ignore[arg-type]  # it has what is needed of a wire
    assert outgoing.report(Timeline(90_000)) is None


def test_what_was_sent_is_known_by_its_number() -> None:
    sent: list[bytes] = []

    class Somewhere:
        def send_media(self, data: bytes) -> None:
            sent.append(data)

    outgoing = Outgoing(Somewhere(), 1, 96)  # type: ignore[arg-type]  # it has what is needed of a wire
    outgoing.send(Placed(40_000, 1, 1, b"payload"))
    number = int.from_bytes(sent[0][2:4])
    assert number < 1 << 14
    assert outgoing.on_timeline(number) == 40_000
    assert sent[0][1] == 0x80 | 96
    assert sent[0][12:] == b"payload"
