"""Runs Latchkey and its peers on the same work, side by side, and prints a table of ratios.

To add a row, write a module here with `async def measure() -> list[Result]`, and name it in `ROWS`.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Final

from .processes import ProcessFailed, ask
from .results import Result, table

ROWS: Final = (
    "tokens",
    "callers",
    "imports",
    "polls",
    "setups",
    "memory",
    "pushes",
    "commands",
    "restart",
    "day",
    "instructions",
    "bell",
    "relay",
    "mirrored",
    "stretches",
)
"""In the order in which they are measured and shown."""

SECONDS: Final = 120
MAX_SECONDS: Final = 3600
PATIENCE: Final = 600.0
"""Seconds that a row may take, beyond those that it is told to go on."""

EXPLANATIONS: Final = Path("docs/performance.md")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


async def measured(row: str, seconds: int) -> list[Result]:
    """Return the results of a row, which a process of its own measures."""
    said = await ask(f"{__package__}.row", row, within=seconds + PATIENCE, takes_along=True)
    return [Result.from_dict(each) for each in said]


def is_explained(result: Result) -> bool:
    """Return whether the page says why the limit is where it is."""
    return EXPLANATIONS.exists() and f"**{result.name}**" in EXPLANATIONS.read_text()


def _end_in_order() -> None:
    """Have whoever ends this end all that it has started."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def main() -> int:
    """Run; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=ROWS, default=ROWS, metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long a mirrored home is looked at")
    asked = parser.parse_args()
    _end_in_order()
    seconds = min(max(asked.seconds, 1), MAX_SECONDS)
    os.environ["BENCHMARK_SECONDS"] = str(seconds)
    results, failed = list[Result](), list[str]()
    for row in asked.only:
        say(f"{row} …")
        try:
            results += await measured(row, seconds)
        except ProcessFailed as error:
            failed.append(f"{row}: {error}")
    missed = [result.name for result in results if not result.reached and not is_explained(result)]
    say("\n".join(("", table(results), "", *failed, *(f"Missed: {name}" for name in missed))))
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
