"""A scenario in a process of its own, in which time passes as fast as nobody computes.

    python -m tests.chaos.warped NAME SEED SECONDS short|long DIRECTORY

prints progress, and writes DIRECTORY/result.json in the end.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from .faults import try_faults
from .gentleness import try_outages
from .leaks import try_leaks
from .load import try_load
from .scenario import Run
from .warp import Clock, run_warped

SCENARIOS: Final[dict[str, Callable[[Run, Clock], Awaitable[None]]]] = {
    "faults": try_faults,
    "gentleness": try_outages,
    "leaks": try_leaks,
    "load": try_load,
}

_PATIENCE: Final = 50.0
"""Seconds beyond its time until the process is ended."""


async def in_own_process(name: str, run: Run) -> None:
    """Run the scenario of this name, and take over what came of it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chaos.warped", name, str(run.seed), str(run.seconds_left)),
        *("long" if run.is_long else "short", str(run.directory)),
        cwd=Path(__file__).parents[2],
    )
    try:
        async with asyncio.timeout(run.seconds_left + _PATIENCE):
            status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    result = run.directory / "result.json"
    if status or not result.exists():
        run.fail(f"the process of the scenario ended with status {status}")
        return
    told = json.loads(result.read_text())
    run.tries += told["tries"]
    run.losses += told["losses"]
    run.unexplained += told["unexplained"]
    run.figures += told["figures"]


def main(name: str, seed: str, seconds: str, length: str, directory: str) -> None:
    """Run it here."""
    run = Run(
        name, seed=int(seed), seconds=float(seconds), is_long=length == "long", directory=Path(directory)
    )
    clock = Clock()
    run_warped(_as_coroutine(SCENARIOS[name], run, clock), clock)
    result = {
        "tries": run.tries,
        "losses": run.losses,
        "unexplained": run.unexplained,
        "figures": run.figures,
    }
    (run.directory / "result.json").write_text(json.dumps(result))


async def _as_coroutine(scenario: Callable[[Run, Clock], Awaitable[None]], run: Run, clock: Clock) -> None:
    await scenario(run, clock)


if __name__ == "__main__":
    main(*sys.argv[1:])
