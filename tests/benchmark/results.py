"""What rows of the benchmark come to, and the table of them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any, Final, override

type Run = Callable[[], Awaitable[float]]
"""Does the work once, and returns what it took, in whatever unit the result has."""

_HEAD: Final = ("What", "Case", "Latchkey", "Against", "That", "Ratio", "Limit", "Reached")
_DASH: Final = "–"


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and between what the middle half of them lies."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return that of these figures."""
        if len(figures) == 1:
            return cls(*figures, *figures, *figures)
        low, middle, high = quantiles(figures, n=4, method="inclusive")
        return cls(middle, low, high)

    @override
    def __str__(self) -> str:
        """Return it for people, without a spread where there is none."""
        if self.low == self.high:
            return _shown(self.median)
        return f"{_shown(self.median)} ({_shown(self.low)}{_DASH}{_shown(self.high)})"


@dataclass(frozen=True, slots=True)
class Result:
    """What one case of a row came to; one figure for each run."""

    row: str
    case: str
    unit: str
    ours: Sequence[float]
    peer: str = ""
    theirs: Sequence[float] = ()
    at_most: float | None = None
    """In the unit, what the median of ours may be."""

    ratio_at_most: float | None = None
    """What the median of ours may be of theirs."""

    @property
    def name(self) -> str:
        """Return what `docs/performance.md` calls it, in bold, where it explains why a limit is missed."""
        return f"{self.row}, {self.case}"

    @property
    def ratio(self) -> Spread | None:
        """Return what ours are of theirs, run by run: what the machine did meanwhile befell both."""
        if not self.theirs:
            return None
        if len(self.ours) != len(self.theirs):
            return Spread.of([median(self.ours) / median(self.theirs)])
        return Spread.of([ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)])

    @property
    def reached(self) -> bool:
        """Return whether no limit is missed."""
        return not self._misses_figure() and not self._misses_ratio()

    def _misses_figure(self) -> bool:
        return self.at_most is not None and median(self.ours) > self.at_most

    def _misses_ratio(self) -> bool:
        return self.ratio_at_most is not None and (
            self.ratio is None or self.ratio.median > self.ratio_at_most
        )

    def cells(self) -> tuple[str, ...]:
        """Return its row of the table."""
        return (
            self.row,
            self.case,
            f"{Spread.of(self.ours)} {self.unit}",
            self.peer or _DASH,
            f"{Spread.of(self.theirs)} {self.unit}" if self.theirs else _DASH,
            _DASH if self.ratio is None else str(self.ratio),
            self._limit() or _DASH,
            ("yes" if self.reached else "**no**") if self._limit() else _DASH,
        )

    def _limit(self) -> str:
        limits = []
        if self.at_most is not None:
            limits.append(f"{_shown(self.at_most)} {self.unit}")
        if self.ratio_at_most is not None:
            limits.append(f"ratio {_shown(self.ratio_at_most)}")
        return ", ".join(limits)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """Return what `as_dict` made."""
        return cls(**data)


async def interleaved(ours: Run, theirs: Run, runs: int) -> tuple[list[float], list[float]]:
    """Return the figures of so many runs of both, by turns, after one of each that is not counted."""
    pair: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        turns = list(zip(pair, (ours, theirs), strict=True))
        for figures, run in turns if number % 2 else reversed(turns):
            figure = await run()
            if number:
                figures.append(figure)
    return pair


def table(results: Iterable[Result]) -> str:
    """Return them as Markdown."""
    rows = (_HEAD, ("---",) * len(_HEAD), *(result.cells() for result in results))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _shown(figure: float) -> str:
    """Return a figure with three digits that say something."""
    for digits, least in enumerate((100, 10, 1, 0.1)):
        if abs(figure) >= least:
            return f"{figure:,.{digits}f}".removesuffix(f".{'0' * digits}")
    return f"{figure:.3g}"
