"""One connection to a unit is handed on to who looks."""

import asyncio
import threading

import pytest

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.door_phone.relay import relay as relaying
from custom_components.latchkey.door_phone.relay.relay import Relay
from tests.simulators.sound import Silence

from .conftest import Door, Looker, Lookers
from .packets import record


@pytest.mark.parametrize("kind", ["chromium", "firefox", "iphone"])
async def test_any_browser_sees_and_hears_what_the_unit_sends(
    relay: Relay, door: Door, lookers: Lookers, kind: str
) -> None:
    looker = lookers(kind)
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(5)
    await looker.peer.until(lambda: looker.peer.heard.frames > 5)
    assert relay.viewers == 1
    assert door.unit.heard.frames


async def test_the_unit_is_called_as_chromium_would(relay: Relay, door: Door) -> None:
    await relay.async_call(door.call)
    (offer,) = door.calls
    assert "a=rtpmap:111 opus/48000/2" in offer
    assert "a=rtpmap:109 H264/90000" in offer
    assert offer.count("a=rtpmap:") == 2
    assert offer.count("a=sendrecv") == 1


async def test_several_look_through_one_connection(relay: Relay, door: Door, lookers: Lookers) -> None:
    first, second, third = (lookers(kind) for kind in ("chromium", "firefox", "iphone"))
    await relay.async_call(door.call)
    for looker in (first, second, third):
        await looker.look(relay)
        await looker.peer.frames(2)
    await first.peer.frames(2)
    assert relay.viewers == 3
    assert len(door.calls) == 1
    sources = {
        line.split()[0]
        for looker in (first, second, third)
        for line in looker.answers[0].splitlines()
        if line.startswith("a=ssrc:")
    }
    assert len(sources) == 6


async def test_each_gets_the_numbers_that_were_agreed_upon_with_them(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    looker = lookers("firefox")
    await relay.async_call(door.call)
    await looker.look(relay)
    sound, pictures = record(looker, "audio"), record(looker, "video")
    await looker.peer.frames(2)
    await looker.peer.until(lambda: looker.peer.heard.frames > 5)
    assert {packet.payload_type for packet in sound} == {109}
    assert {packet.payload_type for packet in pictures} == {126}


async def test_nothing_is_decoded(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    decoders = [thread for thread in threading.enumerate() if thread.name.endswith("-decoder")]
    assert len(decoders) == 2 + 1  # picture and sound at who looks, and what the unit hears


async def test_home_assistants_own_player_that_has_no_microphone_hears_the_unit(
    relay: Relay, door: Door, looker: Looker
) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.until(lambda: looker.peer.heard.frames > 5)
    assert "a=sendonly" in looker.answers[0]
    assert "a=sendrecv" not in looker.answers[0]


async def test_a_player_that_wants_no_sound_gets_pictures(relay: Relay, door: Door, looker: Looker) -> None:
    looker.peer.connection.addTransceiver("video", direction="recvonly")
    await looker.peer.connection.setLocalDescription()
    await relay.async_call(door.call)
    await looker.look(relay, looker.peer.connection.localDescription.sdp)
    await looker.peer.frames(2)


async def test_a_data_channel_is_refused_and_all_else_taken(relay: Relay, door: Door, looker: Looker) -> None:
    channel = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:data\r\n"
    await relay.async_call(door.call)
    await relay.async_add_viewer(await looker.peer.offer() + channel, looker, may_talk=True)
    (answer,) = looker.answers
    assert answer.count("m=") == 3
    assert "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n" in answer
    assert "a=group:BUNDLE 0 1\r\n" in answer


async def test_it_ends_with_the_last_who_looks(
    relay: Relay, door: Door, lookers: Lookers, ended: asyncio.Event
) -> None:
    first, second = lookers(), lookers()
    await relay.async_call(door.call)
    views = [await looker.look(relay) for looker in (first, second)]
    await second.peer.frames(1)
    await views[0].async_close()
    assert not ended.is_set()
    await second.peer.frames(2)
    await views[1].async_close()
    await views[1].async_close()
    assert ended.is_set()
    assert relay.is_over
    assert relay.viewers == 0
    assert door.closed
    assert (first.ends, second.ends) == (0, 0)


async def test_a_browser_that_is_closed_looks_no_more(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    await looker.peer.close()
    await ended.wait()
    assert relay.viewers == 0


async def test_a_unit_that_hangs_up_ends_it_for_all(
    relay: Relay, door: Door, lookers: Lookers, ended: asyncio.Event
) -> None:
    first, second = lookers(), lookers()
    await relay.async_call(door.call)
    view = await first.look(relay)
    await second.look(relay)
    door.hang_up()
    assert ended.is_set()
    assert (first.ends, second.ends) == (1, 1)
    await view.async_close()
    assert first.ends == 1


async def test_a_unit_whose_connection_is_closed_ends_it(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frames(1)
    await door.unit.close()
    await looker.over.wait()
    assert ended.is_set()


async def test_a_unit_that_hangs_up_before_it_answers_ends_it(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    async def hang_up(_offer: str, viewer: object) -> Door:
        viewer.ended()  # type: ignore[attr-defined]  # it is a viewer
        return door

    with pytest.raises(CommandRefused, match="live_view_refused"):
        await relay.async_call(hang_up)
    assert ended.is_set()
    await relay.async_close()
    assert door.closed


async def test_a_camera_that_takes_no_offer_ends_it(relay: Relay, ended: asyncio.Event) -> None:
    async def refuse(*_: object) -> Door:
        raise CommandRefused("refused")

    with pytest.raises(CommandRefused):
        await relay.async_call(refuse)
    assert ended.is_set()


async def test_a_unit_that_answers_nonsense_ends_it(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(_offer: str, viewer: object) -> Door:
        viewer.answered("v=0")  # type: ignore[attr-defined]  # it is a viewer
        return door

    await looker.look(relay)
    await relay.async_call(answer)
    await looker.over.wait()
    assert ended.is_set()
    assert "cannot be used" in caplog.text


async def test_who_comes_when_it_is_over_is_told_so(relay: Relay, looker: Looker) -> None:
    await relay.async_close()
    with pytest.raises(CommandRefused, match="live_view_refused"):
        await looker.look(relay)


async def test_an_offer_that_is_none_is_refused_and_the_others_look_on(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    looker, other = lookers(), lookers()
    await relay.async_call(door.call)
    await looker.look(relay)
    with pytest.raises(CommandRefused, match="live_view_refused"):
        await other.look(relay, "v=0\r\n")
    await looker.peer.frames(2)
    assert relay.viewers == 1


async def test_a_camera_that_nobody_looks_at_is_hung_up(
    relay: Relay, door: Door, ended: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "WAIT_FOR_VIEWER", 0.1)
    await relay.async_call(door.call)
    await ended.wait()
    await relay.async_close()
    assert door.closed


async def test_a_voice_without_a_picture_is_passed_on(relay: Relay, door: Door, lookers: Lookers) -> None:
    async def call(offer: str, viewer: object) -> Door:
        refused = offer.replace("m=video 9", "m=video 0")
        await door.call(refused, viewer)  # type: ignore[arg-type]  # it is a viewer
        return door

    looker = lookers("chromium", Silence())
    await relay.async_call(call)
    await looker.look(relay)
    await looker.peer.until(lambda: looker.peer.heard.frames > 5)
