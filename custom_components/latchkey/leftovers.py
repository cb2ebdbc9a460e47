"""Removes files that nobody reads any more: those of accounts that are gone, and writes cut off by a kill."""

import logging
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

from .const import DOMAIN, LOGGER

_OWN: Final = re.compile(rf"{DOMAIN}\.(?P<entry_id>[^.]+)(\..*)?")
_TEMPORARY: Final = re.compile(r"tmp[a-z0-9_]{8}")
"""How Python names the files that Home Assistant writes before it gives them their names."""

_MAX_SIZE: Final = 64 * 1024 * 1024
"""Bytes of a temporary file that is looked into."""


def remove_leftovers(folder: Path, entry_ids: Collection[str]) -> None:
    """Remove what belongs to none of these accounts, and what a process before this one did not finish."""
    for path in _list(folder):
        own = _OWN.fullmatch(path.name)
        if (own and own["entry_id"] not in entry_ids) or _is_cut_off(path):
            _remove(path)


def _list(folder: Path) -> list[Path]:
    """Return what stands in a folder, if it is one."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_cut_off(path: Path) -> bool:
    """Return whether a process that is gone wrote this, and may have written tokens into it."""
    if not _TEMPORARY.fullmatch(path.name):
        return False
    try:
        status = path.lstat()
        is_old = status.st_mtime < _process_start() and status.st_size <= _MAX_SIZE
        return is_old and path.is_file() and DOMAIN.encode() in path.read_bytes()
    except OSError:
        return False


def _process_start() -> float:
    """Return when this process began, in seconds of the wall clock: nobody else writes what is older."""
    now = logging.makeLogRecord({})
    return now.created - now.relativeCreated / 1000


def _remove(path: Path) -> None:
    """Remove a file or a folder."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        LOGGER.warning("%s cannot be removed: %s", path.name, error.strerror)
