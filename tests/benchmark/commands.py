"""Measures how long a command takes from the action that is called to the request that is written.

The bearer is valid and the connection is open: what is measured is what is done here.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from itertools import cycle, islice
from typing import Any, Final
from unittest.mock import patch

from aiohttp import ClientSession, ClientWebSocketResponse, TraceConfig
from homeassistant.core import HomeAssistant

from custom_components.latchkey.const import DOMAIN

from ..simulators import vendors
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.vendors import EMAIL, PASSWORD
from .links import linked_to, linked_to_other_side
from .other_side import other_side
from .results import Result

COMMANDS: Final = 100
SETTLES: Final = 2.0
"""Seconds after a set-up until nothing else is done."""

PAUSE: Final = 0.03
"""Seconds between two commands."""

MAX_MEDIAN: Final = 2.0
"""Milliseconds."""

LAMP: Final = "light.light_1"
TURNS: Final[tuple[dict[str, Any], ...]] = ({"service": "turn_on"}, {"service": "turn_off"})
TEMPERATURES: Final[tuple[dict[str, Any], ...]] = (
    {"service": "set_temperature", "service_data": {"temperature": 20}},
    {"service": "set_temperature", "service_data": {"temperature": 21}},
)


async def measure() -> list[Result]:
    """Return how long it took until commands to each vendor were sent."""
    results = list[Result]()
    for size in (30, 1000):
        hubspace = HubspaceSimulator()
        hubspace.add_account(EMAIL, PASSWORD, many(size))
        results.append(await _time(f"Hubspace, {size:,} devices", linked_to(hubspace), LAMP, TURNS))
    climate = "climate.kitchen"
    results.append(await _time("evohome", linked_to(vendors.evohome()), climate, TEMPERATURES))
    stairs = "light.luci_scale"
    results.append(await _time("BTicino", linked_to(vendors.bticino()), stairs, TURNS))
    async with other_side(1000, 0) as other:
        here, switch = linked_to_other_side(other), "switch.test_home_lamp"
        results.append(await _time("another Home Assistant, 1,000 entities", here, switch, TURNS))
    return results


async def _time(
    case: str,
    home: AbstractAsyncContextManager[HomeAssistant],
    entity_id: str,
    actions: tuple[dict[str, Any], ...],
) -> Result:
    """Have an entity be sent commands, one after the other."""
    took = list[float]()
    async with home as hass:
        await asyncio.sleep(SETTLES)
        (entry,) = hass.config_entries.async_entries(DOMAIN)
        with _noted(entry.runtime_data.link[0].client) as sent:
            for action in islice(cycle(actions), COMMANDS):
                await asyncio.sleep(PAUSE)
                sent.clear()
                began = time.perf_counter()
                await hass.services.async_call(
                    entity_id.partition(".")[0],
                    **action,
                    target={"entity_id": entity_id},
                    blocking=True,
                )
                took.append(1000 * (sent[0] - began))
    return Result("Action to request on the wire", case, "ms", took, at_most=MAX_MEDIAN)


@contextmanager
def _noted(client: ClientSession) -> Iterator[list[float]]:
    """Yield the moments at which requests with a body, and messages of web sockets, were written."""
    sent = list[float]()
    send = ClientWebSocketResponse.send_str

    async def note(*_: object) -> None:
        sent.append(time.perf_counter())

    async def send_noted(socket: ClientWebSocketResponse, *arguments: Any, **options: Any) -> None:
        await send(socket, *arguments, **options)
        await note()

    trace = TraceConfig()
    trace.on_request_chunk_sent.append(note)
    trace.freeze()
    client.trace_configs.append(trace)
    with patch.object(ClientWebSocketResponse, "send_str", send_noted):
        yield sent
