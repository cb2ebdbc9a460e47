"""For how long nothing else is done while a thousand entities come, change, go and come back."""

import asyncio
import gc
import threading
import time
from asyncio import events
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntries
from homeassistant.core import HomeAssistant

from custom_components.latchkey.const import DOMAIN, PLATFORMS

from .accounts import ACCOUNTS, ENTITIES, Account
from .here import account, home_assistant, load
from .results import Result

MAX_STRETCH: Final = 20.0
"""Milliseconds."""

REPEATS: Final = 2
"""How often what can happen again does."""

RESTS: Final = 1.5
"""Seconds after which what was begun is over: those of the registries are read one second after a change."""


@dataclass(slots=True)
class Watch:
    """The longest stretches, in milliseconds that the thread of the event loop computed."""

    ours: float = 0.0
    of_home_assistant: float = 0.0
    """What Home Assistant does by itself with an account that is removed, whoever has made its entities."""

    garbage: float = 0.0
    """What Python takes to look through all memory once: it is kept from doing so meanwhile."""


@asynccontextmanager
async def watched(hass: HomeAssistant) -> AsyncIterator[Watch]:
    """Yield how what is done goes, until that is over."""
    watch, aside = Watch(), 0.0
    run, clean_up, own_thread = events.Handle._run, ConfigEntries._async_clean_up, threading.get_ident()

    def timed(handle: events.Handle) -> None:
        nonlocal aside
        if threading.get_ident() != own_thread:
            run(handle)
            return
        began, aside = time.thread_time(), 0.0
        run(handle)
        watch.ours = max(watch.ours, 1000 * (time.thread_time() - began - aside))

    def set_aside(*arguments: Any) -> None:
        nonlocal aside
        began = time.thread_time()
        clean_up(*arguments)
        aside += time.thread_time() - began
        watch.of_home_assistant = max(watch.of_home_assistant, 1000 * aside)

    await asyncio.sleep(0)  # What was done before is over.
    gc.collect()
    gc.disable()
    await asyncio.sleep(0)
    with (
        patch.object(events.Handle, "_run", timed),
        patch.object(ConfigEntries, "_async_clean_up", set_aside),
    ):
        yield watch
        await hass.async_block_till_done()
        await asyncio.sleep(RESTS)
        await hass.async_block_till_done()
    await asyncio.sleep(0)
    began = time.thread_time()
    gc.collect()
    watch.garbage = 1000 * (time.thread_time() - began)
    gc.enable()


async def measure() -> list[Result]:
    """Have it all befall an account of each kind."""
    results = []
    for each in ACCOUNTS:
        async with each() as linked:
            results += await _befall(linked)
    return results


async def _befall(linked: Account) -> list[Result]:
    async with home_assistant(linked.prepare) as hass:
        await load(hass, (*PLATFORMS, DOMAIN))
        entry = account(hass, linked.kind, linked.refresh_token, linked.more, linked.account_id)
        change, reconnect = linked.change, linked.reconnect
        again: dict[str, Callable[[], Awaitable[Any]]] = {
            "all changed": lambda: change(entry),
            **({} if reconnect is None else {"reconnect": lambda: reconnect(entry)}),
            "reload": lambda: hass.config_entries.async_reload(entry.entry_id),
        }
        befalls: list[tuple[str, Callable[[], Awaitable[Any]]]] = [
            ("set-up", lambda: hass.config_entries.async_setup(entry.entry_id)),
            *(happening for happening in again.items() for _ in range(REPEATS)),
            ("removal", lambda: hass.config_entries.async_remove(entry.entry_id)),
        ]
        found = defaultdict[str, list[Watch]](list)
        for name, befall in befalls:
            async with watched(hass) as watch:
                await befall()
            found[name].append(watch)
            assert name == "removal" or len(hass.states.async_all()) >= ENTITIES
        assert not any(state.domain in PLATFORMS for state in hass.states.async_all())
    return _results(f"Event loop held up, {ENTITIES:,} entities of {linked.name}", found)


def _results(row: str, found: dict[str, list[Watch]]) -> list[Result]:
    """Return what is ours, and what is left out of it."""
    watches = [watch for each in found.values() for watch in each]
    return [
        *(
            Result(row, name, "ms", [watch.ours for watch in each], at_most=MAX_STRETCH)
            for name, each in found.items()
        ),
        Result(row, "left out: Home Assistant at the removal", "ms", [found["removal"][0].of_home_assistant]),
        Result(row, "left out: Python's look for garbage", "ms", [watch.garbage for watch in watches]),
    ]
