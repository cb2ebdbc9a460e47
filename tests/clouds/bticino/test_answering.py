"""Calls that are answered or rejected here: a real peer talks to the simulated external unit."""

import asyncio
from typing import Any

import pytest

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.bticino import sockets
from custom_components.latchkey.clouds.bticino.offers import MAX_OFFERS
from custom_components.latchkey.clouds.capabilities import LiveView
from custom_components.latchkey.clouds.live_views import MAX_DESCRIPTION
from custom_components.latchkey.clouds.model import IceCandidate, RingingCall
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.account import Refused
from tests.simulators.bticino.signalling import Line
from tests.simulators.sound import Tone

from .account import LinkedAccount
from .conftest import END_DELAY
from .test_calls import BRIDGE, STRADA, event, signal
from .viewer import Viewer

SDP = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


@pytest.fixture(autouse=True)
def answerable(bticino: BticinoSimulator, webrtc: None) -> None:
    """Have the units ring with what can be answered."""
    bticino.answerable = True


def ringing(account: LinkedAccount, door: str = "Strada") -> RingingCall | None:
    """Return the call that rings at a door and can be answered."""
    return account.cloud.ringing_call(account.device(door).id)


async def ring(account: LinkedAccount) -> RingingCall:
    """Ring, and return the call."""
    await account.vendor.ring("Strada")
    await account.until(lambda: ringing(account) is not None)
    call = ringing(account)
    assert call is not None
    return call


async def answer(account: LinkedAccount, viewer: Viewer, call: RingingCall) -> LiveView:
    """Answer a call."""
    return await account.cloud.async_answer_call(call.id, await viewer.peer.answer(call.offer), viewer)


async def until_told(account: LinkedAccount, *events: str) -> None:
    """Wait until just this has happened at the door, and see that nothing more does."""
    await account.until(lambda: len(account.events) >= len(events))
    await asyncio.sleep(END_DELAY.total_seconds() * 2)
    assert account.events == [("Strada", event) for event in events]


# Answered


