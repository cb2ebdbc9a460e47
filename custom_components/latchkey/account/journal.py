"""A file that holds the newest refresh token of an account, safe on disk from the moment that it is known.

It is open and has its size before a token comes, so that keeping one takes one write and one fdatasync. Its
two slots are written in turn: a write that is cut off leaves the token before it intact. Except for `begin`,
all of it blocks.
"""

import errno
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple
from uuid import uuid4

from ..const import LOGGER

SLOT: Final = 32 * 1024
"""Bytes for one token; those of real vendors have less than a tenth of it."""

UNFINISHED: Final = ".new"
"""Ends the name of a journal that is being made."""

_SIZE: Final = 2 * SLOT
_CREATE: Final = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN: Final = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PRIVATE: Final = 0o600
_NOT_OURS: Final = {errno.ELOOP, errno.EISDIR, errno.EACCES, errno.EPERM, errno.ENXIO}
"""What the disk says of a link, a folder, a socket or somebody else's file."""


class _Record(NamedTuple):
    """A token in a slot, and how many there were before it."""

    sequence: int
    refresh_token: str


class Journal:
    """The journal of one account; what is told to be kept survives a kill and a power cut."""

    def __init__(self, path: Path) -> None:
        """Take where the file is, or will be."""
        self.path = path
        self._lock = Lock()
        self._file: int | None = None
        self._sequence = 0
        self._begun: str | None = None
        """The token that is written, but not yet synced."""
        self._remains: tuple[str, ...] = ()

    @property
    def remains(self) -> tuple[str, ...]:
        """The tokens one of which the disk may hold: more than one after a write that failed."""
        return self._remains

    def open(self) -> None:
        """Be ready for the next token: a disk that cannot do it now may be able to when one comes."""
        with self._lock, suppress(OSError):
            self._open()

    def read(self) -> str | None:
        """Return the newest token that is on the disk; what is no journal is set aside.

        Raises OSError where the disk does not answer: what it holds may be the newest token.
        """
        with self._lock:
            refresh_token = self._read()
            if not self._remains and refresh_token is not None:
                self._remains = (refresh_token,)
            return refresh_token

    def begin(self, refresh_token: str) -> None:
        """Have a token survive a kill from here on, where the file is ready; `write` does the rest.

        It writes a few hundred bytes into the memory of the operating system, which takes a tenth of the time
        that it takes to start a thread, and so is for the event loop. To begin twice changes nothing.
        """
        if self._file is not None and self._lock.acquire(blocking=False):
            try:
                if self._begun != refresh_token:
                    self._put(self._file, refresh_token)
                    self._begun = refresh_token
            except OSError, ValueError:
                pass  # It is tried again, with all that can be done about it.
            finally:
                self._lock.release()

    def write(self, refresh_token: str) -> bool:
        """Keep a token and return whether it can be read from the disk.

        Else nothing is left to be read, or what remains is one of `remains`.
        """
        with self._lock:
            if self._keep(self._append, refresh_token) or self._keep(self._make, refresh_token):
                self._remains = (refresh_token,)
                return True
            self._remove()
            return False

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close()

    def remove(self) -> None:
        """Let go of the file and remove it."""
        with self._lock:
            self._remove()

    def _keep(self, how: Callable[[str], object], refresh_token: str) -> bool:
        """Write a token in one of two ways, and return whether it is on the disk."""
        try:
            how(refresh_token)
            return self._read() == refresh_token
        except (OSError, ValueError) as error:
            LOGGER.debug("A journal cannot be written: %s", type(error).__name__)
            return False

    def _append(self, refresh_token: str) -> None:
        """Write a token into the slot whose turn it is."""
        file = self._open()
        begun, self._begun = self._begun, None
        if begun != refresh_token:
            self._put(file, refresh_token)
        os.fdatasync(file)

    def _put(self, file: int, refresh_token: str) -> None:
        """Write a token into the slot whose turn it is, without a sync."""
        self._sequence += 1
        os.pwrite(file, _encode(self._sequence, refresh_token), _offset(self._sequence))
        # What was synced last, and what both slots hold since.
        self._remains = (*self._remains[:1], *self._remains[1:][-1:], refresh_token)

    def _open(self) -> int:
        """Open the file; one that is missing, or of an older version, is made anew."""
        if self._file is None:
            refresh_token = self._read()
            with suppress(FileNotFoundError, NotADirectoryError):
                self._file = os.open(self.path, _OPEN)
            if self._file is None or os.fstat(self._file).st_size != _SIZE:
                return self._make(refresh_token)
        return self._file

    def _make(self, refresh_token: str | None) -> int:
        """Put a new file into its place, with all of its size and perhaps a first token, in one step."""
        self._close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(f"{self.path.name}{UNFINISHED}")
        self._file = file = os.open(unfinished, _CREATE, _PRIVATE)
        try:
            self._fill(file, refresh_token)
            unfinished.replace(self.path)
        except BaseException:
            self._close()
            unfinished.unlink()
            raise
        sync_folder(self.path.parent)
        return file

    def _fill(self, file: int, refresh_token: str | None) -> None:
        """Give a new file all of its size, and perhaps a first token."""
        # Zeros rather than a hole: a hole is filled when it is written to, and that takes longer.
        os.pwrite(file, bytes(_SIZE), 0)
        if refresh_token is not None:
            self._put(file, refresh_token)
        os.fsync(file)

    def _read(self) -> str | None:
        """Return the newest token in the file that stands in its place now, whichever is open."""
        try:
            record = _parse(_read_file(self.path))
        except FileNotFoundError, NotADirectoryError:
            return None
        except OSError as error:
            if error.errno not in _NOT_OURS:
                raise
            self._set_aside(str(error.strerror))
            return None
        except (ValueError, RecursionError) as error:
            self._set_aside(str(error))
            return None
        if record is None:
            return None
        self._sequence = max(self._sequence, record.sequence)
        return record.refresh_token

    def _set_aside(self, reason: str) -> None:
        """Make room where something stands that is no journal, and say so."""
        LOGGER.error("%s is no journal of a refresh token (%s), and is set aside", self.path.name, reason)
        self._close()
        try:
            self.path.replace(self.path.with_name(f"{self.path.name}.{uuid4().hex}.corrupt"))
        except OSError as error:
            LOGGER.warning("It cannot be set aside: %s", error.strerror)

    def _remove(self) -> None:
        """Remove the file, there to stay removed."""
        self._close()
        try:
            with suppress(FileNotFoundError, NotADirectoryError):
                self.path.unlink()
                sync_folder(self.path.parent)
            self._remains = ()
        except OSError as error:
            LOGGER.warning("A journal of a refresh token cannot be removed: %s", error.strerror)

    def _close(self) -> None:
        """Close the file, if it is open."""
        file, self._file = self._file, None
        self._begun = None
        if file is not None:
            with suppress(OSError):
                os.close(file)


