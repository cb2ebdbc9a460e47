"""Measures what part of a core the relay of a door phone takes for one view of 720p, and each further one."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final, override

from custom_components.latchkey.clouds.capabilities import LiveView, Viewer
from custom_components.latchkey.clouds.model import IceCandidate, LiveViewConfig
from custom_components.latchkey.door_phone.relay import load
from custom_components.latchkey.door_phone.relay.relay import Relay

from .ends import Ends, ends

VIEWERS: Final = 4
SECONDS: Final = 20.0
SETTLES: Final = 3.0
_CONFIG: Final = LiveViewConfig(payload_types={"OPUS": 111, "H264": 109}, wants_sound=True)


MAX_PERCENT: Final = 12.0
"""Of a core, for one view."""

MIN_PACKETS: Final = 280
"""A second, of 300 that the unit sends, that each must get."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the relay took."""

    percent: float
    """Of a core, for one view."""

    further: float
    """Of a core, for each further one."""

    packets: float
    """A second, that who got the fewest got."""

    @property
    def is_good(self) -> bool:
        """Return whether it took no more than it may; a further view costs its own packets alone."""
        return self.percent < MAX_PERCENT and self.further < self.percent and self.packets > MIN_PACKETS


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


async def measure() -> Share:
    """Return what the relay took."""
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
    return Share(one, (all_of_them - one) / (VIEWERS - 1), min(packets, fewest))


def describe(share: Share) -> str:
    """Return what the measurement says."""
    return (
        f"Relay of a door phone: {share.percent:.1f} % of a core for one view of 720p "
        f"(at most {MAX_PERCENT:.0f}), {share.further:.1f} for each further one; "
        f"each got {share.packets:.0f} packets a second"
    )


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
