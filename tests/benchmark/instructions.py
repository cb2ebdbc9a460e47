"""Counts the instructions of what is small: they are the same in each run, whatever else the machine does."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Final

from .results import Result

TIMES: Final = 3
WARM_UPS: Final = 10
"""How often each is done before: the interpreter adapts to what it runs."""

CASES: Final[dict[str, tuple[str, ...]]] = {
    "1,000 valid bearers": ("bearer",),
    "poll of 1,000 devices, unchanged": ("poll",),
    "poll of 1,000 devices, 1 changed": ("change", "poll"),
    "pushed change, 1,000 devices": ("push",),
    "command to the request": ("command",),
}
"""What is done, of which the last is counted."""

_SUMMARY: Final = re.compile(r"^summary: (\d+)", re.MULTILINE)


async def measure() -> list[Result]:
    """Count them, where valgrind is there."""
    row, unit = "Instructions", "million"
    if shutil.which("valgrind") is None:
        return [Result(row, "not counted: valgrind is missing", "", [0])]
    async with _counted() as counted:
        await counted.repeat(("nothing",), WARM_UPS)
        around = median([await counted.count(("nothing",)) for _ in range(TIMES)])
        results = []
        for case, steps in CASES.items():
            await counted.repeat(steps, WARM_UPS)
            figures = [(await counted.count(steps) - around) / 1e6 for _ in range(TIMES)]
            results.append(Result(row, case, unit, figures))
    return results


class Counted:
    """A process whose instructions are counted (`instructed.py`)."""

    def __init__(self, process: Process, folder: Path) -> None:
        self._process = process
        self._folder = folder

    async def count(self, steps: Sequence[str]) -> int:
        """Have steps done; return how many instructions the last of them took."""
        await self.repeat(steps[:-1], 1)
        await self._control("--instr=on")
        await self._control("--zero")
        await self._do(steps[-1])
        for before in self._folder.iterdir():
            before.unlink()
        await self._control("--dump")
        (dump,) = self._folder.iterdir()
        await self._control("--instr=off")
        found = _SUMMARY.search(dump.read_text())
        assert found is not None
        return int(found[1])

    async def repeat(self, steps: Sequence[str], times: int) -> None:
        """Have steps done so many times."""
        for step in (*steps,) * times:
            await self._do(step)

    async def _do(self, step: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{step}\n".encode())
        assert await self._process.stdout.readline() == b"done\n"

    async def _control(self, what: str) -> None:
        control = await asyncio.create_subprocess_exec(
            "callgrind_control", what, str(self._process.pid), stdout=DEVNULL, stderr=DEVNULL
        )
        assert await control.wait() == 0


@asynccontextmanager
async def _counted() -> AsyncIterator[Counted]:
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            "valgrind",
            *("-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out"),
            *(sys.executable, "-m", f"{__package__}.instructed"),
            env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=PIPE,
            stdout=PIPE,
        )
        try:
            yield Counted(process, Path(folder))
        finally:
            process.kill()
            await process.wait()
