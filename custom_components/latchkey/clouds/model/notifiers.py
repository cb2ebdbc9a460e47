"""What takes messages for people."""

from dataclasses import dataclass
from datetime import datetime

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier(Feature):
    """Something that shows or sends messages."""

    platform = "notify"

    notified_at: datetime | None = None
    """When it took the last one."""

    has_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """Send a message."""

    message: str
    title: str | None = None
