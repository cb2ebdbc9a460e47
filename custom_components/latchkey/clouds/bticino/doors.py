"""Which doors are open, and when each was opened last: by this side, or as far as the vendor says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .status import Status

STRIKE_LIFE: Final = timedelta(seconds=5)
"""How long a door that was opened stays open: its strike does not say so."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A door, or a relay that opens a gate, that was opened."""

    at: datetime
    """When that was last."""

    is_open: bool
    """Whether it was a moment ago, and here."""


class Doors:
    """All doors of an account, and the relays that open a gate."""

    def __init__(self) -> None:
        """Know of no door that was opened."""
        self._open_until: dict[str, datetime] = {}
        self._opened_at: dict[str, datetime] = {}

    @property
    def changes_at(self) -> datetime | None:
        """When the next door locks itself; None where none is open."""
        return min(self._open_until.values(), default=None)

    def opened(self, module_ids: Iterable[str]) -> Mapping[str, Opened]:
        """Return of some doors how they were opened, of those that were since the start."""
        return {
            module_id: Opened(at=self._opened_at[module_id], is_open=module_id in self._open_until)
            for module_id in module_ids
            if module_id in self._opened_at
        }

    def open(self, module_id: str, now: datetime) -> None:
        """Take that a door was opened here."""
        self._open_until[module_id] = now + STRIKE_LIFE
        self._opened_at[module_id] = now

    def take(self, module_id: str, before: Status, after: Status, now: datetime) -> None:
        """Take how a module was and is: one that is open now may have been opened elsewhere.

        A relay may be on for hours: where it is not known to have been off, nobody knows since when.
        """
        is_opened = after.locked is False and before.locked is not False
        is_switched_on = after.on is True and before.on is False
        if (is_opened or is_switched_on) and module_id not in self._open_until:
            self._opened_at[module_id] = now

    def settle(self, now: datetime) -> None:
        """Take that time has passed."""
        self._open_until = {key: until for key, until in self._open_until.items() if until > now}
