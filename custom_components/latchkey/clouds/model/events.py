"""What happens at a moment."""

from dataclasses import dataclass
from datetime import datetime

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Feature):
    """Something that happens; it fires each time that `fired_at` changes."""

    platform = "event"

    event_types: tuple[str, ...]
    event_type: str | None = None
    """What happened last."""

    fired_at: datetime | None = None
    """When it did; None where nothing happened since the account was set up."""

    device_class: str | None = None
