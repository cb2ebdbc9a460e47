"""Two real Home Assistants in processes of their own: login, mirror, command, push, and the rest."""

from pathlib import Path

import pytest

from tests.demo import check, linked_home


@pytest.mark.timeout(300)  # two processes, which start several times
async def test_the_whole_life_of_an_account_at_another_home_assistant(
    socket_enabled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "KINDS", (linked_home.check,))
    said: list[str] = []
    assert await check.check(tmp_path, said.append), "\n".join(said)
