"""The file of the newest refresh token: what a kill, a power cut, a disk or a stranger leave of it."""

import errno
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from custom_components.latchkey.account.journal import SLOT, Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the journal is."""
    return tmp_path / "latchkey.account"


@pytest.fixture
def journal(path: Path) -> Journal:
    """Return a journal that is ready for a token."""
    journal = Journal(path)
    journal.open()
    return journal


def stored(path: Path) -> str | None:
    """Return the token as the next process would find it."""
    return Journal(path).read()


def test_a_journal_is_blank_until_a_token_comes(journal: Journal, path: Path) -> None:
    assert path.exists()
    assert stored(path) is None


def test_the_newest_token_is_read(journal: Journal, path: Path) -> None:
    for token in ("first", "second", "third"):
        assert journal.write(token)
        assert stored(path) == token


def test_a_token_may_hold_any_character(journal: Journal, path: Path) -> None:
    assert journal.write('\u2028 "\n\0 \U0001f511')
    assert stored(path) == '\u2028 "\n\0 \U0001f511'


def test_keeping_a_token_takes_one_write_and_one_sync(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("open", "pwrite", "write", "fsync", "fdatasync", "rename", "replace"):
        original = getattr(os, name)

        def note(*args: Any, name: str = name, original: Callable[..., Any] = original, **more: Any) -> Any:
            calls.append(name)
            return original(*args, **more)

        monkeypatch.setattr(os, name, note)
    assert journal.write("second")
    assert calls == ["pwrite", "fdatasync", "open"]  # The last one reads it back.


def test_a_token_survives_a_kill_before_it_is_synced(journal: Journal, path: Path) -> None:
    journal.write("first")
    journal.begin("second")
    assert stored(path) == "second"


def test_a_token_that_was_begun_is_not_written_twice(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.write("first")
    journal.begin("second")
    with monkeypatch.context() as counting:
        counting.setattr("os.pwrite", Mock(side_effect=AssertionError))
        assert journal.write("second")
    assert journal.write("third")
    assert stored(path) == "third"


def test_another_token_than_the_one_that_was_begun_is_written(journal: Journal, path: Path) -> None:
    journal.begin("first")
    assert journal.write("second")
    assert stored(path) == "second"


def test_a_token_is_not_begun_where_the_file_is_not_ready(path: Path) -> None:
    Journal(path).begin("first")
    assert not path.exists()


def test_nobody_waits_for_a_file_that_is_in_use(journal: Journal, path: Path) -> None:
    journal.write("first")
    with journal._lock:
        journal.begin("second")
    assert stored(path) == "first"


@pytest.mark.parametrize("token", ["second", "x" * SLOT])
def test_a_token_that_cannot_be_begun_is_written_if_it_can(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    with monkeypatch.context() as full:
        full.setattr("os.pwrite", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
        journal.begin(token)
    assert journal.write(token) == (stored(path) == token)


def test_its_size_does_not_change(journal: Journal, path: Path) -> None:
    before = path.stat().st_size
    for number in range(10):
        assert journal.write("token" * number * 100)
    assert path.stat().st_size == before


@pytest.mark.parametrize("tokens", [1, 2, 3, 4])
def test_wherever_a_write_is_cut_off_the_token_before_it_is_read(path: Path, tokens: int) -> None:
    journal = Journal(path)
    for number in range(tokens):
        journal.write(f"token {number}")
    before = path.read_bytes()
    journal.write("the next token")
    after = path.read_bytes()
    changed = [at for at in range(len(before)) if before[at] != after[at]]
    for cut in range(changed[0], changed[-1] + 1):
        path.write_bytes(after[:cut] + before[cut:])
        assert stored(path) == f"token {tokens - 1}"
    path.write_bytes(after)
    assert stored(path) == "the next token"


def test_a_file_that_was_replaced_under_it_is_noticed_and_made_anew(journal: Journal, path: Path) -> None:
    journal.write("first")
    path.unlink()
    assert journal.write("second")
    assert stored(path) == "second"


def test_what_the_disk_did_not_take_is_noticed(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.write("first")
    monkeypatch.setattr("os.pwrite", lambda _file, data, _offset: len(data))
    assert not journal.write("second")
    assert not path.exists()


def test_a_disk_that_does_not_say_that_it_has_a_token_has_none(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Mock(side_effect=OSError(errno.EIO, "Input/output error"))
    monkeypatch.setattr("os.fdatasync", failing)
    monkeypatch.setattr("os.fsync", failing)
    assert not journal.write("second")


def test_a_disk_that_fills_up_leaves_no_half_of_a_journal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(path)
    monkeypatch.setattr("os.fsync", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
    assert not journal.write("first")
    assert not list(path.parent.iterdir())


def test_a_token_that_is_longer_than_any_is_not_kept(journal: Journal, path: Path) -> None:
    journal.write("first")
    assert not journal.write("x" * SLOT)
    assert not path.exists()
    assert journal.write("third")


def test_a_journal_of_the_first_version_is_read(path: Path) -> None:
    path.write_text(
        json.dumps({"version": 1, "minor_version": 1, "key": path.name, "data": {"refresh_token": "old"}})
    )
    assert stored(path) == "old"


def test_a_journal_of_the_first_version_is_not_lost_while_it_is_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(json.dumps({"version": 1, "data": {"refresh_token": "old"}}))
    journal = Journal(path)
    with monkeypatch.context() as cut_off:
        cut_off.setattr(Path, "replace", Mock(side_effect=OSError))
        journal.open()
        assert stored(path) == "old"
    journal.open()
    assert stored(path) == "old"
    assert journal.write("new")
    assert stored(path) == "new"


NO_JOURNALS = {
    "a list": b"[]",
    "nothing": b"null",
    "a text": b'"x"',
    "an empty object": b"{}",
    "no data": b'{"version": 1}',
    "data that is a list": b'{"version": 1, "data": []}',
    "data without a token": b'{"version": 1, "data": {}}',
    "a token that is a number": b'{"version": 1, "data": {"refresh_token": 5}}',
    "a token that is empty": b'{"version": 1, "data": {"refresh_token": ""}}',
    "JSON that was cut off": b'{"version": 1, "data": {"refresh_tok',
    "JSON without an end": b'{"a":' + b"[" * 50_000,
    "no text": b"\xff\xfe\x00\x01",
    "more than a journal holds": b"\0" * (2 * SLOT + 1),
    "slots of another shape": b"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a {}\n",
    "a text in a blank": b"\0" * SLOT + b"hello",
}


@pytest.mark.parametrize("content", NO_JOURNALS.values(), ids=NO_JOURNALS)
def test_what_is_no_journal_is_set_aside_once_and_said(
    path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(content)
    journal = Journal(path)
    assert journal.read() is None
    assert journal.read() is None
    assert caplog.text.count("is no journal of a refresh token") == 1
    (aside,) = path.parent.glob(f"{path.name}.*.corrupt")
    assert aside.read_bytes() == content
    assert journal.write("fresh")
    assert stored(path) == "fresh"


def _make_folder(path: Path) -> None:
    (path / "something").mkdir(parents=True)


def _make_link(path: Path) -> None:
    (path.parent / "elsewhere").write_text("another file")
    path.symlink_to(path.parent / "elsewhere")


def _make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(path))


@pytest.mark.parametrize("make", [_make_folder, _make_link, os.mkfifo, _make_socket])
def test_what_is_no_file_is_set_aside(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    journal = Journal(path)
    assert journal.read() is None
    assert journal.write("fresh")
    assert stored(path) == "fresh"
    elsewhere = path.parent / "elsewhere"
    assert not elsewhere.exists() or elsewhere.read_text() == "another file"


def test_an_empty_file_is_a_blank_journal(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.touch()
    journal = Journal(path)
    assert journal.read() is None
    assert journal.write("first")
    assert not caplog.text


def test_a_disk_that_does_not_answer_is_no_reason_to_set_a_journal_aside(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.write("first")
    with monkeypatch.context() as gone:
        gone.setattr("os.pread", Mock(side_effect=OSError(errno.EIO, "Input/output error")))
        with pytest.raises(OSError, match="Input/output error"):
            Journal(path).read()
        Journal(path).open()
    assert stored(path) == "first"


def test_a_journal_that_cannot_be_set_aside_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(b"[]")
    monkeypatch.setattr(Path, "replace", Mock(side_effect=OSError(errno.EROFS, "Read-only file system")))
    assert Journal(path).read() is None
    assert "It cannot be set aside: Read-only file system" in caplog.text


def test_a_journal_is_for_its_owner_alone(journal: Journal, path: Path) -> None:
    journal.write("first")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_journal_that_is_removed_can_be_written_again(journal: Journal, path: Path) -> None:
    journal.write("first")
    journal.remove()
    assert not path.exists()
    journal.remove()
    assert journal.write("second")
    journal.close()
    assert journal.write("third")
    assert stored(path) == "third"


def test_no_file_stays_open(path: Path) -> None:
    before = set(Path("/proc/self/fd").iterdir())
    journal = Journal(path)
    journal.write("first")
    journal.write("second")
    journal.close()
    path.write_bytes(b"[]")
    journal.write("third")
    journal.remove()
    assert set(Path("/proc/self/fd").iterdir()) == before
