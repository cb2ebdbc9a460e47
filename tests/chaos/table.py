"""What came of the scenarios, as a table for a terminal and for the documentation."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from .scenario import Run, Scenario

BEGIN: Final = "<!-- The last long run: written by scripts/chaos --long -->"
END: Final = "<!-- The end of the last long run -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario, and what came of it."""

    scenario: Scenario
    run: Run
    seconds: float

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the table."""
        run = self.run
        figures = "; ".join([*run.figures, f"{self.seconds:.0f} s"])
        return self.scenario.name, f"{run.tries:,}", f"{run.losses:,}", f"{len(run.unexplained):,}", figures


def make_table(rows: list[Row]) -> str:
    """Return the rows as a table in Markdown."""
    heads = ("Scenario", "Tries", "Losses", "Unexplained losses", "Figures")
    lines = [heads, ("---", "--:", "--:", "--:", "---"), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def make_report(command: str, seed: int, seconds: float, rows: list[Row]) -> str:
    """Return the table in Markdown, with the command that made it and what was broken."""
    machine = f"{os.process_cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    made = f"{datetime.now(UTC):%d %B %Y}, in {seconds / 60:.0f} minutes, on {machine}"
    broken = [f"- {row.scenario.name}: {reason}" for row in rows for reason in row.run.unexplained]
    parts = [f"`{command} --seed {seed}`, {made}:", make_table(rows)]
    if broken:
        parts.append("Broken promises:\n\n" + "\n".join(broken))
    return "\n\n".join(parts)


def replace_section(page: Path, report: str) -> None:
    """Put a report between the marks of a page."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{report}\n\n{END}{after}")
