"""Counts what happens, in memory that does not grow."""

from time import monotonic
from typing import Final

MINUTES: Final = 60


class LastHour:
    """How often something happened within the last hour, to the minute."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._minute = self._this_minute
        self._counts = [0] * MINUTES

    def add(self) -> None:
        """Count once more."""
        self._forget()
        self._counts[self._minute % MINUTES] += 1

    @property
    def total(self) -> int:
        """How often it happened."""
        self._forget()
        return sum(self._counts)

    @property
    def _this_minute(self) -> int:
        return int(monotonic() // 60)

    def _forget(self) -> None:
        """Forget what is an hour old."""
        minute = self._this_minute
        for passed in range(max(self._minute + 1, minute - MINUTES + 1), minute + 1):
            self._counts[passed % MINUTES] = 0
        self._minute = minute
