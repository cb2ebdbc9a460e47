"""What the sharpest units send, made once and shown over and over: it costs the one who shows it nothing."""

import asyncio
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import cycle
from typing import Any, Final, override

import numpy as np
from aiortc.mediastreams import MediaStreamTrack
from av import CodecContext, Packet, VideoFrame

from .scene import Scene

WIDTH, HEIGHT = 1280, 720
PICTURES_A_SECOND: Final = 25
SECONDS: Final = 2
BITS_A_SECOND: Final = 2_400_000
GRAIN: Final = 5
"""How noisy the camera is; a clean drawing would need few bits."""


class Film(MediaStreamTrack):
    """A film of 720 lines, 25 pictures and 2.4 Mbit a second, one of which is whole."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        """How many pictures."""

        self._pictures = cycle(_pictures())
        self._started_at = 0.0

    @property
    def bits_a_second(self) -> float:
        """Return how large it is."""
        return sum(map(len, _pictures())) * 8 / SECONDS

    @override
    async def recv(self) -> Packet[Any]:
        self._started_at = self._started_at or time.monotonic()
        await asyncio.sleep(self._started_at + self.sent / PICTURES_A_SECOND - time.monotonic())
        packet = Packet(next(self._pictures))
        packet.pts, packet.time_base = self.sent, Fraction(1, PICTURES_A_SECOND)
        self.sent += 1
        return packet


@cache
def _pictures() -> tuple[bytes, ...]:
    """Return them as they are sent."""
    encoder = CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.framerate, encoder.time_base = Fraction(PICTURES_A_SECOND), Fraction(1, PICTURES_A_SECOND)
    encoder.bit_rate, encoder.gop_size = BITS_A_SECOND, PICTURES_A_SECOND
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "level": "31"}
    encoder.profile = "Baseline"
    return tuple(b"".join(map(bytes, encoder.encode(frame))) for frame in _drawn())


def _drawn() -> Iterator[VideoFrame]:
    scene = Scene("Strada")
    grain = np.random.default_rng(1).normal(0, GRAIN, (HEIGHT, WIDTH, 1)).astype(np.int16)
    for number in range(SECONDS * PICTURES_A_SECOND):
        image = scene.at(number / PICTURES_A_SECOND).resize((WIDTH, HEIGHT))
        grainy = np.asarray(image) + np.roll(grain, 97 * number)
        frame = VideoFrame.from_ndarray(np.clip(grainy, 0, 255).astype(np.uint8))
        frame.pts = number
        yield frame
