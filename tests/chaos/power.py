"""Cuts the power: whatever was not synced may be gone, in any combination."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, count
from pathlib import Path
from random import Random
from typing import Any, Final

import aiohttp
from homeassistant.config_entries import STORAGE_KEY
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.const import DOMAIN

from ..auth.server import Server
from .disk import watching
from .scenario import Run, Scenario
from .small_account import SmallAccount, serving, tokens_in

PIECE: Final = 64
"""Bytes of a short write that reach the disk together, which is less than any disk promises."""

MAX_SUBSETS: Final = 4096
"""Combinations of what was not synced that are tried at one moment; beyond it they are drawn."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes for a file; `file` is its inode."""

    file: int
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file that is emptied."""

    file: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that leads to a file from now on, and perhaps one that no longer does."""

    name: str
    file: int | None
    """None where the name is removed."""

    former: str | None = None


@dataclass(frozen=True, slots=True)
class Sync:
    """A file, or the folder where it is None, whose changes so far survive."""

    file: int | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A token of which it was said that it is safe."""

    refresh_token: str


type Change = Write | Truncate | Name
type Event = Change | Sync | Promise


@dataclass(slots=True)
class Recorder:
    """Takes down what becomes of one folder."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    _ids: dict[int, int] = field(default_factory=dict)
    """Files by their inodes, which a disk gives to the next file when one is gone."""

    _open: dict[int, int] = field(default_factory=dict)
    """Files by the numbers under which they are open."""

    _next_id: Iterator[int] = field(default_factory=count)

    def __call__(self, name: str, arguments: tuple[Any, ...], result: Any) -> None:
        """Take down a system call that was made."""
        match name, arguments:
            case "open", (path, flags, *_) if self._is_here(path):
                self._opened(Path(path), flags, result)
            case "pwrite", (file, content, offset) if file in self._open:
                self.events += _pieces(self._open[file], offset, content)
            case (("fsync" | "fdatasync"), (file,)):
                self._synced(os.fstat(file).st_ino)
            case "replace", (former, path) if self._is_here(path):
                self._replaced(Path(former), Path(path))
            case "unlink", (path,) if self._is_here(path):
                self.events.append(Name(Path(path).name, None))
            case "close", (file,):
                self._open.pop(file, None)

    def _is_here(self, path: Any) -> bool:
        return Path(path).parent == self.folder

    def _opened(self, path: Path, flags: int, file: int) -> None:
        inode = os.fstat(file).st_ino
        if flags & os.O_CREAT:
            self._ids[inode] = next(self._next_id)
            self.events += [Name(path.name, self._ids[inode]), Truncate(self._ids[inode])]
        self._open[file] = self._ids.get(inode, -1)

    def _synced(self, inode: int) -> None:
        is_folder = inode == self.folder.stat().st_ino
        self.events.append(Sync(None if is_folder else self._ids.get(inode, -1)))

    def _replaced(self, former: Path, path: Path) -> None:
        inode = path.stat().st_ino
        if path.name == STORAGE_KEY:
            # Written by other means, and not synced: that is how Home Assistant keeps its entries.
            self._ids[inode] = next(self._next_id)
            self.events += [*_pieces(self._ids[inode], 0, path.read_bytes(), size=4096)]
        self.events.append(Name(path.name, self._ids[inode], former.name))


def _pieces(inode: int, offset: int, content: bytes, size: int = PIECE) -> Iterator[Write]:
    """Return a write as a disk may carry it out; a long one in halves."""
    step = size if len(content) <= 8 * size else len(content) // 2
    for at in range(0, len(content), step):
        yield Write(inode, offset + at, content[at : at + step])


def _is_settled(change: Change, later: list[Event]) -> bool:
    """Return whether a sync that came later covers a change."""
    wanted = None if isinstance(change, Name) else change.file
    return any(isinstance(event, Sync) and event.file == wanted for event in later)


