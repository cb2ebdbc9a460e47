"""How long a change at a Hubspace device takes to be a state in Home Assistant."""

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.util.ssl import get_default_context

from ..simulators.certificates import Authority
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.network import Network
from ..simulators.vendors import EMAIL, PASSWORD
from .here import linked
from .results import Result

DEVICES: Final = 30
CHANGES: Final = 200
PATIENCE: Final = 10.0
MAX_LATENCY: Final = 1000.0
"""Milliseconds that a change may take, but one in a hundred."""


async def measure() -> list[Result]:
    """Change devices one after the other."""
    vendor = HubspaceSimulator()
    account = vendor.add_account(EMAIL, PASSWORD, many(DEVICES))
    with tempfile.TemporaryDirectory() as folder:
        network = Network(Authority(Path(folder)), [vendor])
        await network.start()

        def lead(hass: HomeAssistant) -> None:
            hass.data[DATA_RESOLVER] = network.resolver  # type: ignore[misc]  # any with real_close will do
            get_default_context().load_verify_locations(network.authority.path)

        refresh_token = vendor.tokens.issue(account.id).refresh_token
        async with linked("hubspace", refresh_token, prepare=lead, account_id=account.id) as hass:
            await vendor.conclave.until_welcomed()
            await asyncio.sleep(1)
            took = [await _change(hass, vendor, number) for number in range(CHANGES)]
        await network.stop()
    row = f"Pushed by Hubspace, {DEVICES} devices"
    return [
        Result(row, "median", "ms", took),
        Result(row, "p99", "ms", [quantiles(took, n=100)[-1]], at_most=MAX_LATENCY),
    ]


async def _change(hass: HomeAssistant, vendor: HubspaceSimulator, number: int) -> float:
    """Switch a lamp at the vendor; return the milliseconds until Home Assistant shows it."""
    name = f"Light {1 + number % DEVICES}"
    seen = asyncio.get_running_loop().create_future()

    def note(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == f"light.light_{1 + number % DEVICES}" and not seen.done():
            seen.set_result(time.perf_counter())

    stop = hass.bus.async_listen("state_changed", note)
    lamp = vendor.find(name).id
    since = time.perf_counter()
    vendor.set_state(lamp, "power", None, "off" if vendor.state(lamp, "power") == "on" else "on")
    try:
        async with asyncio.timeout(PATIENCE):
            return 1000 * (float(await seen) - since)
    finally:
        stop()
