"""What part of a core the relay of a door phone takes for one view of 720p, and each further one."""

import asyncio
import time
from typing import Final, override

from custom_components.latchkey.clouds.capabilities import LiveView, Viewer
from custom_components.latchkey.clouds.model import IceCandidate, LiveViewConfig
from custom_components.latchkey.door_phone.relay import load
from custom_components.latchkey.door_phone.relay.relay import Relay

from .ends import Ends, ends
from .results import Result

VIEWERS: Final = 4
SECONDS: Final = 20.0
SETTLES: Final = 3.0
_CONFIG: Final = LiveViewConfig(payload_types={"OPUS": 111, "H264": 109}, wants_sound=True)


MAX_PERCENT: Final = 12.0
"""Of a core, for one view."""

PACKETS: Final = 300
"""A second, that the unit sends."""

MAX_LOST: Final = 20
"""Of them."""


class _View(LiveView):
    """What the relay has of the unit, or the other way round; all is said in one go."""

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None: ...

    @override
    async def async_close(self) -> None: ...


class _Looker:
    def __init__(self) -> None:
        self.answer = ""

    def answered(self, description: str) -> None:
        self.answer = description

    def found(self, candidate: IceCandidate) -> None: ...

    def ended(self) -> None: ...


async def measure() -> list[Result]:
    """Look at a camera, first alone."""
    relay_class = await asyncio.to_thread(load)
    async with ends() as both:
        relay = relay_class(_CONFIG, lambda: None)

        async def call(offer: str, viewer: Viewer) -> LiveView:
            viewer.answered(await both.ask(call=offer))
            return _View()

        await relay.async_call(call)
        await _look(relay, both)
        one, packets = await _busy(both)
        for _ in range(VIEWERS - 1):
            await _look(relay, both)
        all_of_them, fewest = await _busy(both)
        await relay.async_close()
    row, further = "Relay of a door phone, 720p", (all_of_them - one) / (VIEWERS - 1)
    return [
        Result(row, "one view", "% of a core", [one], at_most=MAX_PERCENT),
        Result(row, "each further view", "% of a core", [further], at_most=one),
        Result(row, "lost", "packets a second", [PACKETS - min(packets, fewest)], at_most=MAX_LOST),
    ]


async def _look(relay: Relay, both: Ends) -> None:
    looker = _Looker()
    await relay.async_add_viewer(await both.ask(look=1), looker, may_talk=True)
    await both.ask(seen=looker.answer)


async def _busy(both: Ends) -> tuple[float, float]:
    """Return what part of a core the event loop takes, and the fewest packets a second that one got."""
    await asyncio.sleep(SETTLES)
    before, began, busy = await both.ask(count=1), time.monotonic(), time.thread_time()
    await asyncio.sleep(SECONDS)
    seconds = time.monotonic() - began
    percent = 100 * (time.thread_time() - busy) / seconds
    after = await both.ask(count=1)
    return percent, min(last - first for first, last in zip(before, after, strict=True)) / seconds
