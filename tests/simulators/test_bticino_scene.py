"""What a unit at a door sees is alive, and says where and when it is."""

from typing import Final

import pytest
from PIL import Image, ImageChops

from .bticino.scene import VISITORS, Scene

NOON: Final = 1_796_000_000.0
DOOR_NAME: Final = (0, 0, 200, 36)
CLOCK: Final = (400, 0, 640, 36)
EYES: Final = (280, 196, 360, 212)
MOUTH: Final = (300, 212, 350, 240)
VIEW: Final = (0, 36, 640, 480)

type Area = tuple[int, int, int, int]


def differ(one: Image.Image, other: Image.Image, area: Area) -> bool:
    """Return whether two pictures differ within an area."""
    return ImageChops.difference(one.crop(area), other.crop(area)).getbbox() is not None


def test_the_same_moment_looks_the_same() -> None:
    assert Scene("Strada").at(NOON) == Scene("Strada").at(NOON)


@pytest.mark.parametrize("tenths", range(20))
def test_no_picture_is_like_the_next_one(tenths: int) -> None:
    scene = Scene("Strada")
    assert differ(scene.at(NOON + tenths / 10), scene.at(NOON + (tenths + 1) / 10), VIEW)


def test_the_clock_shows_seconds() -> None:
    scene = Scene("Strada")
    assert not differ(scene.at(NOON), scene.at(NOON + 0.9), CLOCK)
    assert differ(scene.at(NOON), scene.at(NOON + 1), CLOCK)


def test_it_says_whose_door_that_is() -> None:
    assert differ(Scene("Strada").at(NOON), Scene("Ingresso").at(NOON), DOOR_NAME)


def test_the_visitor_blinks() -> None:
    scene = Scene("Strada")
    since = NOON - NOON % 3.7  # when the eyes close
    assert differ(scene.at(since + 0.19), scene.at(since + 0.21), EYES)


def test_visitors_look_different() -> None:
    looks = [Scene("Strada", visitor).at(NOON).tobytes() for visitor in range(len(VISITORS) + 1)]
    assert len(set(looks)) == len(VISITORS)
    assert looks[0] == looks[-1]


def test_a_visitor_who_is_loud_opens_the_mouth() -> None:
    scene = Scene("Strada")
    assert differ(scene.at(NOON), scene.at(NOON, 0.5), MOUTH)
    assert differ(scene.at(NOON, 0.5), scene.at(NOON, 1), MOUTH)
    assert not differ(scene.at(NOON), scene.at(NOON, 1), EYES)
