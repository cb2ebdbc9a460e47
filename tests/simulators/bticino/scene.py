"""What a unit at a door sees: a house, a visitor who waves and speaks, and the time of day."""

import time
from functools import cache
from math import sin, tau
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 640, 480
SMOOTH: Final = 3
"""How many times larger shapes are drawn than they are shown, so that their edges are smooth."""

LIGHT, WALL, PLINTH, PAVEMENT = (255, 246, 206), (222, 203, 170), (168, 150, 126), (122, 122, 126)
STEP, FRAME, BRASS, GLASS, IRON = (
    (189, 183, 172),
    (247, 242, 231),
    (206, 164, 74),
    (128, 164, 184),
    (52, 54, 58),
)
SHUTTER, SLAT, LEAF, POT, AUTUMN = (86, 122, 96), (70, 102, 80), (70, 116, 62), (176, 94, 62), (206, 120, 48)
PARCEL, TAPE, EYE, LIPS, SHADOW = (190, 148, 96), (226, 200, 150), (40, 34, 32), (150, 70, 62), (92, 92, 96)
DOORS: Final = ((44, 92, 74), (128, 44, 44), (40, 66, 112))
"""Their colours."""

ARM_LENGTH, ARM_WIDTH = 58, 24
LEAF_FALLS_FOR: Final = 6.0
"""Seconds."""

MOUTH_OPENS: Final = 4
"""In so many steps."""

type Colour = tuple[int, int, int]


class Visitor(NamedTuple):
    """Who stands at the door."""

    skin: Colour
    hair: Colour
    coat: Colour
    trousers: Colour
    hair_ends: int = 232
    """How far down it reaches."""


VISITORS: Final = (
    Visitor((236, 190, 158), (92, 58, 36), (196, 74, 52), (58, 70, 102)),
    Visitor((150, 102, 72), (32, 26, 26), (232, 178, 62), (70, 66, 76), 286),
    Visitor((244, 206, 178), (206, 162, 92), (66, 112, 164), (96, 84, 70), 276),
    Visitor((204, 152, 112), (120, 120, 124), (104, 132, 88), (46, 48, 58)),
)


class Figure(NamedTuple):
    """A picture that is moved about in another, and its place there."""

    image: Image.Image
    left: int
    top: int


class Scene:
    """The view of one unit; the same moment always looks the same."""

    def __init__(self, door: str, visitor: int = 0) -> None:
        self._door = door
        self._visitor = VISITORS[visitor % len(VISITORS)]

    def at(self, moment: float, loudness: float = 0.0) -> Image.Image:
        """Return the picture of a moment, in seconds of the Unix time.

        A visitor who is loud, up to 1, opens the mouth.
        """
        image = _house(colour_of(self._door)).copy()
        sway = round(7 * sin(tau * moment / 4.1))
        swing = round(7 * sin(tau * moment / 0.9))
        leaf_falls = moment % LEAF_FALLS_FOR / LEAF_FALLS_FOR
        leaf = (round(600 + 24 * sin(tau * 2 * leaf_falls)), round(40 + 416 * leaf_falls))
        image.paste(_leaf().image, leaf, _leaf().image)
        body = _body(self._visitor, is_blinking=moment % 3.7 < 0.2)
        for figure in (_arm(self._visitor, swing), body, _mouth(round(MOUTH_OPENS * loudness))):
            image.paste(figure.image, (figure.left + sway, figure.top), figure.image)
        self._label(image, moment)
        return image

    def _label(self, image: Image.Image, moment: float) -> None:
        """Write where this is, and when."""
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, WIDTH, 36), fill=(24, 26, 30))
        clock = time.strftime("%Y-%m-%d  %H:%M:%S", time.localtime(moment))
        draw.text((14, 18), self._door, "white", _font(), anchor="lm")
        draw.text((WIDTH - 14, 18), clock, "white", _font(), anchor="rm")


def colour_of(door: str) -> Colour:
    """Return the colour of the door of that name."""
    return DOORS[sum(door.encode()) % len(DOORS)]


