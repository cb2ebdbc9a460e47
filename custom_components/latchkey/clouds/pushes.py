"""What becomes known of a vendor's pushes: for diagnostics."""

from collections import deque
from time import monotonic
from typing import Any, Final

from .allowed import Rule, Sieve, each, hidden
from .model import JsonValue

KEPT: Final = 20
"""The last messages: a ring and what follows it are five or so."""

MAX_VALUES: Final = 200
"""Of a message."""


class Pushes:
    """Whether a vendor pushes what happens, since when, and what it pushed last."""

    def __init__(self, rule: Rule = hidden) -> None:
        """Take what may be seen of a message."""
        self._rule = rule
        self._up_since: float | None = None
        self._last_at: float | None = None
        self._last: deque[JsonValue] = deque(maxlen=KEPT)

    def opened(self) -> None:
        """Take that the vendor pushes from now on."""
        self._up_since = monotonic()

    def lost(self) -> None:
        """Take that it pushes nothing for now."""
        self._up_since = None

    @property
    def is_up(self) -> bool:
        """Whether it pushes now."""
        return self._up_since is not None

    def heard(self, raw: Any = None) -> None:
        """Take a message in the vendor's words."""
        self._last_at = monotonic()
        if raw is not None:
            # What is long, such as an offer of video, need not be remembered.
            self._last.append(Sieve(limit=MAX_VALUES, names_ids=False).sift(raw, self._rule))

    def describe(self, sieve: Sieve) -> dict[str, JsonValue]:
        """Return what is known, times as ages in seconds."""
        return {
            "up": self.is_up,
            "up_for": _age(self._up_since),
            "last_push": _age(self._last_at),
            "messages": sieve.sift([*self._last], each(self._rule)),
        }


def _age(moment: float | None) -> int | None:
    return None if moment is None else round(monotonic() - moment)
