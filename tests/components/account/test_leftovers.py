"""Files that nobody reads any more: what goes, what stays."""

import os
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.account.leftovers import remove_leftovers
from custom_components.latchkey.const import DOMAIN

YEAR = 365 * 24 * 60 * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of stored files."""
    return tmp_path


def leave(folder: Path, name: str, content: str = "", *, age: float = YEAR) -> Path:
    """Leave a file behind that is some seconds old."""
    path = folder / name
    path.write_text(content)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


@pytest.mark.parametrize(
    "name", ["latchkey.gone", "latchkey.gone.calls", "latchkey.gone.1.corrupt", "latchkey.gone.new"]
)
def test_files_of_an_account_that_is_gone_are_removed(folder: Path, name: str) -> None:
    path = leave(folder, name)
    remove_leftovers(folder, {"here"})
    assert not path.exists()


def test_pictures_of_an_account_that_is_gone_are_removed(folder: Path) -> None:
    (folder / "latchkey.gone.pictures").mkdir()
    leave(folder / "latchkey.gone.pictures", "1.jpg")
    remove_leftovers(folder, set())
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "latchkey.here",
        "latchkey.here.calls",
        "latchkey.here.1.corrupt",
        "latchkey",
        "core.config_entries",
        "latchkeys.x",
    ],
)
def test_all_other_files_stay(folder: Path, name: str) -> None:
    path = leave(folder, name)
    remove_leftovers(folder, {"here"})
    assert path.exists()


def test_what_a_kill_cut_off_is_removed(folder: Path) -> None:
    path = leave(folder, "tmp0a_b1c2d", '{"key": "latchkey.here", "data": {"refresh_token": "secret"}')
    remove_leftovers(folder, {"here"})
    assert not path.exists()


def test_a_journal_that_was_not_finished_is_removed(folder: Path) -> None:
    path = leave(folder, "latchkey.here.new")
    remove_leftovers(folder, {"here"})
    assert not path.exists()


def test_what_cannot_be_looked_at_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = leave(folder, "tmp0a_b1c2d", "latchkey")
    monkeypatch.setattr(Path, "read_bytes", Mock(side_effect=OSError))
    remove_leftovers(folder, {"here"})
    assert path.exists()


@pytest.mark.parametrize("name", ["tmp0a_b1c2d", "latchkey.here.new"])
def test_what_is_being_written_now_stays(folder: Path, name: str) -> None:
    path = leave(folder, name, "latchkey", age=0)
    remove_leftovers(folder, {"here"})
    assert path.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("tmp0a_b1c2d", "somebody else's"), ("tmp", "latchkey"), ("tmp0a_b1c2d.txt", "latchkey")],
)
def test_what_others_left_behind_stays(folder: Path, name: str, content: str) -> None:
    path = leave(folder, name, content)
    remove_leftovers(folder, {"here"})
    assert path.exists()


def test_a_link_or_a_folder_of_such_a_name_stays(folder: Path) -> None:
    (folder / "tmp0a_b1c2d").mkdir()
    os.utime(folder / "tmp0a_b1c2d", (0, 0))
    (folder / "tmp0a_b1c2e").symlink_to(folder / "nowhere")
    remove_leftovers(folder, {"here"})
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_is_missing_holds_nothing(folder: Path) -> None:
    remove_leftovers(folder / "missing", set())


def test_what_cannot_be_removed_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    leave(folder, "latchkey.gone")

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    remove_leftovers(folder, set())
    assert "latchkey.gone cannot be removed: Permission denied" in caplog.text


async def test_leftovers_go_when_home_assistant_starts(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    folder = Path(hass.config.path(".storage"))
    folder.mkdir(exist_ok=True)
    gone, cut_off = leave(folder, "latchkey.gone"), leave(folder, "tmp01234567", f"{DOMAIN}.{entry.entry_id}")
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert not gone.exists()
    assert not cut_off.exists()


async def test_nothing_of_an_account_is_left_when_it_is_removed(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    folder = Path(hass.config.path(".storage"))
    leave(folder, f"latchkey.{loaded_entry.entry_id}.1.corrupt")
    leave(folder, "tmp01234567", f"{DOMAIN}.{loaded_entry.entry_id}")
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert not [*folder.glob("latchkey.*"), *folder.glob("tmp*")]
