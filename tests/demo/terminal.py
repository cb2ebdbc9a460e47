"""What is typed into the terminal of the demo."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from .process import DemoError
from .vendors import Vendors

type Command = Callable[[str], Awaitable[str]]
"""Does what a word says, given the words after it, and returns what to print."""

CHUNK: Final = 4096
DOORS: Final = ("Strada", "Ingresso")
ENDINGS: Final = ("answer", "miss", "end")


class Doorbell:
    """The simulated door phone, rung by hand."""

    def __init__(self, vendors: Vendors) -> None:
        self._vendors = vendors
        self._call = ""

    @property
    def commands(self) -> Mapping[str, Command]:
        """What can be typed."""
        return {"ring": self._ring, **{how: partial(self._end, how) for how in ENDINGS}}

    async def _ring(self, door: str) -> str:
        """Ring at a door."""
        door = door.capitalize() or DOORS[0]
        if door not in DOORS:
            return f"There is no door {door}, only {' and '.join(DOORS)}."
        self._call = await self._vendors.call("bticino/ring", module_name=door)
        return f"It rings at {door}."

    async def _end(self, how: str, _rest: str) -> str:
        """End the last call in one of the ways that calls end."""
        if not self._call:
            return "Nobody rings. Type ring first."
        call, self._call = self._call, ""
        await self._vendors.call(f"bticino/{how}", session_id=call)
        return "The call is over."


async def obey(line: str, commands: Mapping[str, Command]) -> str:
    """Do what a line says; return what to print."""
    word, _, rest = line.strip().partition(" ")
    command = commands.get(word)
    if command is None:
        return f"What can be typed: {', '.join(filter(None, commands))}, help"
    try:
        return await command(rest.strip())
    except DemoError as error:
        return str(error)


@asynccontextmanager
async def obeying(commands: Mapping[str, Command], say: Callable[[str], None]) -> AsyncIterator[None]:
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
    lines: asyncio.Queue[str], commands: Mapping[str, Command], say: Callable[[str], None]
) -> None:
    while True:
        say(await obey(await lines.get(), commands))
