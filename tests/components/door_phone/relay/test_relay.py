"""One connection to a unit is handed on to who looks."""

import asyncio
import threading

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.door_phone.relay.relay import Relay

from .conftest import Door, Looker

PATIENCE = 20


async def test_who_looks_sees_and_hears_what_the_unit_sends(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    async with asyncio.timeout(PATIENCE):
        first, second = await looker.peer.frame(), await looker.peer.frame()
        sound = looker.peer.connection.getTransceivers()[1].receiver.track
        assert sound is not None
        await sound.recv()
    assert bytes(first.planes[0]) != bytes(second.planes[0])
    assert relay.viewers == 1


async def test_the_unit_is_called_as_chromium_would(relay: Relay, door: Door) -> None:
    await relay.async_call(door.call)
    (offer,) = door.offers
    assert "a=rtpmap:111 opus/48000/2" in offer
    assert "a=rtpmap:109 H264/90000" in offer
    assert offer.count("a=rtpmap:") == 2
    assert offer.count("a=sendrecv") == 1


async def test_nothing_is_decoded(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    await looker.look(relay)
    async with asyncio.timeout(PATIENCE):
        await looker.peer.frame()
    decoders = [thread for thread in threading.enumerate() if thread.name.endswith("-decoder")]
    assert len(decoders) == 2 + 1  # the looker's picture and sound; what the unit hears


async def test_it_ends_with_the_last_who_looks(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    view = await looker.look(relay)
    await view.async_close()
    await view.async_close()
    assert ended.is_set()
    assert relay.is_over
    assert relay.viewers == 0
    assert door.closed
    assert looker.ends == 0


async def test_a_unit_that_hangs_up_ends_it_for_all(
    relay: Relay, door: Door, looker: Looker, ended: asyncio.Event
) -> None:
    await relay.async_call(door.call)
    view = await looker.look(relay)
    assert door.viewer is not None
    door.viewer.ended()
    assert ended.is_set()
    assert looker.ends == 1
    await view.async_close()
    assert looker.ends == 1


async def test_who_comes_when_it_is_over_is_told_so(relay: Relay, looker: Looker) -> None:
    await relay.async_close()
    with pytest.raises(TemporaryError):
        await looker.look(relay)


async def test_an_offer_that_is_none_is_refused(relay: Relay, door: Door, looker: Looker) -> None:
    await relay.async_call(door.call)
    with pytest.raises(CommandRefused, match="live_view_refused"):
        await looker.look(relay, "v=0\r\n")
    assert relay.viewers == 0


async def test_a_camera_that_takes_no_offer_ends_it(relay: Relay, ended: asyncio.Event) -> None:
    async def refuse(*_: object) -> None:
        raise CommandRefused("refused")

    with pytest.raises(CommandRefused):
        await relay.async_call(refuse)  # type: ignore[arg-type]  # it never returns
    assert ended.is_set()
