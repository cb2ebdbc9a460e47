"""Every property-based test of the suite, with many more examples."""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from typing import Final

from ..demo.process import REPOSITORY
from .scenario import Run

EXAMPLES: Final = {"short": 100, "long": 3000}
"""Of each test, at the most; `tests/conftest.py` says so too."""


async def try_hostile_input(run: Run) -> None:
    """Run them; what they find is told with the example."""
    files = [
        path
        for path in sorted((REPOSITORY / "tests").rglob("test_*.py"))
        if "@given(" in path.read_text() and "components" not in path.parts
    ] + [REPOSITORY / "tests" / "components" / "test_hostile_input.py"]
    profile = "long" if run.is_long else "short"
    luck = (f"--hypothesis-profile={profile}", f"--hypothesis-seed={run.seed}")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", "--timeout=0", *luck, *map(str, files)),
        cwd=REPOSITORY,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(run.seconds_left + 30):
            said = (await process.stdout.read()).decode(errors="replace")
            status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    passed = re.search(r"([0-9]+) passed", said)
    run.tries += int(passed[1]) if passed else 0
    run.figures.append(f"{run.tries} tests in {len(files)} files, up to {EXAMPLES[profile]:,} examples each")
    if status:
        run.fail(said[-4000:])
