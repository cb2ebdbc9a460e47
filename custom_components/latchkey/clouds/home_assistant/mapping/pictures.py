"""What is looked at: pictures that change now and then."""

from typing import Final

from ...model import Image
from .attributes import Maps, Told, parse_moment

OWN: Final = ("camera", "image")
"""Kinds of entities that show a picture by what they are."""


def map_image(told: Told) -> Image:
    """Return a picture; its attributes hold a key to it, which is left where it is."""
    return Image(**told.common, updated=parse_moment(told.state))


MAPS: Final[Maps] = {
    "image": {"": map_image},
}
