"""Writes docs/evidence.md from what each simulator says of its shapes (`scripts/evidence`)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

from .evidence import Evidence, Shape

PAGE: Final = Path(__file__).parents[2] / "docs" / "evidence.md"

NAMES: Final = {"hubspace": "Hubspace", "evohome": "Honeywell evohome", "bticino": "BTicino"}

HEAD: Final = """\
# How we know what the makers answer

No maker documents what Latchkey speaks. The tests run against simulators, and a simulator that is written
from a guess confirms that guess. So each of them says of everything that it serves how that is known:

| | Means | How good that is |
|---|---|---|
| seen | a real answer of a real account holds it | it is so, at least there |
| library | the maker's library or public SDK reads it | it was so for whoever wrote that |
| **assumed** | nobody here has seen it | **somebody should look** |

This page is made from what the simulators say (`scripts/evidence`), and a test holds it against them.

## You can help

Have you such an account? Then what is *assumed* below may be certain tomorrow, and it costs you five
minutes:

1. Look into the table of your kind of account for the rows in bold. The last column says what to do, such
   as to let a call ring out, and what should be seen.
2. Do it. Then, within a few minutes, download the diagnostics: *Settings* → *Devices & services* →
   *Latchkey* → the menu of the entry → *Download diagnostics*. Under `raw_words` they hold what the maker
   says now, and under `pushes` what it pushed last.
3. Look into the file, if you like: it is text. Names, addresses, email addresses, places, keys, pictures
   and times of calls are not in it. What it may hold is listed in the code, all else is `**REDACTED**`, and
   ids are numbered.
4. [Open an issue](https://github.com/latchkey-ha/latchkey/issues/new), attach that file (its name begins
   with `config_entry-latchkey-`), and say what you did, when, and what you saw.

A device that is not in the [list of your kind of account](../README.md) is just as welcome: the file
holds its functions, ranges and states, and that is what a simulated one is made of.
"""

TAIL: Final = """\
## Another Home Assistant

There is no simulator, so there is nothing to assume: the other side of the tests is a real Home Assistant
of the version that `pyproject.toml` names, with its own login, web socket and registries; and of another one
where `scripts/test --home-assistant` says so. What the versions from 2026.8 to 2026.11 tell differently of
their entities is in the tests as their sources write it. What that leaves open is what integrations tell
that the tests do not have. One part of the tests plays a Home Assistant that is ill or hostile; it claims
nothing of what a sound one does.
"""


@cache
def load_shapes(kind: str) -> Sequence[Shape] | None:
    """Return what a simulator says of its shapes; None where it does not."""
    name = f"{__package__}.{kind}.evidence"
    if find_spec(name) is None:
        return None
    shapes: Sequence[Shape] = import_module(name).SHAPES
    return shapes


def list_kinds() -> list[str]:
    """Return the kinds of accounts that are simulated."""
    return sorted(module.name for module in iter_modules([str(Path(__file__).parent)]) if module.ispkg)


def check_message(kind: str, *words: str) -> None:
    """Take that a simulator is about to send a message, named by some words.

    Raises AssertionError where no shape says how that message is known.
    """
    shapes = load_shapes(kind) or ()
    assert any(_is_about(shape, words) for shape in shapes), f"no shape of {kind}: {words}"


def _is_about(shape: Shape, words: Sequence[str]) -> bool:
    return set(words) <= set(re.findall(r"\w+", f"{shape.serves} {shape.what}"))


def write_page(shapes: Mapping[str, Sequence[Shape]]) -> str:
    """Return the page."""
    tables = (_write_table(kind, known) for kind, known in shapes.items())
    return "\n".join((HEAD, *tables, TAIL))


def _write_table(kind: str, shapes: Sequence[Shape]) -> str:
    """Return the section of a cloud."""
    counts = ", ".join(
        f"{sum(shape.evidence is evidence for shape in shapes)} {evidence}" for evidence in Evidence
    )
    return "\n".join((f"## {NAMES[kind]}", "", f"{counts}.", "", *_write_rows(shapes), ""))


def _write_rows(shapes: Sequence[Shape]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield "| Served | What of it | Known | From where, or how to look |"
    yield "|---|---|---|---|"
    for shape in sorted(shapes, key=lambda shape: shape.serves.split(" ")[::-1]):
        known = f"**{shape.evidence}**" if shape.evidence is Evidence.ASSUMED else shape.evidence
        cells = (f"`{shape.serves}`", shape.what, known, shape.source)
        yield "| " + " | ".join(cell.replace("|", "\\\\|") for cell in cells) + " |"


def known_shapes() -> dict[str, Sequence[Shape]]:
    """Return what all simulators say that say it."""
    return {kind: shapes for kind in list_kinds() if (shapes := load_shapes(kind)) is not None}


if __name__ == "__main__":
    PAGE.write_text(write_page(known_shapes()))
