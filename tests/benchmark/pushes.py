"""Measures how long a change at a vendor takes to be a state here, from when the vendor begins to tell it.

What the simulated vendor, TLS and the loopback network take is counted too. Another Home Assistant is a real
one, in a process of its own, and what that takes until it tells counts as well.
"""

import asyncio
import time
from collections.abc import Awaitable
from statistics import quantiles
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback

from ..simulators import vendors
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.vendors import EMAIL, PASSWORD
from .links import linked_to, linked_to_other_side
from .other_side import entity_id, other_side
from .results import Result

CHANGES: Final = 200
RINGS: Final = 50
SIZES: Final = (30, 1000)
"""Devices, or entities at another Home Assistant."""

SETTLES: Final = 2.0
"""Seconds after a set-up until nothing else is done."""

PAUSE: Final = 0.05
"""Seconds between two changes, more or less."""

PATIENCE: Final = 10.0
MAX_MEDIAN: Final = 5.0
MAX_P99: Final = 20.0
"""Milliseconds."""


async def measure() -> list[Result]:
    """Return how long the changes took that each vendor pushed."""
    results = list[Result]()
    for size in SIZES:
        results += _results(f"Hubspace, {size:,} devices", await _hubspace(size))
    results += _results("BTicino, a light", await _bticino_light())
    results += _results("BTicino, a ring", await _bticino_ring())
    for size in SIZES:
        results += _results(f"another Home Assistant, {size:,} entities", await _home_assistant(size))
    return results


def _results(case: str, took: list[float]) -> list[Result]:
    row, milliseconds = "Change at the vendor to state here", [1000 * seconds for seconds in took]
    p99 = quantiles(milliseconds, n=100, method="inclusive")[-1]
    return [
        Result(row, case, "ms", milliseconds, at_most=MAX_MEDIAN),
        Result(row, f"{case}, p99", "ms", [p99], at_most=MAX_P99),
    ]


async def _hubspace(size: int) -> list[float]:
    """Return how long it took lamps to be shown on or off."""
    vendor = HubspaceSimulator()
    vendor.add_account(EMAIL, PASSWORD, many(size))

    async def switch(name: str) -> None:
        lamp = vendor.find(name).id
        vendor.set_state(lamp, "power", None, "off" if vendor.state(lamp, "power") == "on" else "on")

    async with linked_to(vendor) as hass:
        await vendor.conclave.until_welcomed()
        await asyncio.sleep(SETTLES)
        lamps = [1 + number % size for number in range(CHANGES)]
        return [await _time(hass, f"light.light_{lamp}", switch(f"Light {lamp}")) for lamp in lamps]


async def _bticino_light() -> list[float]:
    """Return how long it took the light of the stairs to be shown on or off."""
    vendor = vendors.bticino()
    async with linked_to(vendor) as hass:
        await vendor.until_subscribed()
        await asyncio.sleep(SETTLES)
        return [
            await _time(hass, "light.luci_scale", vendor.set_state("Luci scale", status=status))
            for status in ("on", "off") * (CHANGES // 2)
        ]


async def _bticino_ring() -> list[float]:
    """Return how long it took rings to be events."""
    vendor = vendors.bticino()
    async with linked_to(vendor) as hass:
        await vendor.until_subscribed()
        await asyncio.sleep(SETTLES)
        return [
            await _time(hass, "event.strada_doorbell", vendor.ring("Strada", has_picture=False))
            for _ in range(RINGS)
        ]


async def _home_assistant(size: int) -> list[float]:
    """Return how long it took sensors to be shown."""
    async with other_side(size, 0) as other, linked_to_other_side(other) as hass:
        await asyncio.sleep(SETTLES)
        return [
            await _time(hass, entity_id(number % size), other.change(number % size))
            for number in range(CHANGES)
        ]


async def _time(hass: HomeAssistant, entity_id: str, change: Awaitable[object]) -> float:
    """Return how many seconds a change takes to be shown; a sensor says itself when it changed."""
    shown: asyncio.Future[tuple[float, State]] = asyncio.get_running_loop().create_future()

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if state is not None and state.entity_id == entity_id and not shown.done():
            shown.set_result((time.perf_counter(), state))

    await asyncio.sleep(PAUSE)
    stop = hass.bus.async_listen("state_changed", note)
    began = time.perf_counter()
    await change
    try:
        async with asyncio.timeout(PATIENCE):
            at, state = await shown
    finally:
        stop()
    return at - (float(state.state) if state.domain == "sensor" else began)
