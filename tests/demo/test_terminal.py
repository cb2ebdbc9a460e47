"""What is typed into the demo's terminal is done, line by line."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from .process import DemoError
from .terminal import Command, obey, obeying


async def repeat(words: str) -> str:
    return f"You said {words}."


async def fail(_words: str) -> str:
    raise DemoError("the vendors are gone")


COMMANDS: Final = [Command("say [words]", "says them", repeat), Command("fail", "does not work", fail)]
LIST: Final = """\
Type one of these:
  say [words]  says them
  fail         does not work
  help         this list"""


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("say hello there", "You said hello there."),
        ("  SAY   hello  ", "You said hello."),
        ("say", "You said ."),
        ("fail", "the vendors are gone"),
    ],
)
async def test_what_is_typed_is_done(line: str, answer: str) -> None:
    assert await obey(line, COMMANDS) == answer


@pytest.mark.parametrize("line", ["help", "", "sing", "say-what"])
async def test_anything_else_is_answered_with_what_can_be_typed(line: str) -> None:
    assert await obey(line, COMMANDS) == LIST


@asynccontextmanager
async def obeying_input(number: int, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[asyncio.Queue[str]]:
    """Do what is typed into the open file of this number; yield what is said."""
    said: asyncio.Queue[str] = asyncio.Queue()
    with os.fdopen(number) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        async with obeying(COMMANDS, said.put_nowait):
            yield said


async def test_lines_are_obeyed_in_their_order_until_the_input_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    async with obeying_input(reader, monkeypatch) as said:
        os.write(writer, b"say one\nsa")
        assert await said.get() == "You said one."
        os.write(writer, b"y two\n")
        os.close(writer)
        assert await said.get() == "You said two."


async def test_a_terminal_that_goes_away_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, terminal = os.openpty()
    async with obeying_input(terminal, monkeypatch) as said:
        os.write(keyboard, b"say one\n")
        assert await said.get() == "You said one."
        os.close(keyboard)
        await asyncio.sleep(0.01)
        assert not asyncio.get_running_loop().remove_reader(terminal)


@pytest.mark.parametrize("path", [os.devnull, __file__])
async def test_without_a_terminal_nothing_is_read(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    with Path(path).open() as stdin:  # noqa: ASYNC230  # of which nothing is read
        monkeypatch.setattr(sys, "stdin", stdin)
        async with obeying(COMMANDS, pytest.fail):
            await asyncio.sleep(0)


async def test_a_closed_input_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    async with obeying(COMMANDS, pytest.fail):
        await asyncio.sleep(0)