async def test_whoever_rings_is_answered_and_seen(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    assert listening.call(call.id).outcome is None
    view = await answer(listening, viewer, call)
    await viewer.see()
    assert not listening.is_ringing("Strada")
    assert ringing(listening) is None
    await until_told(listening, "ring", "answered_here")
    assert listening.call(call.id).outcome == "answered_here"
    assert bticino.peers == 1
    await view.async_close()
    await until_told(listening, "ring", "answered_here", "ended")
    assert listening.call(call.id).outcome == "answered_here"
    assert (bticino.peers, viewer.ends) == (0, 0)


async def test_a_call_that_was_answered_here_stays_so_whatever_the_history_says(
    listening: LinkedAccount, viewer: Viewer
) -> None:
    call = await ring(listening)
    view = await answer(listening, viewer, call)
    await listening.poll()
    await view.async_close()
    await listening.poll()
    await until_told(listening, "ring", "answered_here", "ended")
    assert listening.call(call.id).outcome == "answered_here"


async def test_a_visitor_who_leaves_ends_the_call(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    view = await answer(listening, viewer, call)
    await viewer.see()
    await bticino.end(call.id)
    await viewer.over.wait()
    await until_told(listening, "ring", "answered_here", "ended")
    await view.async_close()
    assert (bticino.peers, viewer.ends) == (0, 1)


async def test_a_ring_while_somebody_looks_is_answered_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    watcher = Viewer()
    offer = await watcher.peer.offer()
    live = await listening.cloud.async_open_live_view(STRADA, "camera", offer, watcher)
    await watcher.connect()
    view = await answer(listening, viewer, await ring(listening))
    await viewer.see()
    assert bticino.live_sessions == 2
    await view.async_close()
    await bticino.until_live(1)
    await watcher.peer.frame()
    await live.async_close()
    await watcher.peer.close()
    assert bticino.peers == 0


async def test_a_call_can_be_answered_at_its_door_as_soon_as_an_offer_has_come(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada", offers=False)
    await listening.until_happened(1)
    assert listening.events == [("Classe 300X", "ring")]
    assert ringing(listening) is None
    await bticino.repeat_offer(call)
    await bticino.repeat_offer(call)
    await listening.until(lambda: ringing(listening) is not None)
    assert ringing(listening, "Ingresso") is None
    await listening.until_happened(1)


def available(account: LinkedAccount, door: str = "Strada") -> list[str]:
    """Return what can be done at a door with whoever rings."""
    return [key for key in ("answer", "reject") if account.feature(door, key).available]


async def test_who_rings_can_be_answered_and_rejected_and_who_was_answered_be_hung_up_on(
    listening: LinkedAccount, viewer: Viewer
) -> None:
    assert available(listening) == []
    call = await ring(listening)
    assert available(listening) == ["answer", "reject"]
    assert available(listening, "Ingresso") == []
    view = await answer(listening, viewer, call)
    assert available(listening) == ["reject"]
    await view.async_close()
    assert available(listening) == []


async def test_who_rings_at_a_door_phone_without_a_unit_is_answered_and_heard(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Classe 100X")
    await listening.until(lambda: available(listening, "Classe 100X") == ["answer", "reject"])
    call = ringing(listening, "Classe 100X")
    assert call is not None
    viewer = Viewer(Tone(440))
    view = await answer(listening, viewer, call)
    candidate = await viewer.candidates.get()
    await viewer.peer.add_candidate(candidate.candidate, candidate.media_index or 0)
    await viewer.peer.until_heard()
    await view.async_close()
    await viewer.peer.close()
    assert bticino.peers == 0


# Too late


async def test_a_call_that_was_answered_elsewhere_is_over(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    await bticino.answer(call.id)
    await listening.until_happened(2)
    assert ringing(listening) is None
    with pytest.raises(CommandRefused) as refused:
        await answer(listening, viewer, call)
    assert refused.value.reason == "call_over"
    with pytest.raises(CommandRefused) as refused:
        await listening.cloud.async_reject_call(call.id)
    assert refused.value.reason == "call_over"
    assert bticino.peers == 0


async def test_whoever_was_quicker_is_not_hung_up_on(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer, signals: list[str]
) -> None:
    call = await ring(listening)
    bticino.mute_sockets()
    await bticino.answer(call.id)
    with pytest.raises(CommandRefused) as refused:
        await answer(listening, viewer, call)
    assert refused.value.reason == "call_over"
    assert signals == ["answer"]
    assert (bticino.peers, viewer.ends) == (0, 0)


async def test_a_call_is_answered_once(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    other = Viewer()
    views = await asyncio.gather(
        answer(listening, viewer, call), answer(listening, other, call), return_exceptions=True
    )
    assert sorted(type(view).__name__ for view in views) == ["BticinoLiveView", "CommandRefused"]
    await listening.cloud.async_reject_call(call.id)
    await other.peer.close()
    await until_told(listening, "ring", "answered_here", "ended")
    assert bticino.peers == 0


# Rejected


async def test_a_call_that_is_rejected_rings_nowhere_and_is_nothing_else(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await ring(listening)
    await listening.cloud.async_reject_call(call.id)
    assert not listening.is_ringing("Strada")
    await listening.poll()
    await until_told(listening, "ring", "rejected")
    assert listening.call(call.id).outcome == "rejected"
    assert bticino.peers == 0


async def test_a_call_that_was_answered_here_is_hung_up_when_it_is_rejected(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    view = await answer(listening, viewer, call)
    await viewer.see()
    await listening.cloud.async_reject_call(call.id)
    await until_told(listening, "ring", "answered_here", "ended")
    await view.async_close()
    assert (bticino.peers, viewer.ends) == (0, 1)


async def test_a_call_may_be_ended_twice_at_once(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    view = await answer(listening, viewer, call)
    await viewer.see()
    candidate = IceCandidate(candidate="candidate:1 1 udp 1 192.0.2.1 9 typ host", media_index=0)
    await view.async_add_candidate(candidate)  # Nobody has acknowledged it yet.
    await asyncio.gather(listening.cloud.async_reject_call(call.id), view.async_close(), view.async_close())
    assert (bticino.peers, viewer.ends) == (0, 1)


async def test_a_vendor_that_is_away_lets_it_ring_on(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    bticino.faults.answer(bticino.SIGNALLING, times=None)
    with pytest.raises(TemporaryError):
        await answer(listening, viewer, call)
    with pytest.raises(TemporaryError):
        await listening.cloud.async_reject_call(call.id)
    assert ringing(listening) == call
    await until_told(listening, "ring")


async def test_a_call_that_is_over_for_the_vendor_alone_is_not_rejected(
    listening: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_line: Line, *_terminate: object) -> None:
        raise Refused(404, 9, "Session not found")

    monkeypatch.setattr(Line, "_take_rtc", refuse)
    call = await ring(listening)
    with pytest.raises(CommandRefused) as refused:
        await listening.cloud.async_reject_call(call.id)
    assert refused.value.reason == "call_over"
    await until_told(listening, "ring")


async def test_a_rejection_that_nobody_acknowledges_is_temporary(
    listening: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def say_nothing(_line: Line, *_terminate: object) -> None: ...

    monkeypatch.setattr(Line, "_take_rtc", say_nothing)
    monkeypatch.setattr(sockets, "ACK_TIMEOUT", 0.05)
    call = await ring(listening)
    with pytest.raises(TemporaryError, match="does not end"):
        await listening.cloud.async_reject_call(call.id)
    assert ringing(listening) == call


# Bad luck


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the vendor is told over signalling sockets."""
    told: list[str] = []
    take = Line._take_rtc

    async def note(line: Line, message: dict[str, Any], *account: Any) -> None:
        told.append(message["data"]["type"])
        await take(line, message, *account)

    monkeypatch.setattr(Line, "_take_rtc", note)
    return told


async def test_a_unit_that_hangs_up_instead_of_taking_the_answer_leaves_nothing_open(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    bticino.hangs_up_at = "offer"
    with pytest.raises(TemporaryError):
        await answer(listening, viewer, call)
    await bticino.miss(call.id)
    await until_told(listening, "ring", "missed")
    assert bticino.peers == 0


async def test_a_unit_that_hangs_up_as_soon_as_it_is_answered_leaves_nothing_open(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    call = await ring(listening)
    bticino.hangs_up_at = "answer"
    view = await answer(listening, viewer, call)
    await viewer.over.wait()
    await until_told(listening, "ring", "answered_here", "ended")
    await view.async_close()
    assert (bticino.peers, viewer.ends) == (0, 1)


@pytest.mark.parametrize("step", ["offer", "ack", "answer"])
async def test_a_unit_that_hangs_up_while_a_live_view_begins_leaves_nothing_open(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer, step: Any
) -> None:
    bticino.hangs_up_at = step
    offering = listening.cloud.async_open_live_view(STRADA, "camera", await viewer.peer.offer(), viewer)
    if step == "offer":
        with pytest.raises(TemporaryError):
            await offering
    else:
        view = await offering
        await viewer.over.wait()
        await view.async_close()
        assert viewer.ends == 1
    assert bticino.peers == 0


async def test_a_call_whose_line_is_lost_is_ended_over_another(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.keeps_lost_calls = True
    view = await answer(listening, viewer, await ring(listening))
    await viewer.see()
    bticino.drop_signalling()
    await viewer.over.wait()
    assert bticino.peers == 1
    await view.async_close()
    await until_told(listening, "ring", "answered_here", "ended")
    await view.async_close()
    assert (bticino.peers, viewer.ends) == (0, 1)


async def test_a_call_whose_line_is_lost_with_the_vendor_is_over_here(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    view = await answer(listening, viewer, await ring(listening))
    bticino.faults.answer(bticino.SIGNALLING, times=None)
    bticino.drop_signalling()
    await viewer.over.wait()
    await view.async_close()
    await bticino.until_live(0)


async def test_a_call_whose_bearer_dies_is_ended_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.keeps_lost_calls = True
    view = await answer(listening, viewer, await ring(listening))
    await viewer.see()
    bticino.tokens.expire_bearers()
    await viewer.peer.frames(3)
    await view.async_close()
    await until_told(listening, "ring", "answered_here", "ended")
    assert bticino.peers == 0


async def test_a_token_that_is_dead_is_said_to_be(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    async with account.listening():
        call = await ring(account)
        description = await viewer.peer.answer(call.offer)
        bticino.tokens.revoke_all()
        with pytest.raises(RefreshTokenRejected):
            await account.cloud.async_answer_call(call.id, description, viewer)
    await bticino.end(call.id)
    assert bticino.peers == 0


async def test_an_answer_that_is_cut_off_leaves_nothing_open(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.keeps_lost_calls = True
    call = await ring(listening)
    answering = asyncio.create_task(answer(listening, viewer, call))
    await bticino.until_live(1)
    answering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answering
    await bticino.until_live(0)
    assert bticino.peers == 0


async def test_an_answer_that_nobody_acknowledges_is_temporary(
    listening: LinkedAccount, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def say_nothing(_line: Line, *_answer: object) -> None: ...

    monkeypatch.setattr(Line, "_answer", say_nothing)
    monkeypatch.setattr(sockets, "ACK_TIMEOUT", 0.05)
    call = await ring(listening)
    with pytest.raises(TemporaryError, match="takes no answer"):
        await answer(listening, viewer, call)


async def test_a_unit_that_serves_as_many_as_it_can_is_busy(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.max_peers = 0
    offer = await viewer.peer.offer()
    with pytest.raises(CommandRefused) as refused:
        await account.cloud.async_open_live_view(STRADA, "camera", offer, viewer)
    assert refused.value.reason == "busy"
    assert bticino.peers == 0


# What makes no sense


def offered(**changes: Any) -> dict[str, Any]:
    """Return the push of an offer that can be answered, but for some changes."""
    described = {"type": "call", "sdp": changes.pop("sdp", SDP), "module_id": STRADA}
    told = {"session_id": "one", "tag_id": "dGFn", "correlation_id": 7, "device_id": BRIDGE, **changes}
    extra = {**told, "data": {"type": "offer", "session_description": described}}
    return {"push_type": "BNC1-rtc", "expiry": 30, "extra_params": extra}


async def test_what_a_push_offers_can_be_answered(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offered())
    await listening.until_happened(1)
    assert ringing(listening) == RingingCall(id="one", offer=SDP)
    assert SDP not in repr(ringing(listening))


@pytest.mark.parametrize(
    "changes",
    [
        {"sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"},
        {"sdp": ""},
        {"sdp": None},
        {"sdp": ["v=0\r\nm=audio"]},
        {"sdp": SDP + "a" * MAX_DESCRIPTION},
        {"tag_id": None},
        {"tag_id": 7},
        {"tag_id": "t" * 256},
        {"correlation_id": None},
        {"correlation_id": True},
        {"correlation_id": 1.5},
        {"correlation_id": 10**400},
        {"correlation_id": {"id": 7}},
        {"device_id": None},
    ],
)
async def test_an_offer_that_cannot_be_answered_is_a_ring_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator, changes: dict[str, Any]
) -> None:
    await bticino.push(offered(**changes))
    await listening.until_happened(1)
    assert listening.events == [("Strada", "ring")]
    assert ringing(listening) is None


async def test_an_offer_is_kept_where_a_later_one_cannot_be_answered(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offered())
    await bticino.push(offered(sdp=None))
    await bticino.push(event("another", "end_recording"))
    await listening.until_happened(1)
    assert ringing(listening) == RingingCall(id="one", offer=SDP)


async def test_an_offer_of_a_call_that_is_over_is_not_kept(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(signal("one", "terminate"))
    await bticino.push(offered())
    await listening.until_happened(2)
    assert ringing(listening) is None


async def test_more_offers_than_can_ring_at_a_time_are_not_kept(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    for number in range(MAX_OFFERS + 5):
        await bticino.push(offered(session_id=str(number)))
    await listening.until_happened(MAX_OFFERS + 5)
    assert len(listening.cloud._state.calls._offers._offers) == MAX_OFFERS


@pytest.mark.parametrize(
    "reply", ["[]", '{"error": null}', '{"error": {"code": [3]}}', '{"type": "ack"}', "7"]
)
async def test_a_reply_that_makes_no_sense_costs_nothing(
    listening: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer, reply: str
) -> None:
    view = await answer(listening, viewer, await ring(listening))
    for line in bticino._signalling._lines:
        await line._response.send_str(reply)
    await viewer.see()
    await view.async_close()
    assert bticino.peers == 0
