"""What it costs to import an account of each kind, beside its vendor's library alone."""

import os
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from custom_components.latchkey.clouds import load_vendors

from ..platforms import platforms_of
from .processes import ask
from .results import Result, interleaved

RUNS: Final = 7
PATIENCE: Final = 60.0
ROW: Final = "Import, all that an account needs, Home Assistant being there"
LIMIT: Final = 1.2

LIBRARIES: Final[Mapping[str, str]] = {
    "hubspace": "aioafero.v1",
    "evohome": "evohomeasync2",
    "bticino": "pybticino",
    "home_assistant": "hass_client",
}


async def measure() -> list[Result]:
    """Import in fresh processes, from bytecode as Home Assistant does; the first runs write it."""
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return [await _measure_kind(kind, library) for kind, library in LIBRARIES.items()]


async def _measure_kind(kind: str, library: str) -> Result:
    vendor = load_vendors()[kind]
    platforms = platforms_of(kind)
    ours, theirs = await interleaved(
        _import("latchkey", kind, platforms), _import(library, kind, platforms), RUNS
    )
    return Result(ROW, vendor.name, "ms", ours, library, theirs, ratio_at_most=LIMIT)


def _import(what: str, kind: str, platforms: list[str]) -> Callable[[], Awaitable[float]]:
    async def run() -> float:
        milliseconds, _ = await ask(f"{__package__}.importing", what, kind, *platforms, within=PATIENCE)
        return float(milliseconds)

    return run
