"""What a release consists of."""

import json
import zipfile
from pathlib import Path

import pytest

from scripts import release

CHANGELOG = "# Changes\n\n## Unreleased\n\n- New.\n\n## 0.2.0\n\n- Better.\n\n## 0.1.0\n\n- First.\n"


@pytest.fixture(autouse=True)
def any_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git read a checkout that belongs to somebody else."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")


@pytest.mark.parametrize(("version", "notes"), [("0.2.0", "- Better."), ("0.1.0", "- First."), ("0.3.0", "")])
def test_the_notes_are_what_the_changelog_says_of_the_version(version: str, notes: str) -> None:
    assert release.notes(CHANGELOG, version) == notes


def test_the_zip_holds_what_hacs_puts_into_the_folder_of_the_integration(tmp_path: Path) -> None:
    release.main(f"v{release.version()}", tmp_path)
    hacs = json.loads((release.ROOT / "hacs.json").read_text())
    with zipfile.ZipFile(tmp_path / hacs["filename"]) as packed:
        assert {"__init__.py", "manifest.json", "translations/en.json"} <= set(packed.namelist())
        assert json.loads(packed.read("manifest.json"))["version"] == release.version()
    assert (tmp_path / "notes.md").read_text().strip()


def test_a_tag_that_is_not_the_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"The tag is v9\.9\.9"):
        release.main("v9.9.9", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_version_of_which_the_changelog_says_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "version", lambda: "0.9.9")
    with pytest.raises(SystemExit, match=r"says nothing of 0\.9\.9"):
        release.main("v0.9.9", tmp_path)
