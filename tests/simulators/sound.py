"""Sound that peers of the tests make, and what they measure of the sound that they hear."""

import asyncio
import time
from abc import abstractmethod
from collections import deque
from fractions import Fraction
from typing import Final, override

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame
from numpy.typing import NDArray

RATE: Final = 48_000
"""Samples a second, as Opus has them."""

PIECE: Final = RATE // 50
"""How many samples are sent at a time."""

LOUDEST: Final = 32_767
SILENCE: Final = 0.005
"""What is not louder is silence."""

OUT_OF_TUNE: Final = 5
"""Hertz by which a note may be another and still be the same."""

type Samples = NDArray[np.int16]


class Sound(MediaStreamTrack):
    """A track of sound that is made while it is sent."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        """How many pieces."""

        self._started_at = 0.0

    @abstractmethod
    def piece(self) -> Samples:
        """Return the next samples, `PIECE` of them."""

    @override
    async def recv(self) -> AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        self._started_at = self._started_at or time.monotonic()
        await asyncio.sleep(self._started_at + self.sent * PIECE / RATE - time.monotonic())
        # Made mono, it would be made stereo on the way, and softer.
        samples = np.repeat(self.piece(), 2).reshape(1, -1)
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = self.sent * PIECE
        self.sent += 1
        return frame


class Silence(Sound):
    """What a page sends that has no microphone, and wants to hear."""

    @override
    def piece(self) -> Samples:
        return np.zeros(PIECE, np.int16)


class Tone(Sound):
    """A note of so many hertz, held."""

    def __init__(self, frequency: int = 440, amplitude: float = 0.5) -> None:
        super().__init__()
        self._frequency = frequency
        self._amplitude = amplitude * LOUDEST

    @override
    def piece(self) -> Samples:
        moments = np.arange(self.sent * PIECE, (self.sent + 1) * PIECE) / RATE
        return (self._amplitude * np.sin(2 * np.pi * self._frequency * moments)).astype(np.int16)


class Meter:
    """Measures what somebody hears."""

    def __init__(self) -> None:
        self.frames = 0
        """How many came, silent ones too."""

        self.loud_for = 0.0
        """For how many seconds there was more than silence."""

        self._last = deque[Samples](maxlen=25)
        self._heard_at = 0.0

    def take(self, frame: AudioFrame) -> Samples:
        """Take what was heard, and return its samples; of several channels their mean."""
        channels = len(frame.layout.channels)
        samples: Samples = frame.to_ndarray().reshape(-1, channels).mean(axis=1).astype(np.int16)
        self.frames += 1
        self.loud_for += len(samples) / RATE * (_level(samples) > SILENCE)
        self._last.append(samples)
        self._heard_at = time.monotonic()
        return samples

    @property
    def level(self) -> float:
        """Return how loud the last half second of sound was: nothing 0, the loudest sine 0.7."""
        if not self._last or time.monotonic() - self._heard_at > 1:
            return 0.0
        return _level(np.concatenate(self._last))

    @property
    def frequency(self) -> int:
        """Return the strongest note of the last half second, in hertz; 0 where there is none."""
        if self.level <= SILENCE:
            return 0
        samples = np.concatenate(self._last)
        strongest = int(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))))
        return round(strongest * RATE / len(samples))

    def hears(self, note: int | None = None) -> bool:
        """Return whether there is more than silence, or a note of so many hertz."""
        return self.level > SILENCE and (note is None or abs(self.frequency - note) <= OUT_OF_TUNE)


def _level(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples / LOUDEST))))
