"""For how long nothing else is done while thousands of entities come, change, go and come back."""

import asyncio
import gc
import time
from asyncio import events
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntries
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.home_assistant import home, mapping
from custom_components.latchkey.const import CONF_URL, PLATFORMS

from .here import prepared
from .other_side import OtherSide, other_side
from .results import Result

ENTITIES: Final = 3500
MAX_STRETCH: Final = 50.0
"""Milliseconds."""

RESTS: Final = 3.0
"""Seconds after which what was begun is over: those of the registries are read one second after a change."""


@dataclass(slots=True)
class Measured:
    """How something went."""

    seconds: float = 0.0
    longest: float = 0.0
    """Seconds that the thread of the event loop computed at a stretch, whatever else the machine does."""

    mapped: int = 0
    """How many entities of the other side were mapped."""


@asynccontextmanager
async def watched(hass: HomeAssistant) -> AsyncIterator[Measured]:
    """Yield how what is done goes, until that is over.

    What Home Assistant itself does with an account that is removed is not counted, nor what Python does with
    memory: both are as long whoever has made the entities.
    """
    measured, of_others = Measured(), 0.0
    run, map_part, clean_up = events.Handle._run, mapping.map_part, ConfigEntries._async_clean_up

    def timed(handle: events.Handle) -> None:
        nonlocal of_others
        began, of_others = time.thread_time(), 0.0
        run(handle)
        measured.longest = max(measured.longest, time.thread_time() - began - of_others)

    def uncounted(*arguments: Any) -> None:
        nonlocal of_others
        began = time.thread_time()
        clean_up(*arguments)
        of_others += time.thread_time() - began

    def counted(*arguments: Any) -> Any:
        measured.mapped += 1
        return map_part(*arguments)

    await asyncio.sleep(0)  # What was done before is over.
    gc.collect()
    gc.disable()
    await asyncio.sleep(0)
    with (
        patch.object(events.Handle, "_run", timed),
        patch.object(ConfigEntries, "_async_clean_up", uncounted),
        patch.object(home, "map_part", counted),
    ):
        since = time.monotonic()
        yield measured
        await hass.async_block_till_done()
        measured.seconds = time.monotonic() - since
        await asyncio.sleep(RESTS)
        await hass.async_block_till_done()
    await asyncio.sleep(0)
    gc.enable()


async def befall(hass: HomeAssistant, entry: MockConfigEntry, other: OtherSide) -> dict[str, Measured]:
    """Return how everything went that may befall an account with many entities."""
    for platform in PLATFORMS:
        assert await async_setup_component(hass, platform, {})
    befalls: dict[str, Callable[[], Awaitable[Any]]] = {
        "set-up": lambda: hass.config_entries.async_setup(entry.entry_id),
        "rename": lambda: other.rename(f"sensor.reading_{ENTITIES // 2}"),
        "reconnect": lambda: _hang_up(entry),
        "reload": lambda: hass.config_entries.async_reload(entry.entry_id),
        "removal": lambda: hass.config_entries.async_remove(entry.entry_id),
    }
    found: dict[str, Measured] = {}
    for name, happen in befalls.items():
        async with watched(hass) as found[name]:
            await happen()
        if name != "removal":
            assert len(hass.states.async_all("sensor")) == ENTITIES
    return found


async def _hang_up(entry: MockConfigEntry) -> None:
    """End the connection of an account, which is made again."""
    await entry.runtime_data.link[1]._connection.client._socket.hang_up()


async def measure() -> list[Result]:
    """Have it all befall an account of another Home Assistant."""
    async with (
        other_side(ENTITIES, 0) as other,
        prepared("home_assistant", other.refresh_token, {CONF_URL: other.url}, account_id=other.user_id) as (
            hass,
            entry,
        ),
    ):
        found = await befall(hass, entry, other)
    assert found["rename"].mapped == 1
    row = f"Event loop held up, {ENTITIES:,} mirrored entities"
    return [
        Result(row, name, "ms", [1000 * measured.longest], at_most=MAX_STRETCH)
        for name, measured in found.items()
    ]
