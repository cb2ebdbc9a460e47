"""A Home Assistant of the demo is ended in order."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from . import home_assistant
from .home_assistant import HomeAssistant


class Running:
    """Stands for a process."""

    returncode = 0

    async def communicate(self) -> None:
        await asyncio.Event().wait()


async def test_to_end_it_twice_does_not_cut_short_what_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    @asynccontextmanager
    async def running(_log: Path, *_arguments: str, python: str) -> AsyncGenerator[Running]:
        try:
            yield Running()
        finally:
            await asyncio.sleep(0.05)
            written.append("all")

    monkeypatch.setattr(home_assistant, "running", running)
    ended = HomeAssistant(tmp_path, 8123)
    ended._process = asyncio.create_task(ended._keep_running(tmp_path))
    await asyncio.sleep(0)
    ended.end()
    await asyncio.sleep(0)
    ended.end()
    await asyncio.wait([ended._process])
    assert written == ["all"]