def _encode(sequence: int, refresh_token: str) -> bytes:
    """Return a record as it stands in a slot; raises ValueError where the token does not fit into one."""
    text = json.dumps([sequence, refresh_token]).encode()
    line = b"%s %s\n" % (sha256(text).hexdigest().encode(), text)
    if len(line) > SLOT:
        raise ValueError("the token is too long")
    return line


def _offset(sequence: int) -> int:
    """Return where the slot of a record begins."""
    return sequence % 2 * SLOT


def _parse(content: bytes) -> _Record | None:
    """Return the newest record of a journal, None where it is blank; raises ValueError where it is none."""
    if content.startswith(b"{"):
        return _parse_stored(json.loads(content))
    records = [record for slot in (content[:SLOT], content[SLOT:]) if (record := _parse_slot(slot))]
    if not records and content.strip(b"\0"):
        raise ValueError("it holds no token")
    return max(records, default=None)


def _parse_slot(slot: bytes) -> _Record | None:
    """Return the record of a slot; None where it is blank, or was cut off."""
    digest, _, text = slot.partition(b"\n")[0].partition(b" ")
    if sha256(text).hexdigest().encode() != digest:
        return None
    match json.loads(text):
        case [int(sequence), str(refresh_token)]:
            return _Record(sequence, refresh_token)
    return None


def _parse_stored(stored: dict[str, Any]) -> _Record:
    """Return what a journal of version 0.1.0 holds, which Home Assistant's `Store` wrote."""
    match stored:
        case {"data": {"refresh_token": str(refresh_token)}} if refresh_token:
            return _Record(0, refresh_token)
    raise ValueError("it holds no token")


def _read_file(path: Path) -> bytes:
    """Return what stands in a file. Raises OSError, or ValueError where it cannot be a journal."""
    file = os.open(path, _READ)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _SIZE:
            raise ValueError("it is no file of that size")
        return os.pread(file, _SIZE, 0)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Have what was named and removed in a folder survive a power cut. Raises OSError."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
