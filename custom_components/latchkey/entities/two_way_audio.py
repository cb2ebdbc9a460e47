"""Two-way audio of cameras, which Home Assistant has from 2026.11 on."""

from typing import Any

from homeassistant.components import camera


def capabilities(*, two_way_audio: bool) -> Any:
    """Return what a camera says that it can do; None where Home Assistant does not ask."""
    kind = getattr(camera, "CameraEntityCapabilities", None)
    return kind(two_way_audio=two_way_audio) if kind is not None else None