def write_disk(folder: Path, changes: list[Change]) -> None:
    """Write what a disk holds that these changes have reached, in an empty folder."""
    names: dict[str, int] = {}
    files: dict[int, bytearray] = {}
    for change in changes:
        match change:
            case Write(file, offset, content):
                held = files.setdefault(file, bytearray())
                held.extend(bytes(max(0, offset + len(content) - len(held))))
                held[offset : offset + len(content)] = content
            case Truncate(file):
                files[file] = bytearray()
            case Name(name, file, former):
                names.pop(former or name, None)
                if file is not None:
                    names[name] = file
    for name, file in names.items():
        (folder / name).write_bytes(files.get(file, b""))


def cuts(events: list[Event], random: Random, subsets: int) -> Iterator[tuple[list[Change], str | None]]:
    """Return each disk that a cut may leave, and the token that was promised last."""
    for end in range(1, len(events) + 1):
        past = events[:end]
        promised = [event.refresh_token for event in past if isinstance(event, Promise)]
        changes = [(at, event) for at, event in enumerate(past) if isinstance(event, Write | Truncate | Name)]
        loose = [at for at, change in changes if not _is_settled(change, past[at + 1 :])]
        for kept in _subsets(loose, random, subsets):
            lost = set(loose) - set(kept)
            yield [change for at, change in changes if at not in lost], promised[-1] if promised else None


def _subsets(items: list[int], random: Random, limit: int) -> Iterator[tuple[int, ...]]:
    """Return all subsets of items; or some of them, nothing and everything included."""
    if 2 ** len(items) <= limit:
        for size in range(len(items) + 1):
            yield from combinations(items, size)
        return
    yield ()
    yield tuple(items)
    for _ in range(limit - 2):
        yield tuple(item for item in items if random.random() < 0.5)


async def record(hass: HomeAssistant, client: aiohttp.ClientSession, server: Server) -> tuple[Recorder, str]:
    """Return what a life of an account writes, and the id of its entry."""
    account = SmallAccount(hass, client, server)
    recorder = Recorder(account.journal_path.parent)
    with watching(after=recorder):
        await account.start()
        for step in "rrwsrwrsrwsrrs":
            match step:
                case "r":
                    await account.rotate()
                    recorder.events.append(Promise(account.vendor.refresh_token))
                case "w":
                    await account.write_entry()
                case "s":
                    await account.stop()
                    await account.start()
        await account.stop()
    return recorder, account.entry.entry_id


def generation(refresh_token: str) -> int:
    """Return which token of its vendor it is."""
    return int(refresh_token.partition("-")[2])


def check(changes: list[Change], promised: str | None, entry_id: str, folder: Path) -> str | None:
    """Return what is wrong with a disk, if anything is."""
    for path in folder.iterdir():
        path.unlink()
    write_disk(folder, changes)
    if promised is None:
        return None
    try:
        token: str | None = tokens_in(folder, entry_id)[0]
    except ValueError:
        # Home Assistant does not sync its entries: a person copies them back, and the journal must be there.
        token = Journal(folder / f"{DOMAIN}.{entry_id}").read()
    if token is not None and generation(token) >= generation(promised):
        return None
    return f"{promised} was safe, and the power cut left {token}"


async def power(run: Run) -> None:
    """Cut the power at each moment of an account's life."""
    home, folder = run.directory / "home", run.directory / "cut"
    home.mkdir()
    folder.mkdir()
    async with async_test_home_assistant(config_dir=str(home)) as hass, serving() as (client, server):
        recorder, entry_id = await record(hass, client, server)
        await hass.async_stop(force=True)
    disks = cuts(recorder.events, run.random, MAX_SUBSETS if run.is_long else MAX_SUBSETS // 16)
    for changes, promised in disks:
        if not run.seconds_left:
            break
        run.count()
        if problem := check(changes, promised, entry_id, folder):
            run.lose()
            run.fail(problem)
    run.figures.append(f"{len(recorder.events)} writes, renames and syncs")


SCENARIOS: Final = (
    Scenario(
        "power",
        "a token that was said to be safe survives a power cut, whatever else that takes away",
        power,
        short=5,
        long=60,
    ),
)
