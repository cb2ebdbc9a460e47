"""Measures how fast a change or a ring is here, and what a relayed view and thousands of entities cost."""

import argparse
import asyncio
import gc
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant

from custom_components.latchkey.const import CONF_URL

from . import bell, push, relay
from .here import linked
from .other_side import other_side

ENTITIES: Final = 5000
CHANGES: Final = 200
"""How many of them change each second."""

MAX_SECONDS: Final = 3600
WARM_UP: Final = ENTITIES / CHANGES + 20
"""Seconds until each entity has changed once: what is kept of each is there from then on."""

REPORT: Final = 60.0
"""Seconds from one line to the next."""

MAX_PERCENT: Final = 10.0
"""Of a core, that the event loop may be busy."""

MAX_LATENCY: Final = 1.0
"""Seconds that a change at a Hubspace device may take, but one in a hundred."""

MAX_GROWTH: Final = 4.0
"""Megabytes more at the end than at the start: what the allocator may not have given back."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201  # a program that is read on the terminal


@dataclass(frozen=True, slots=True)
class Reading:
    """The clocks and the memory of this process at one moment."""

    time: float
    busy: float
    """Seconds that the thread of the event loop has computed."""

    megabytes: float

    @classmethod
    def now(cls) -> Reading:
        """Read them."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(time.monotonic(), time.thread_time(), pages * resource.getpagesize() / 2**20)

    def percent_since(self, start: Reading) -> float:
        """Return what part of a core the event loop has taken."""
        return 100 * (self.busy - start.busy) / (self.time - start.time)

    def growth_since(self, start: Reading) -> float:
        """Return how many megabytes more there are."""
        return self.megabytes - start.megabytes


async def measure(hass: HomeAssistant, seconds: int) -> bool:
    """Measure for so long, and say what it was; return whether that is good enough."""
    seen = 0

    def count(_: Event[EventStateChangedData]) -> None:
        nonlocal seen
        seen += 1

    await asyncio.sleep(WARM_UP)
    hass.bus.async_listen("state_changed", count)
    first = before = Reading.now()
    say(f"{len(hass.states.async_all()):,} entities; {first.megabytes:.1f} MB; {seconds} seconds to go")
    while (left := first.time + seconds - time.monotonic()) > 0:
        await asyncio.sleep(min(left, REPORT))
        now = Reading.now()
        say(
            f"{now.time - first.time:5.0f} s: event loop busy {now.percent_since(before):.2f} % of a core, "
            f"memory {now.megabytes:.1f} MB, {seen:,} changes seen"
        )
        before = now
    percent, growth = now.percent_since(first), now.growth_since(first)
    shown = seen / (now.time - first.time)
    say(
        f"In all: {shown:.1f} changes a second, event loop busy {percent:.2f} % of a core "
        f"(at most {MAX_PERCENT:.0f}), memory {growth:+.1f} MB (at most {MAX_GROWTH:+.0f})"
    )
    return percent < MAX_PERCENT and growth < MAX_GROWTH and shown > CHANGES / 2


async def are_stretches_short() -> bool:
    """Return whether nobody notices thousands of entities: a Home Assistant in a process of its own says."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.benchmark.stretches")
    return await process.wait() == 0


async def main() -> int:
    """Run; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help=f"how long, at most {MAX_SECONDS}")
    seconds = min(max(parser.parse_args().seconds, 1), MAX_SECONDS)
    took = await push.measure()
    say(f"{push.describe(took)} (at most {1000 * MAX_LATENCY:.0f} ms)")
    calls = await bell.measure()
    say("\n".join(map(str, calls)))
    share = await relay.measure()
    say(relay.describe(share))
    async with (
        other_side(ENTITIES, CHANGES) as other,
        linked("home_assistant", other.refresh_token, {CONF_URL: other.url}) as hass,
    ):
        is_good = await measure(hass, seconds)
    are_short = await are_stretches_short()
    is_fast = push.p99(took) < MAX_LATENCY and all(each.are_good for each in calls)
    return 0 if is_good and is_fast and share.is_good and are_short else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
