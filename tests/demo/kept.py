"""The folder in which the demo keeps all that it needs to go on where it was ended."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from .configuration import is_free
from .process import DemoError

PORT: Final = 8123
"""The usual one of Home Assistant."""

LOCK: Final = "lock"


class Ports(NamedTuple):
    """Where the two Home Assistants are."""

    home_assistant: int
    other_home: int


@contextmanager
def opened(folder: Path, *, fresh: bool) -> Iterator[None]:
    """Have the folder for this demo alone, empty where it begins anew; raises DemoError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError("the demo runs already, in another terminal") from None
        if fresh:
            _empty(folder)
        yield


def choose_ports(folder: Path, wanted: int | None) -> Ports:
    """Return the ports of last time, or the one that is wanted, or the usual one; raises DemoError."""
    kept = _read(folder)
    home_assistant = wanted or (kept.home_assistant if kept else PORT)
    if not is_free(home_assistant):
        raise DemoError(
            f"port {home_assistant} is taken by another program, perhaps another Home Assistant. "
            f"Choose another port: scripts/demo --port {_next_free(max(kept or [home_assistant]))}"
        )
    other_home = kept.other_home if kept else _next_free(home_assistant)
    if other_home == home_assistant or not is_free(other_home):
        raise DemoError(
            f"port {other_home} of the other Home Assistant is taken, and an account may be linked there. "
            "End the program that has it, or start anew: scripts/demo --fresh"
        )
    ports = Ports(home_assistant, other_home)
    (folder / "ports.json").write_text(json.dumps(ports._asdict()))
    return ports


def _read(folder: Path) -> Ports | None:
    """Return the ports of last time."""
    path = folder / "ports.json"
    return Ports(**json.loads(path.read_text())) if path.exists() else None


def _next_free(port: int) -> int:
    return next(each for each in range(port + 1, port + 1000) if is_free(each))


def _empty(folder: Path) -> None:
    """Forget all but who holds the folder."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
