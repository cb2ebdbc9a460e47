"""What is measured of sound is what was made."""

import asyncio
import time

import pytest

from .bticino.voice import LASTS, loudness_at, spoken_at
from .sound import RATE, Meter, Silence, Tone


async def heard(sound: Silence | Tone, pieces: int = 25) -> Meter:
    """Return what was measured of half a second of sound."""
    meter = Meter()
    for _ in range(pieces):
        meter.take(await sound.recv())
    return meter


async def test_a_tone_is_as_loud_and_as_high_as_it_was_made() -> None:
    meter = await heard(Tone(440, amplitude=0.5))
    assert meter.level == pytest.approx(0.354, abs=0.01)
    assert meter.frequency == 440
    assert meter.hears(440)
    assert not meter.hears(880)
    assert meter.loud_for == pytest.approx(0.5)


async def test_silence_is_counted_and_not_heard() -> None:
    meter = await heard(Silence())
    assert (meter.frames, meter.level, meter.frequency, meter.loud_for) == (25, 0, 0, 0)
    assert not meter.hears()


async def test_what_is_long_past_is_not_loud_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = await heard(Tone(440))
    later = time.monotonic() + 2
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert (meter.level, meter.frames) == (0, 25)


async def test_sound_is_made_as_fast_as_it_is_heard() -> None:
    began = asyncio.get_running_loop().time()
    await heard(Silence(), 11)
    assert asyncio.get_running_loop().time() - began >= 0.2


def test_the_visitor_speaks_and_pauses_and_says_it_again() -> None:
    moments = [tenths / 10 for tenths in range(int(LASTS * 10))]
    assert max(map(loudness_at, moments)) > 0.5
    assert loudness_at(4.0) == 0
    assert (spoken_at(1.6, RATE) == spoken_at(1.6 + LASTS, RATE)).all()
    assert len(spoken_at(LASTS - 0.1, RATE)) == RATE
