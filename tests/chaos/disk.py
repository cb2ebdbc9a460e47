"""The system calls that keep a token, in the hands of a test: they fail, hang, or are a process's last."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from unittest.mock import patch

WRITING: Final = ("open", "pwrite", "fsync", "fdatasync", "replace", "unlink", "mkdir")
READING: Final = ("fstat", "pread")
CLOSING: Final = ("close",)
CALLS: Final = (*WRITING, *READING, *CLOSING)

type Before = Callable[[str], None]
"""Is told the name of each call before it is made, and may raise."""

type After = Callable[[str, tuple[Any, ...], Any], None]
"""Is told the name, the arguments and the result of each call that was made."""


class Killed(BaseException):
    """The process is gone: no call is made from here on."""


@contextmanager
def watching(before: Before = lambda _name: None, after: After = lambda *_: None) -> Iterator[None]:
    """Have each call pass through these."""
    originals = {name: getattr(os, name) for name in CALLS}

    def watched(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            before(name)
            result = originals[name](*arguments, **more)
            after(name, arguments, result)
            return result

        return call

    with ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(patch.object(os, name, watched(name)))
        yield


class KillAt:
    """Ends the process at a call; all later ones are not made either."""

    def __init__(self, number: int) -> None:
        """Take which call it is, from 0 on."""
        self._left = number
        self.last = ""
        """The first call that was not made any more; empty where there were fewer."""

    def __call__(self, name: str) -> None:
        """Count."""
        self._left -= 1
        if self._left < 0:
            self.last = self.last or name
            raise Killed(name)


class FailAt:
    """Lets a call fail, or all from that one on."""

    def __init__(self, number: int, code: int, *, times: int = 1) -> None:
        """Take which call it is, from 0 on; the error; and how many calls fail."""
        self._left = number
        self._end = -times
        self._code = code
        self.first = ""
        """The call whose turn it was to fail; empty where there were fewer calls."""

    def __call__(self, name: str) -> None:
        """Count. To close a file never fails in a way that keeps it open."""
        self._left -= 1
        if self._left < 0:
            self.first = self.first or name
        if self._end <= self._left < 0 and name not in CLOSING:
            raise OSError(self._code, os.strerror(self._code))


class BrokenDisk:
    """A disk that a test breaks and mends: full, read-only, slow or gone."""

    def __init__(self) -> None:
        """Begin whole."""
        self.trouble = ""
        self.seconds = 0.0
        """How long a sync takes at least."""

    def __call__(self, name: str) -> None:
        """Do what such a disk does."""
        if name in ("fsync", "fdatasync") and self.seconds:
            time.sleep(self.seconds)
        if self.trouble == "full" and name == "pwrite":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.trouble == "read-only" and name in ("pwrite", "replace", "unlink"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        if self.trouble == "gone" and name not in CLOSING:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
