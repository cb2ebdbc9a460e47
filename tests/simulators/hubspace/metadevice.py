"""A metadevice as Afero's API tells it: what it can do, and how it is now."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Metadevice:
    """A device or a room."""

    id: str
    name: str
    type_id: str = "metadevice.device"
    device_id: str | None = None
    """The physical device; several metadevices may share one."""

    device_class: str = ""
    maker: str | None = None
    model: str = ""
    default_name: str = ""
    image: str = ""
    children: list[str] = field(default_factory=list)
    functions: list[dict[str, Any]] = field(default_factory=list)
    """What it can be told, in the vendor's words."""

    capabilities: list[dict[str, Any]] = field(default_factory=list)
    values: dict[tuple[str, str | None], Any] = field(default_factory=dict)
    """How it is now, by functionClass and functionInstance."""
