"""Tries to make Latchkey lose a token, open a door or trouble a vendor, and says what came of it."""

import argparse
import asyncio
import logging
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from ..demo.process import REPOSITORY
from .mutations import run_mutations
from .scenario import Run, Scenario, say
from .scenarios import ALL
from .table import Row, make_report, make_table, replace_section

PAGE: Final = REPOSITORY / "docs" / "reliability.md"
REPORT: Final = REPOSITORY / ".chaos" / "report.md"
INTERRUPTED: Final = 130
GRACE: Final = 300.0
"""Seconds beyond its time in which a scenario must have come to its end."""


def parse_arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="a few minutes (the default)")
    length.add_argument(
        "--long", action="store_true", help="an hour; its table goes into docs/reliability.md"
    )
    length.add_argument(
        "--mutations", action="store_true", help="take out one safeguard after another: does a test notice?"
    )
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="repeats the choices of a run"
    )
    names = [scenario.name for scenario in ALL]
    parser.add_argument("--only", action="append", choices=names, help="run this one; may be repeated")
    return parser.parse_args()


def describe(error: Exception) -> str:
    """Return what an error says; of a group, what each of its errors says."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(describe(each) for each in error.exceptions)
    return f"{type(error).__name__}: {error}"


async def run_scenario(scenario: Scenario, *, seed: int, is_long: bool) -> Row:
    """Run one scenario; whatever it raises is a promise that was broken."""
    seconds = scenario.long if is_long else scenario.short
    say(f"{scenario.name}: {scenario.promise} (at most {seconds:.0f} s)")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="latchkey-", ignore_cleanup_errors=True) as folder:
        run = Run(scenario.name, seed=seed, seconds=seconds, is_long=is_long, directory=Path(folder))
        try:
            async with asyncio.timeout(seconds + GRACE):
                await scenario.run(run)
        except Exception as error:  # noqa: BLE001 - it is told, and the other scenarios run
            run.fail(describe(error))
    if not run.tries:
        run.fail("nothing was tried")
    return Row(scenario, run, time.monotonic() - started)


async def run_all(arguments: argparse.Namespace) -> int:
    """Run what was asked for; return the exit status."""
    chosen = [scenario for scenario in ALL if not arguments.only or scenario.name in arguments.only]
    say(f"Seed {arguments.seed}")
    started = time.monotonic()
    rows: list[Row] = []
    try:
        for scenario in chosen:
            rows.append(await run_scenario(scenario, seed=arguments.seed, is_long=arguments.long))  # noqa: PERF401 - those before a Ctrl-C count
    finally:
        say(f"\n{make_table(rows)}\n")
    form = "long" if arguments.long else "short"
    only = "".join(f" --only {name}" for name in arguments.only or ())
    report = make_report(f"scripts/chaos --{form}{only}", arguments.seed, time.monotonic() - started, rows)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(f"{report}\n")
    if arguments.long and not arguments.only:
        replace_section(PAGE, report)
    broken = sum(len(row.run.unexplained) for row in rows)
    say(f"{broken} unexplained; the table is also in {REPORT}")
    return 1 if broken else 0


async def mutate() -> int:
    """Take out one safeguard after another; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        return 1 if await run_mutations(Path(folder)) else 0


async def main() -> int:
    """Run until the end, or until a signal ends it in order; return the exit status."""
    arguments = parse_arguments()
    # What the product logs of so much trouble is not for this terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    task = asyncio.ensure_future(mutate() if arguments.mutations else run_all(arguments))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only once: a second Ctrl-C must not cut short what the first one tidies up.
        asyncio.get_running_loop().add_signal_handler(number, lambda: task.cancelling() or task.cancel())
    try:
        return await task
    except asyncio.CancelledError:
        say("\nStopped.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
