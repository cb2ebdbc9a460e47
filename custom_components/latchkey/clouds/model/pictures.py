"""Pictures, which are fetched when somebody looks."""

from dataclasses import dataclass, field
from datetime import datetime

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Feature):
    """A picture that changes now and then; `HasPictures.async_get_picture` returns it."""

    platform = "image"

    updated: datetime | None
    """When it changed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a picture shows."""

    content_type: str
    content: bytes = field(repr=False)
