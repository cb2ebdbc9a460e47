"""Removes files that nobody reads any more: those of accounts that are gone, and writes cut off by a kill."""

import logging
import re
import shutil
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Final

from ..const import DOMAIN, LOGGER
from .journal import UNFINISHED

_OWN: Final = re.compile(rf"{DOMAIN}\.(?P<entry_id>[^.]+)(\..*)?")
_TEMPORARY: Final = re.compile(r"tmp[a-z0-9_]{8}")
"""How Python names the files that Home Assistant writes before it gives them their names."""

_MAX_SIZE: Final = 64 * 1024 * 1024
"""Bytes of a temporary file that is looked into."""


def remove_leftovers(folder: Path, entry_ids: Collection[str]) -> None:
    """Remove what belongs to none of these accounts, and what a process before this one did not finish."""
    for path in _list(folder):
        own = _OWN.fullmatch(path.name)
        if (own and own["entry_id"] not in entry_ids) or (_is_old(path) and _is_cut_off(path)):
            _remove(path)


def _list(folder: Path) -> list[Path]:
    """Return what stands in a folder, if it is one."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_old(path: Path) -> bool:
    """Return whether no process writes this any more."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_mtime < _process_start()


def _is_cut_off(path: Path) -> bool:
    """Return whether this was not finished, and may hold tokens of an account."""
    if path.name.startswith(f"{DOMAIN}."):
        return path.name.endswith(UNFINISHED)
    try:
        is_small = path.lstat().st_size <= _MAX_SIZE
        return bool(_TEMPORARY.fullmatch(path.name)) and is_small and DOMAIN.encode() in path.read_bytes()
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