class Pen:
    """Draws in the measures of what is shown, larger."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, *, round_: float = 0
    ) -> None:
        """Draw a box, with round corners where that is said."""
        self._draw.rounded_rectangle(_large(left, top, right, bottom), round_ * SMOOTH, fill)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """Draw what is round."""
        self._draw.ellipse(_large(left, top, right, bottom), fill)

    def half(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """Draw the upper half of what is round."""
        self._draw.pieslice(_large(left, top, right, bottom), 180, 360, fill)

    def smile(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """Draw the lower part of a ring."""
        self._draw.arc(_large(left, top, right, bottom), 25, 155, fill, 3 * SMOOTH)

    def limb(self, *points: float, width: float, fill: Colour) -> None:
        """Draw a line from point to point, with round ends."""
        for x, y in zip(points[::2], points[1::2], strict=True):
            self.oval(x - width / 2, y - width / 2, x + width / 2, y + width / 2, fill)
        self._draw.line(_large(*points), fill, round(width * SMOOTH))


def _large(*measures: float) -> list[float]:
    return [measure * SMOOTH for measure in measures]


def _sheet(*, fill: Colour | None = None) -> Image.Image:
    """Return what shapes are drawn on: of one colour, or transparent."""
    size = (WIDTH * SMOOTH, HEIGHT * SMOOTH)
    return Image.new("RGBA", size, (0, 0, 0, 0)) if fill is None else Image.new("RGB", size, fill)


def _small(image: Image.Image) -> Image.Image:
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def _cut_out(image: Image.Image) -> Figure:
    """Return what was drawn on a transparent sheet."""
    small = _small(image)
    left, top, right, bottom = small.getbbox() or (0, 0, 1, 1)
    return Figure(small.crop((left, top, right, bottom)), left, top)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(20)


@cache
def _house(door: Colour) -> Image.Image:
    """Return what never moves."""
    image = _sheet(fill=WALL)
    image.paste(LIGHT, mask=_glow(image.size))
    pen = Pen(image)
    pen.box(0, 372, 640, 432, PLINTH)
    pen.box(0, 430, 640, 480, PAVEMENT)
    _draw_entrance(pen, door)
    _draw_window(pen)
    _draw_plants(pen)
    return _small(image)


def _glow(size: tuple[int, int]) -> Image.Image:
    """Return how strongly the lamp lights each part of the wall."""
    glow = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(glow).ellipse((82, 22, 302, 242), fill=170)
    return glow.filter(ImageFilter.GaussianBlur(44)).resize(size)


def _draw_entrance(pen: Pen, door: Colour) -> None:
    """Draw the door, its step, its lamp and its bell."""
    pen.box(206, 418, 434, 444, STEP, round_=3)
    pen.half(222, 56, 418, 252, FRAME)
    pen.box(222, 150, 418, 420, FRAME)
    pen.half(240, 74, 400, 234, GLASS)
    pen.limb(320, 74, 320, 154, width=5, fill=FRAME)
    pen.limb(320, 154, 262, 96, width=5, fill=FRAME)
    pen.limb(320, 154, 378, 96, width=5, fill=FRAME)
    pen.box(240, 158, 400, 420, door)
    darker = tuple(round(part * 0.72) for part in door)
    for left in (254, 328):
        for top, bottom in ((174, 274), (294, 404)):
            pen.box(left, top, left + 58, bottom, (darker[0], darker[1], darker[2]), round_=4)
    pen.oval(384, 278, 396, 290, BRASS)
    pen.box(178, 112, 206, 152, IRON, round_=5)
    pen.box(183, 118, 201, 146, (255, 238, 178), round_=3)
    pen.box(182, 262, 202, 308, IRON, round_=4)
    pen.oval(186, 268, 198, 280, BRASS)
    pen.box(186, 288, 198, 302, FRAME, round_=1)


def _draw_window(pen: Pen) -> None:
    """Draw a window with its shutters."""
    pen.box(486, 122, 584, 272, FRAME)
    pen.box(494, 130, 576, 262, GLASS)
    pen.box(532, 130, 538, 262, FRAME)
    pen.box(494, 188, 576, 194, FRAME)
    for left in (446, 588):
        pen.box(left, 122, left + 36, 268, SHUTTER, round_=2)
        for top in range(134, 258, 14):
            pen.box(left + 6, top, left + 30, top + 5, SLAT, round_=2)
    pen.box(440, 268, 630, 280, STEP, round_=2)


def _draw_plants(pen: Pen) -> None:
    """Draw a plant in a pot at either side."""
    for x in (120, 520):
        for dx, dy, size in ((-20, 34, 44), (20, 32, 46), (0, 4, 56), (-12, -26, 38), (14, -20, 36)):
            pen.oval(x + dx - size / 2, 322 + dy - size / 2, x + dx + size / 2, 322 + dy + size / 2, LEAF)
        pen.box(x - 28, 378, x + 28, 392, POT, round_=3)
        pen.box(x - 23, 392, x + 23, 436, POT, round_=5)


@cache
def _body(visitor: Visitor, *, is_blinking: bool) -> Figure:
    """Return all of a visitor but the mouth and the arm that waves."""
    image = _sheet()
    pen = Pen(image)
    pen.oval(258, 446, 384, 466, SHADOW)
    pen.box(273, 152, 367, visitor.hair_ends, visitor.hair, round_=40)
    for x in (302, 338):
        pen.limb(x, 360, x, 440, width=28, fill=visitor.trousers)
        pen.box(x - 16, 440, x + 18, 458, IRON, round_=8)
    pen.box(276, 246, 364, 384, visitor.coat, round_=30)
    pen.limb(353, 268, 372, 318, 340, 338, width=ARM_WIDTH, fill=visitor.coat)
    pen.box(308, 306, 372, 356, PARCEL, round_=3)
    pen.box(336, 306, 344, 356, TAPE)
    pen.oval(358, 322, 380, 344, visitor.skin)
    pen.box(308, 226, 332, 262, visitor.skin, round_=8)
    _draw_head(pen, visitor, is_blinking=is_blinking)
    return _cut_out(image)


def _draw_head(pen: Pen, visitor: Visitor, *, is_blinking: bool) -> None:
    for x in (278, 352):
        pen.oval(x - 2, 192, x + 14, 212, visitor.skin)
    pen.oval(282, 164, 358, 246, visitor.skin)
    pen.half(280, 150, 360, 216, visitor.hair)
    pen.oval(300, 164, 358, 190, visitor.hair)
    for x in (305, 335):
        pen.oval(x - 4, 200, x + 4, 203 if is_blinking else 209, EYE)


@cache
def _mouth(steps: int) -> Figure:
    """Return a smile, or a mouth that is open so far."""
    image = _sheet()
    pen = Pen(image)
    if steps == 0:
        pen.smile(304, 204, 336, 232, LIPS)
    else:
        pen.oval(311, 226 - 2.2 * steps, 329, 226 + 2.2 * steps, LIPS)
    return _cut_out(image)


@cache
def _leaf() -> Figure:
    """Return what falls from a tree that is out of sight, so that no two pictures are the same."""
    image = _sheet()
    pen = Pen(image)
    pen.oval(0, 0, 16, 9, AUTUMN)
    pen.limb(15, 6, 21, 9, width=2, fill=POT)
    return _cut_out(image)


@cache
def _arm(visitor: Visitor, swing: int) -> Figure:
    """Return the arm that waves, so far to one side."""
    image = _sheet()
    pen = Pen(image)
    hand = 232 + 2.2 * swing
    pen.limb(288, 268, 248, 272, width=ARM_WIDTH, fill=visitor.coat)
    pen.limb(248, 272, hand, 272 - ARM_LENGTH, width=ARM_WIDTH, fill=visitor.coat)
    pen.oval(hand - 15, 190, hand + 15, 220, visitor.skin)
    for finger in (-10, 0, 10):
        pen.limb(hand + finger * 0.7, 198, hand + finger * 1.2, 184, width=8, fill=visitor.skin)
    return _cut_out(image)
