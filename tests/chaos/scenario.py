"""What a scenario is, and what it is given and gives back."""

import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECONDS_BETWEEN_LINES: Final = 10.0
"""From one line of progress to the next."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


class Run:
    """One run of a scenario: its luck, its time and its folder, and what came of it."""

    def __init__(self, name: str, *, seed: int, seconds: float, is_long: bool, directory: Path) -> None:
        """Begin now; the same seed makes the same choices."""
        self.seed = seed
        self.random = random.Random(f"{seed} {name}")
        self.is_long = is_long
        self.directory = directory
        """A folder of its own, which is gone afterwards."""
        self.tries = 0
        self.losses = 0
        """What was lost in a way that nobody could have avoided."""
        self.unexplained: list[str] = []
        """A sentence for each broken promise."""
        self.figures: list[str] = []
        """What was measured, a few words each."""
        self._name = name
        self._deadline = time.perf_counter() + seconds
        self._told_at = time.perf_counter()

    @property
    def seconds_left(self) -> float:
        """The seconds until it should end."""
        return max(0.0, self._deadline - time.perf_counter())

    def attempts(self, short: int, long: int) -> Iterator[int]:
        """Count tries, each from its beginning, until there were enough of them or the time is up."""
        for number in range(long if self.is_long else short):
            if not self.seconds_left:
                return
            self.count()
            yield number

    def count(self) -> None:
        """Count a try, and say now and then how far it is."""
        self.tries += 1
        self._tell()

    def lose(self) -> None:
        """Take down a loss that is explained."""
        self.losses += 1

    def fail(self, reason: str) -> None:
        """Take down a promise that was broken."""
        self.unexplained.append(reason)
        self.say(f"BROKEN: {reason}")

    def say(self, text: str) -> None:
        """Print a line of progress."""
        say(f"  {self._name}: {text}")

    def _tell(self) -> None:
        """Say how far it is, every now and then."""
        if time.perf_counter() - self._told_at >= SECONDS_BETWEEN_LINES:
            self._told_at = time.perf_counter()
            self.say(
                f"{self.tries:,} tries, {self.losses:,} losses, {len(self.unexplained):,} unexplained, "
                f"{self.seconds_left:.0f} s left"
            )


@dataclass(frozen=True, slots=True)
class Scenario:
    """Something that goes wrong, over and over."""

    name: str
    """A word for `--only`, such as "kill"."""

    promise: str
    """What must hold all the while, in one sentence."""

    run: Callable[[Run], Awaitable[None]] = field(repr=False)
    short: float
    """Seconds that it may take in the short form."""

    long: float
    """Seconds that it may take in the long form."""
