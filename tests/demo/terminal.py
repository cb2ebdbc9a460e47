"""What is typed into the terminal of the demo."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, NamedTuple

from .process import DemoError

CHUNK: Final = 4096


class Command(NamedTuple):
    """What can be typed."""

    usage: str
    """The word, and what may follow it."""

    meaning: str
    do: Callable[[str], Awaitable[str]]
    """Does it, given the words after it, and returns what to print."""


async def obey(line: str, commands: Sequence[Command]) -> str:
    """Do what a line says; return what to print."""
    word, _, rest = line.strip().partition(" ")
    command = next((each for each in commands if each.usage.split()[0] == word.lower()), None)
    if command is None:
        return list_of(commands)
    try:
        return await command.do(rest.strip())
    except DemoError as error:
        return str(error)


def list_of(commands: Sequence[Command]) -> str:
    """Return what can be typed, one line each."""
    told = [*((command.usage, command.meaning) for command in commands), ("help", "this list")]
    width = max(len(usage) for usage, _ in told)
    return "\n".join(["Type one of these:", *(f"  {usage:{width}}  {meaning}" for usage, meaning in told)])


@asynccontextmanager
async def obeying(commands: Sequence[Command], say: Callable[[str], None]) -> AsyncIterator[None]:
    """Do what is typed, line by line; where nothing can be typed, do nothing."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    stop_reading = _read_lines(lines)
    task = asyncio.create_task(_obey_all(lines, commands, say))
    try:
        yield
    finally:
        stop_reading()
        task.cancel()
        await asyncio.wait([task])


def _read_lines(lines: asyncio.Queue[str]) -> Callable[[], object]:
    """Put each line that is typed into a queue; return what ends that."""
    if sys.stdin is None:  # It was closed, and its number may be that of another file by now.
        return lambda: None
    loop, typed, stdin = asyncio.get_running_loop(), bytearray(), sys.stdin.fileno()
    stop = partial(loop.remove_reader, stdin)

    def take() -> None:
        chunk = _read_chunk(stdin)
        if not chunk:
            stop()
        typed.extend(chunk)
        while b"\n" in typed:
            line, _, rest = bytes(typed).partition(b"\n")
            typed[:] = rest
            lines.put_nowait(line.decode(errors="replace"))

    try:
        loop.add_reader(stdin, take)
    except OSError:  # A file, or nothing at all.
        return lambda: None
    return stop


def _read_chunk(stdin: int) -> bytes:
    """Return what was typed; nothing where nothing will be any more."""
    try:
        return os.read(stdin, CHUNK)
    except OSError:  # The terminal is gone.
        return b""


async def _obey_all(
    lines: asyncio.Queue[str], commands: Sequence[Command], say: Callable[[str], None]
) -> None:
    while True:
        say(await obey(await lines.get(), commands))
