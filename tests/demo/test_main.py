"""The demo stops in order, and its check leaves alone what the demo keeps."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from . import __main__ as demo


async def test_stopping_says_what_it_waits_for_and_is_not_cut_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def serve() -> int | None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            demo.say("All is written.")
        return None

    task = asyncio.create_task(serve())
    await asyncio.sleep(0)
    demo.stop(task)
    await asyncio.sleep(0)
    demo.stop(task)
    await asyncio.wait([task])
    first, again, last = capsys.readouterr().out.strip().splitlines()
    assert first == "Stopping Home Assistant, which takes up to 20 seconds"
    assert again.startswith("Still stopping: ")
    assert last == "All is written."


async def test_the_check_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []

    async def check(folder: Path, _say: Callable[[str], None]) -> bool:
        folders.append(folder)
        return True

    monkeypatch.setattr(demo, "check", check)
    assert await demo.run_check() == 0
    assert not folders[0].is_relative_to(demo.FOLDER)
    assert not folders[0].exists()
