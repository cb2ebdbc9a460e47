"""What does several things at once: scenes."""

from typing import Final

from ...model import Scene
from .attributes import Maps, Told, parse_moment


def map_scene(told: Told) -> Scene:
    """Return a scene; its state is when it was activated last."""
    return Scene(**told.common, activated_at=parse_moment(told.state))


MAPS: Final[Maps] = {
    "scene": {"": map_scene},
}
