"""Communication tasks: the vendor accepts a change first, and its gateway carries it out later."""

from collections.abc import Callable
from typing import Literal

type Change = Callable[[], None]


class Tasks:
    """The tasks of one simulator, by their ids."""

    def __init__(self) -> None:
        self.outcome: Literal["Succeeded", "Running", "Failed"] = "Succeeded"
        """What becomes of new tasks: carried out at once, not before `finish`, or never."""
        self.states: dict[str, str] = {}
        self._pending: dict[str, Change] = {}

    def add(self, change: Change) -> str:
        """Take a change and return the id of its task."""
        task = str(1_700_000_001 + len(self.states))
        self.states[task] = self.outcome
        if self.outcome == "Succeeded":
            change()
        if self.outcome == "Running":
            self._pending[task] = change
        return task

    def finish(self) -> None:
        """Carry out what is still running, in order."""
        for task, change in self._pending.items():
            change()
            self.states[task] = "Succeeded"
        self._pending.clear()
