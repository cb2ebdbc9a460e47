"""What is typed into the terminal of the demo."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from .process import DemoError
from .vendors import Vendors

type Command = Callable[[str], Awaitable[str]]
"""Does what is typed, given the words after the first, and returns what to print."""

CHUNK: Final = 4096
DOORS: Final = ("Strada", "Ingresso")


class Doorbell:
    """The simulated door phone, rung by hand."""

    def __init__(self, vendors: Vendors) -> None:
        self._vendors = vendors
        self._call = ""

    @property
    def commands(self) -> Mapping[str, Command]:
        """What can be typed."""
        return {"ring": self._ring, "answer": self._end, "miss": self._end, "end": self._end}

    async def _ring(self, door: str) -> str:
        """Ring at a door."""
        door = door.capitalize() or DOORS[0]
        if door not in DOORS:
            return f"There is no door {door}, only {' and '.join(DOORS)}."
        self._call = await self._vendors.call("bticino/ring", module_name=door)
        return f"It rings at {door}."

    async def _end(self, how: str) -> str:
        """End the last call in one of the ways that calls end."""
        if not self._call:
            return "Nobody rings. Type ring first."
        await self._vendors.call(f"bticino/{how}", session_id=self._call)
        return "The call is over."


async def obey(line: str, commands: Mapping[str, Command]) -> str:
    """Do what a line says; return what to print."""
    word, _, rest = line.strip().partition(" ")
    command = commands.get(word)
    if command is None:
        return f"What can be typed: {', '.join(filter(None, commands))}"
    try:
        return await command(rest.strip() or ("" if word in ("", "ring") else word))
    except DemoError as error:
        return str(error)


@asynccontextmanager
async def obeying(commands: Mapping[str, Command], say: Callable[[str], None]) -> AsyncIterator[None]:
    """Do what is typed, line by line; where nothing can be typed, do nothing."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    with_input = _read_lines(lines)
    task = asyncio.create_task(_obey_all(lines, commands, say))
    try:
        yield
    finally:
        task.cancel()
        if with_input:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())


def _read_lines(lines: asyncio.Queue[str]) -> bool:
    """Put each line that is typed into a queue; return whether there is anything to read from."""
    loop, typed = asyncio.get_running_loop(), bytearray()

    def take() -> None:
        chunk = os.read(sys.stdin.fileno(), CHUNK)
        if not chunk:
            loop.remove_reader(sys.stdin.fileno())
        typed.extend(chunk)
        while b"\n" in typed:
            line, _, rest = bytes(typed).partition(b"\n")
            typed[:] = rest
            lines.put_nowait(line.decode(errors="replace"))

    try:
        loop.add_reader(sys.stdin.fileno(), take)
    except OSError, ValueError:  # A file, or nothing at all.
        return False
    return True


async def _obey_all(
    lines: asyncio.Queue[str], commands: Mapping[str, Command], say: Callable[[str], None]
) -> None:
    while True:
        say(await obey(await lines.get(), commands))
