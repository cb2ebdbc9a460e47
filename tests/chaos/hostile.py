"""Every property-based test of the suite, again and again with other luck."""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from typing import Final

from ..demo.process import REPOSITORY
from .scenario import Run

EXAMPLES: Final = 100
"""Of most of the tests; some choose for themselves."""


async def try_hostile_input(run: Run) -> None:
    """Run them as often as there is time for; what they find is told with the example."""
    tests = sorted((REPOSITORY / "tests").rglob("test_*.py"))
    files = [str(path) for path in tests if "@given(" in path.read_text()]
    for number in run.attempts(1, 1000):
        passed = await _run_round(run, run.seed + number, files)
        run.figures[:] = [f"{passed} tests, about {EXAMPLES} examples each time"]


async def _run_round(run: Run, seed: int, files: list[str]) -> int:
    """Run all of them once; return how many passed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", "--timeout=0", "-m", "hypothesis"),
        *(f"--hypothesis-seed={seed}", *files),
        cwd=REPOSITORY,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    assert process.stdout is not None
    try:
        said = (await process.stdout.read()).decode(errors="replace")
        if await process.wait():
            run.fail(said[-4000:])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    passed = re.search(r"([0-9]+) passed", said)
    return int(passed[1]) if passed else 0
