"""What the visitor says, over and over: syllables that are computed, as nobody was recorded."""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sound import LOUDEST, RATE, Samples

type Wave = NDArray[np.float64]

LASTS: Final = 5.0
"""How many seconds pass until it is said again."""

FORMANTS: Final = {
    "a": (730, 1090, 2440),
    "e": (530, 1840, 2480),
    "i": (270, 2290, 3010),
    "o": (570, 840, 2410),
    "u": (300, 870, 2240),
}
"""What tells the vowels apart: where each is loudest, in hertz."""

WIDTHS: Final = (90, 130, 180)
STRENGTHS: Final = (1.0, 0.5, 0.2)
PITCH: Final = 135
HARMONICS: Final = 26
CONSONANT: Final = 0.05
"""Seconds."""


class Syllable(NamedTuple):
    """A vowel, and perhaps a consonant before it."""

    starts_at: float
    vowel: str
    lasts: float = 0.17
    pitch: float = 1.0
    hisses: bool = False


SPEECH: Final = (
    # Buongiorno, un pacco per lei.
    Syllable(0.3, "o", pitch=1.1, hisses=True),
    Syllable(0.52, "o", pitch=1.2, hisses=True),
    Syllable(0.76, "o", 0.28, 0.9),
    Syllable(1.4, "u", 0.14),
    Syllable(1.6, "a", 0.16, 1.25, hisses=True),
    Syllable(1.84, "o", 0.2, hisses=True),
    Syllable(2.12, "e", 0.16, 1.05, hisses=True),
    Syllable(2.34, "e", 0.16, 1.15),
    Syllable(2.52, "i", 0.34, 0.85),
)


def spoken_at(moment: float, number: int) -> Samples:
    """Return so many samples of what is said from a moment on, in seconds of the Unix time."""
    start = round(moment % LASTS * RATE)
    spoken: Samples = np.take(_speech(), np.arange(start, start + number), mode="wrap")
    return spoken


def loudness_at(moment: float) -> float:
    """Return how loud the visitor is at a moment, up to 1."""
    piece = spoken_at(moment, RATE // 30) / LOUDEST
    return min(1.0, float(np.sqrt(np.mean(np.square(piece)))) * 3)


@cache
def _speech() -> Samples:
    """Return all that is said."""
    wave = np.zeros(round(LASTS * RATE))
    for syllable in SPEECH:
        sound = _say(syllable)
        start = round(syllable.starts_at * RATE)
        wave[start : start + len(sound)] += sound
    speech: Samples = (0.7 * LOUDEST * wave / np.max(np.abs(wave))).astype(np.int16)
    return speech


def _say(syllable: Syllable) -> Wave:
    moments = np.arange(round(syllable.lasts * RATE)) / RATE
    # A voice falls a little while it speaks.
    phase = 2 * np.pi * PITCH * syllable.pitch * (moments - 0.25 * moments**2)
    wave = np.zeros_like(moments)
    for harmonic in range(1, HARMONICS + 1):
        wave += _strength(harmonic * PITCH * syllable.pitch, syllable.vowel) * np.sin(harmonic * phase)
    wave *= np.minimum(1, np.minimum(moments, moments[::-1]) / 0.03)
    return np.concatenate((_hiss(), wave)) if syllable.hisses else wave


def _strength(frequency: float, vowel: str) -> float:
    """Return how strong a note is in a vowel."""
    formants = zip(FORMANTS[vowel], WIDTHS, STRENGTHS, strict=True)
    return sum(
        strength * float(np.exp(-(((frequency - at) / width) ** 2))) for at, width, strength in formants
    )


def _hiss() -> Wave:
    """Return a consonant."""
    noise = np.random.default_rng(1).standard_normal(round(CONSONANT * RATE))
    return 0.06 * noise * np.hanning(len(noise))
