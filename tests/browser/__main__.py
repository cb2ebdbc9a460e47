"""Drives Home Assistant's page in Chromium, and the card in Firefox too, and keeps screenshots."""

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from .. import predecessors
from ..demo import vendors
from ..demo.configuration import free_port
from ..demo.home_assistant import HomeAssistant
from ..demo.other_home import OtherHome
from ..demo.process import REPOSITORY, DemoError
from ..demo.steps import CheckFailed, Steps
from . import bticino, door, evohome, eyes, hubspace, linked_home, taking_over
from .chromium import FAKE_MICROPHONE, browsing
from .looks import Look, is_translated, looks
from .page import open_page
from .world import World

SCENARIOS: Final[Mapping[str, Callable[[Steps, World], Awaitable[None]]]] = {
    "eyes": eyes.check,
    "hubspace": hubspace.check,
    "evohome": evohome.check,
    "bticino": bticino.check,
    "door": door.check,
    "home_assistant": linked_home.check,
    "taking_over": taking_over.check,
}
SCREENSHOTS: Final = REPOSITORY / ".browser"
INTERRUPTED: Final = 130
SECONDS: Final = 900
"""How long all may take, at the very most."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


@asynccontextmanager
async def opened(directory: Path, seen: Sequence[Look]) -> AsyncIterator[World]:
    """Serve all, and open the page."""
    home_assistant = HomeAssistant(
        directory / "home_assistant", free_port(), others=[predecessors.FOLDER / "hubspace"]
    )
    async with (
        vendors.serving(directory, lambda _line: None) as simulated,
        home_assistant.serving(simulated.network),
    ):
        other = OtherHome(directory / "other_home", free_port())
        async with other.serving_guest(simulated.network), browsing(*FAKE_MICROPHONE) as browser:
            page = await open_page(browser, home_assistant.url, SCREENSHOTS, seen, say)
            yield World(home_assistant, page, simulated, other)


async def run(scenarios: Sequence[str], seen: Sequence[Look]) -> bool:
    """Run the scenarios one after the other; return whether nothing is wrong."""
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir()
    step = Steps(say)
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        async with opened(Path(folder), seen) as world:
            for name in scenarios:
                try:
                    await SCENARIOS[name](step, world)
                except CheckFailed:
                    await world.begin_anew()
    found = len(world.page.found)
    say(f"{step.passed} passed, {step.failed} failed, {found} found; the screenshots are in {SCREENSHOTS}")
    return not step.failed and not found


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/browser", description=__doc__)
    parser.add_argument("scenario", nargs="*", help=f"run these alone: {', '.join(SCENARIOS)}")
    second = "de" if is_translated("de") else "en"
    parser.add_argument("--language", default=second, help="the one that is seen beside English")
    return parser.parse_args()


async def main() -> int:
    """Run until the end, or until a signal ends it in order; return the exit status."""
    asked = arguments()
    scenarios = asked.scenario or list(SCENARIOS)
    running = run(scenarios, looks(("en", asked.language)))
    task = asyncio.ensure_future(asyncio.wait_for(running, SECONDS))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only once: a second Ctrl-C must not cut short what the first one tidies up.
        asyncio.get_running_loop().add_signal_handler(number, lambda: task.cancelling() or task.cancel())
    try:
        return 0 if await task else 1
    except asyncio.CancelledError:
        say("\nStopped.")
        return INTERRUPTED
    except TimeoutError:
        say(f"It took more than {SECONDS} seconds.")
    except DemoError as error:
        say(f"The run cannot go on: {error}")
    return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
