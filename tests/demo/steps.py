"""The steps of a check: what passed and what failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CheckFailed(Exception):
    """A step failed, and has been printed."""


class Steps:
    """Counts what passed; the first failure ends the check, since each step builds on the one before."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.passed = 0
        self.failed = 0
        self._say = say

    @contextmanager
    def __call__(self, text: str) -> Iterator[None]:
        """Do what is inside, and print whether it succeeded."""
        try:
            yield
        except Exception as error:
            self.failed += 1
            self._say(f"FAILED  {text}: {type(error).__name__}: {error}")
            raise CheckFailed from error
        self.passed += 1
        self._say(f"passed  {text}")


def expect(actual: object, expected: object) -> None:
    """Fail the step unless both are the same."""
    if actual != expected:
        raise AssertionError(f"{actual!r} instead of {expected!r}")
