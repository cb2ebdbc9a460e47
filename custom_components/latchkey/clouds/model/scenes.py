"""Scenes."""

from dataclasses import dataclass
from datetime import datetime

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene(Feature):
    """How some things shall be."""

    platform = "scene"

    activated_at: datetime | None = None
    """When it was activated last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateScene:
    """Have things be as a scene says."""

    transition: float | None = None
    """Seconds that the change takes."""
