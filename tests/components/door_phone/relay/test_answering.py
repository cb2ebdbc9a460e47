"""A call of the unit is answered, also while somebody looks already."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest
from aiortc.rtp import RtpPacket

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.capabilities import LiveView, Viewer
from custom_components.latchkey.door_phone.relay import relay as relaying
from custom_components.latchkey.door_phone.relay.camera import Open
from custom_components.latchkey.door_phone.relay.relay import Relay
from tests.simulators.sound import Tone

from .conftest import Door, Looker, Lookers
from .packets import record


async def test_who_answers_sees_hears_and_is_heard(relay: Relay, door: Door, lookers: Lookers) -> None:
    looker = lookers("firefox", Tone(440))
    await relay.async_answer(await door.ring(), door.answer)
    await looker.look(relay)
    await looker.peer.frames(3)
    await door.unit.until(lambda: door.unit.heard.level > 0.1)
    await looker.peer.until_heard()
    (answer,) = door.answers
    assert "a=rtpmap:111 opus/48000/2" in answer
    assert "a=rtpmap:109 H264/90000" in answer
    assert "a=setup:active" in answer


async def test_a_call_that_was_answered_waits_for_who_looks(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "WAIT_FOR_VIEWER", 0.5)
    await relay.async_answer(await door.ring(), door.answer)
    await looker.look(relay)
    await looker.peer.frames(10)
    assert not ended.is_set()


async def test_a_call_that_was_answered_and_that_nobody_looks_at_is_hung_up(
    relay: Relay, door: Door, ended: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "WAIT_FOR_VIEWER", 0.3)
    await relay.async_answer(await door.ring(), door.answer)
    await ended.wait()
    await relay.async_close()
    assert door.closed


async def test_who_looks_already_stays_when_the_call_is_answered(
    relay: Relay, doors: Callable[[], Door], lookers: Lookers
) -> None:
    looker, called, ringing = lookers("chromium", Tone(440)), doors(), doors()
    await relay.async_call(called.call)
    await looker.look(relay)
    packets: dict[str, list[RtpPacket]] = {kind: record(looker, kind) for kind in ("audio", "video")}
    await looker.peer.frames(3)
    await looker.peer.until(lambda: len(packets["audio"]) > 5)
    await relay.async_answer(await ringing.ring(), ringing.answer)
    await ringing.unit.until(lambda: ringing.unit.heard.level > 0.1)
    before = ringing.unit.sent_sound
    await looker.peer.until(lambda: ringing.unit.sent_sound > before + 20)
    await looker.peer.frames(5)
    assert called.closed
    assert not ringing.closed
    assert looker.ends == 0
    assert len(looker.answers) == 1
    for kind, several in packets.items():
        assert len({packet.ssrc for packet in several}) == 1, kind
        assert _steps([packet.sequence_number for packet in several], 1 << 16) == {1}, kind
        assert max(_steps([packet.timestamp for packet in several], 1 << 32)) < 90_000 * 10, kind


def _steps(numbers: list[int], turn: int) -> set[int]:
    """Return how far it is from each number to the next; a step back is a large one."""
    return {(later - earlier) % turn for earlier, later in pairwise(numbers)}


async def test_a_call_that_was_answered_elsewhere_leaves_the_view_as_it_was(
    relay: Relay, doors: Callable[[], Door], looker: Looker
) -> None:
    async def refuse(*_: object) -> Door:
        raise CommandRefused("refused")

    called, ringing = doors(), doors()
    await relay.async_call(called.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    with pytest.raises(CommandRefused):
        await relay.async_answer(await ringing.ring(), refuse)
    await looker.peer.frames(3)
    assert not called.closed


async def test_a_unit_that_rings_before_our_call_is_connected_is_hung_up_on_both_lines(
    relay: Relay, doors: Callable[[], Door], looker: Looker
) -> None:
    called, ringing = doors(), doors()
    await relay.async_call(_say_nothing(called))
    await looker.look(relay)
    await relay.async_answer(await ringing.ring(), ringing.answer)
    await relay.async_close()
    assert called.closed
    assert ringing.closed


async def test_a_call_of_ours_that_is_not_connected_yet_gives_way_to_one_that_was_answered(
    relay: Relay, doors: Callable[[], Door], looker: Looker
) -> None:
    called, ringing = doors(), doors()
    await relay.async_call(_say_nothing(called))
    await looker.look(relay)
    await relay.async_answer(await ringing.ring(), ringing.answer)
    await looker.peer.frames(1)
    assert called.closed
    assert not ringing.closed


async def test_who_waits_for_the_unit_waits_on_where_its_call_was_answered_elsewhere(
    relay: Relay, doors: Callable[[], Door], looker: Looker
) -> None:
    async def refuse(*_: object) -> Door:
        raise CommandRefused("refused")

    called, ringing = doors(), doors()
    await relay.async_call(_say_nothing(called))
    await looker.look(relay)
    with pytest.raises(CommandRefused):
        await relay.async_answer(await ringing.ring(), refuse)
    assert looker.ends == 0
    assert not called.closed


@pytest.mark.parametrize("is_taken", [True, False])
async def test_somebody_who_leaves_while_another_answers_hangs_up_on_nobody(
    relay: Relay, doors: Callable[[], Door], lookers: Lookers, *, is_taken: bool
) -> None:
    leaving, answering, decision = lookers(), lookers(), asyncio.Event()
    called, ringing = doors(), doors()

    async def answer(description: str, viewer: Viewer) -> LiveView:
        await decision.wait()
        if not is_taken:
            raise CommandRefused("call_over")
        return await ringing.answer(description, viewer)

    await relay.async_call(called.call)
    view = await leaving.look(relay)
    call = asyncio.create_task(relay.async_answer(await ringing.ring(), answer))
    await asyncio.sleep(0.1)
    await view.async_close()
    decision.set()
    await asyncio.wait([call])
    assert (call.exception() is None) is is_taken
    await answering.look(relay)
    await answering.peer.frames(1)
    assert not ringing.closed


def _say_nothing(door: Door) -> Open:
    """Return what takes an offer to a unit that does not answer yet."""

    async def take(*_: object) -> Door:
        return door

    return take


async def test_an_offer_of_the_unit_that_is_none_is_refused(relay: Relay, door: Door) -> None:
    with pytest.raises(CommandRefused, match="live_view_refused"):
        await relay.async_answer("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n", door.answer)
    assert not door.answers
    assert relay.is_over
