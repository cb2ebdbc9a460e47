"""The unit hears who talks, one at a time, and else silence."""

import asyncio

import pytest

from custom_components.latchkey.door_phone.relay import talk
from custom_components.latchkey.door_phone.relay.packets import Packet
from custom_components.latchkey.door_phone.relay.relay import Relay
from custom_components.latchkey.door_phone.relay.streams import Placed
from custom_components.latchkey.door_phone.relay.talk import HOLD, MUTED, SILENCE, Talk
from tests.simulators.sound import Silence, Tone

from .conftest import Door, Lookers


async def test_what_somebody_says_is_heard_at_the_unit_and_the_unit_by_them(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    looker = lookers("iphone", Tone(440))
    await relay.async_call(door.call)
    await looker.look(relay)
    # It begins softly, and is no note at first.
    await door.unit.until(lambda: door.unit.heard.level > 0.1 and abs(door.unit.heard.frequency - 440) < 10)
    await looker.peer.until_heard()


async def test_a_unit_whose_microphone_opens_upon_sound_gets_silence(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    looker = lookers()
    await relay.async_call(door.call)
    await looker.look(relay)
    await door.unit.until(lambda: door.unit.heard.frames > 20)
    assert door.unit.heard.level < 0.005


async def test_who_may_not_talk_is_not_heard(relay: Relay, door: Door, lookers: Lookers) -> None:
    looker = lookers("chromium", Tone(440))
    await relay.async_call(door.call)
    await looker.look(relay, may_talk=False)
    await looker.peer.frames(2)
    await door.unit.until(lambda: door.unit.heard.frames > 50)
    assert door.unit.heard.loud_for == 0
    assert "a=sendrecv" not in looker.answers[0]


async def test_one_who_is_muted_does_not_keep_another_from_talking(
    relay: Relay, door: Door, lookers: Lookers
) -> None:
    muted, talker = lookers("chromium", Silence()), lookers("firefox", Tone(880))
    await relay.async_call(door.call)
    await muted.look(relay)
    await muted.peer.frames(1)
    await talker.look(relay)
    await door.unit.until(lambda: door.unit.heard.level > 0.1)
    assert abs(door.unit.heard.frequency - 880) < 20


async def test_two_are_never_mixed(relay: Relay, door: Door, lookers: Lookers) -> None:
    first, second = lookers("chromium", Tone(440)), lookers("chromium", Tone(1760))
    await relay.async_call(door.call)
    view = await first.look(relay)
    await door.unit.until(lambda: abs(door.unit.heard.frequency - 440) < 10)
    await second.look(relay)
    await second.peer.frames(5)
    assert abs(door.unit.heard.frequency - 440) < 10
    await view.async_close()
    await door.unit.until(lambda: abs(door.unit.heard.frequency - 1760) < 20)


class Clock:
    """The clock of the loop, as far as talking goes."""

    def __init__(self) -> None:
        self.now = 100.0

    def time(self) -> float:
        """Return what time it is."""
        return self.now


class Scene:
    """Somebody who talks, somebody else, and what the unit hears of them."""

    def __init__(self) -> None:
        self.heard: list[Placed] = []
        self.clock = Clock()
        self.talk = Talk(self.heard.append, fills=False)
        self.talk._loop = self.clock  # type: ignore[assignment]  # it has what is needed of one
        self._number = 0

    def say(self, viewer: str, level: int | None, payload: bytes = b"voice") -> bool:
        """Return whether a packet of somebody is heard."""
        self.clock.now += 0.02
        self._number += 1
        before = len(self.heard)
        self.talk.take(viewer, Packet(111, 0, self._number, self._number * 960, hash(viewer), payload), level)
        return len(self.heard) > before


@pytest.fixture
async def scene() -> Scene:
    """Return two who talk."""
    return Scene()


async def test_who_talks_goes_on_until_they_pause(scene: Scene) -> None:
    assert scene.say("first", 20)
    assert not scene.say("second", 10)
    scene.clock.now += HOLD
    assert scene.say("second", 10)
    assert not scene.say("first", 10)


async def test_noise_in_one_room_does_not_take_the_turn_of_another(scene: Scene) -> None:
    assert scene.say("first", 20)
    scene.clock.now += HOLD / 2
    assert scene.say("first", 90)  # a pause
    scene.clock.now += HOLD * 0.6
    assert not scene.say("second", 90)
    assert scene.say("second", 30)


async def test_who_mutes_themselves_leaves_the_turn(scene: Scene) -> None:
    assert scene.say("first", 20)
    assert scene.say("first", MUTED)
    scene.clock.now += HOLD
    assert not scene.say("first", MUTED)
    assert scene.say("second", 90)


async def test_a_browser_that_does_not_say_how_loud_it_is_may_talk(scene: Scene) -> None:
    assert not scene.say("first", None, SILENCE)
    assert scene.say("first", None)


async def test_numbers_go_on_from_one_who_talks_to_another(scene: Scene) -> None:
    scene.say("first", 20)
    scene.say("first", 20)
    scene.talk.leave("first")
    scene.say("second", 20)
    assert [placed.sequence_number - scene.heard[0].sequence_number for placed in scene.heard] == [0, 1, 2]
    assert scene.heard[2].timestamp > scene.heard[1].timestamp


async def test_silence_comes_back_when_nothing_comes_of_who_talked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "HOLD", 0.1)
    heard: list[Placed] = []
    talking = Talk(heard.append, fills=True)
    talking.start()
    talking.take("first", Packet(111, 0, 1, 1, 1, b"voice"), 20)
    await asyncio.sleep(0.3)
    talking.stop()
    payloads = [placed.payload for placed in heard]
    assert payloads[:2] == [SILENCE, b"voice"]
    assert len(payloads) > 5
    assert set(payloads[2:]) == {SILENCE}
    numbers = [placed.sequence_number for placed in heard]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
