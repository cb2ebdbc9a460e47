"""What sees."""

from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from ...model import Camera, LiveViewConfig
from .attributes import Maps, Told

_ON_OFF: Final = 1
_STATES: Final = ("idle", "recording", "streaming")


@dataclass(frozen=True, slots=True)
class Sight:
    """What the state of a camera does not tell."""

    on: bool = True
    config: LiveViewConfig | None = None
    """What a live view of it needs; None where it shows none."""

    can_talk: bool = False
    """Whether its live view takes sound, which is told from Home Assistant 2026.11 on."""


def with_sight(camera: Camera, sight: Sight) -> Camera:
    """Return a camera with what its state does not tell."""
    return replace(camera, on=sight.on, has_live_view=sight.config is not None, can_talk=sight.can_talk)


def map_camera(told: Told) -> Camera:
    """Return a camera; its attributes hold keys to its pictures, which are left where they are.

    Whether it is on, and has a live view, its state does not tell; see sights.py.
    """
    return Camera(
        **told.common,
        on=told.state != "off",
        state=cast(
            "Literal['idle', 'recording', 'streaming']", told.state if told.state in _STATES else "idle"
        ),
        can_be_off=told.can(_ON_OFF),
        detects_motion=told.flag("motion_detection") is True,
        brand=told.text("brand"),
        model=told.text("model_name"),
        has_stream=True,
    )


MAPS: Final[Maps] = {
    "camera": {"": map_camera},
}
