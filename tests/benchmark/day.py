"""Counts the requests of a day of 30 Hubspace devices: ours, and those of the vendor's library.

Time is made to pass on the clock that timers go by. Latchkey lives through a whole day, and all that it asks
is counted. Of the library, what it asks within an hour is taken for each hour; its requests for tokens are
left out, in its favour, since they go by another clock.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

from aioafero.v1 import AferoBridgeV1

from custom_components.latchkey.auth import session
from custom_components.latchkey.clouds import gate
from custom_components.latchkey.clouds.hubspace import cloud, versions

from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.vendors import EMAIL, PASSWORD
from .links import linked_to, network_of
from .results import Result

DEVICES: Final = 30
HOUR: Final = 3600
DAY: Final = 24 * HOUR
STEP: Final = 30
"""Seconds that pass at a time: the library polls as often."""

OUR_POLLS: Final = 600
"""Seconds between two polls of Latchkey while the vendor pushes."""

SETTLES: Final = 0.01
"""Seconds, at the least, in which what a step leads to begins."""

type Pass = Callable[[int], None]


async def measure() -> list[Result]:
    """Count what is asked in a day."""
    with passing() as let_pass:
        ours = await _ours(let_pass)
        polling = await _library(let_pass)
        pushed = await _library(let_pass, enable_conclave=True)
        rarely = await _library(let_pass, enable_conclave=True, polling_interval=OUR_POLLS)
    row = f"Requests of a day, {DEVICES} Hubspace devices"
    return [
        Result(row, "and polling", "", [ours], "aioafero", [polling], ratio_at_most=1 / DEVICES),
        Result(row, "and push", "", [ours], "aioafero, enable_conclave", [pushed], ratio_at_most=1),
        Result(
            row, "and push with few polls", "", [ours], "the same, polling like us", [rarely], ratio_at_most=1
        ),
    ]


@contextmanager
def passing() -> Iterator[Pass]:
    """Yield what lets seconds pass: timers that are due then go off."""
    passed, now = 0, time.monotonic

    def later() -> float:
        return now() + passed

    def let_pass(seconds: int) -> None:
        nonlocal passed
        passed += seconds

    with patch.object(time, "monotonic", later):
        patches = [patch.object(module, "monotonic", later) for module in (session, gate, cloud, versions)]
        for each in patches:
            each.start()
        yield let_pass
        for each in patches:
            each.stop()


async def _ours(let_pass: Pass) -> int:
    vendor = _vendor()
    async with linked_to(vendor):
        await vendor.conclave.until_welcomed()
        return await _count(vendor, let_pass, DAY)


async def _library(let_pass: Pass, *, enable_conclave: bool = False, polling_interval: int = STEP) -> int:
    vendor = _vendor()
    refresh_token = vendor.tokens.issue(vendor.accounts[EMAIL].id).refresh_token
    async with network_of(vendor) as network, network.client() as client:
        bridge = await AferoBridgeV1.open(
            EMAIL,
            refresh_token,
            client,
            polling_interval=polling_interval,
            enable_conclave=enable_conclave,
        )
        if enable_conclave:
            await vendor.conclave.until_welcomed()
        asked = await _count(vendor, let_pass, HOUR)
        await bridge.close()
    return asked * DAY // HOUR


def _vendor() -> HubspaceSimulator:
    vendor = HubspaceSimulator()
    vendor.add_account(EMAIL, PASSWORD, many(DEVICES))
    return vendor


async def _count(vendor: HubspaceSimulator, let_pass: Pass, seconds: int) -> int:
    """Return how many requests the vendor is sent while so many seconds pass."""
    await _settle(vendor)
    vendor.requests.clear()
    for _ in range(seconds // STEP):
        let_pass(STEP)
        await _settle(vendor)
    return len(vendor.requests)


async def _settle(vendor: HubspaceSimulator) -> None:
    """Wait until nothing is asked any more."""
    asked = -1
    while asked < len(vendor.requests):
        asked = len(vendor.requests)
        await asyncio.sleep(SETTLES)
