"""Measures what a restart of Home Assistant asks, and when what was there is shown and obeys again.

Every answer of a vendor takes a while, which tells requests that wait for each other from those that do not.
An entity is usable when a command to it is sent, which is called as soon as something is shown.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final
from unittest.mock import patch

from aiohttp import web
from aiohttp.typedefs import Handler
from homeassistant import loader
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import CoreState, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import floor_registry as fr
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers import label_registry as lr
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN

from ..simulators import vendors
from ..simulators.bticino import BticinoSimulator
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.simulator import Simulator
from ..simulators.vendors import EMAIL, PASSWORD
from .links import Vendor, served
from .results import Result

type Command = tuple[str, str, str, dict[str, Any]]
"""An action, the entity that is its target, and what else it takes."""

DEVICES: Final = 30
ANSWER: Final = 0.25
"""Seconds that each answer takes."""

PATIENCE: Final = 20.0
LAMP: Final[Command] = ("light", "turn_off", "light.light_1", {})
KITCHEN: Final[Command] = ("climate", "set_temperature", "climate.kitchen", {"temperature": 21})
STAIRS: Final[Command] = ("light", "turn_on", "light.luci_scale", {})

type Lead = Callable[[HomeAssistant], None]


async def measure() -> list[Result]:
    """Restart Home Assistant with an account of each vendor that is simulated."""
    hubspace = HubspaceSimulator()
    hubspace.add_account(EMAIL, PASSWORD, many(DEVICES))
    return [
        *await _restart("Hubspace", hubspace, LAMP, rounds=2),
        # Neither tells how all is in one answer: what there is comes first.
        *await _restart("evohome", vendors.evohome(), KITCHEN, rounds=3),
        *await _restart("BTicino", vendors.bticino(), STAIRS, rounds=3),
    ]


async def _restart(name: str, vendor: Vendor, command: Command, *, rounds: int) -> list[Result]:
    commanded = asyncio.Event()

    @web.middleware
    async def record(_: Simulator, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "PUT" or request.path == BticinoSimulator.SET_STATE:
            commanded.set()
        elif not commanded.is_set():
            asked.append(request.path)
            await asyncio.sleep(ANSWER)
        return await handler(request)

    with tempfile.TemporaryDirectory() as folder, patch.object(Simulator, "record", record):
        async with served(vendor) as lead:
            asked = list[str]()
            await _link(folder, lead, vendor)
            asked.clear()
            async with _started(folder, lead) as hass:
                gc.collect()  # What others left behind is not looked through while this one is measured.
                began = time.perf_counter()
                shown = _first_shown(hass)
                setting_up = asyncio.create_task(async_setup_component(hass, DOMAIN, {}))
                shown_after = await asyncio.wait_for(shown, PATIENCE) - began
                calling = asyncio.create_task(_call(hass, command))
                await asyncio.wait_for(commanded.wait(), PATIENCE)
                usable_after = time.perf_counter() - began
                await setting_up
                await calling
    row, waited_for = "Restart", usable_after // ANSWER
    return [
        Result(row, f"{name}, until shown", "ms", [1000 * shown_after], at_most=1000 * ANSWER),
        Result(row, f"{name}, answers waited for until usable", "", [waited_for], at_most=rounds),
        Result(row, f"{name}, requests until usable", "", [len(asked)]),
    ]


async def _call(hass: HomeAssistant, command: Command) -> None:
    domain, service, entity_id, fields = command
    while hass.states.get(entity_id) is None:  # noqa: ASYNC110 - another one may be shown before
        await asyncio.sleep(0)
    await hass.services.async_call(domain, service, fields, target={"entity_id": entity_id}, blocking=True)


async def _link(folder: str, lead: Lead, vendor: Vendor) -> None:
    """Start Home Assistant for the first time, with an account that is linked then."""
    account_id = vendor.accounts[EMAIL].id
    async with _started(folder, lead) as hass:
        entry = MockConfigEntry(
            domain=DOMAIN,
            minor_version=MINOR_VERSION,
            unique_id=f"{vendor.name}:{account_id}",
            data={
                CONF_KIND: vendor.name,
                CONF_ACCOUNT_NAME: EMAIL,
                CONF_REFRESH_TOKEN: vendor.tokens.issue(account_id).refresh_token,
            },
        )
        await hass.config_entries.async_add(entry)
        await hass.async_block_till_done()


@asynccontextmanager
async def _started(folder: str, lead: Lead) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant with what is on the disk; the integration is not set up."""
    async with async_test_home_assistant(config_dir=folder, load_registries=False) as hass:
        dr.async_setup(hass)
        for registry in (ar, cr, dr, er, fr, ir, lr):
            await registry.async_load(hass)
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        lead(hass)
        await hass.config_entries.async_initialize()
        assert await async_setup_component(hass, "network", {})
        hass.set_state(CoreState.not_running)
        yield hass
        await hass.async_stop(force=True)


def _first_shown(hass: HomeAssistant) -> asyncio.Future[float]:
    """Return when the first entity of the account is shown as anything but unavailable."""
    shown: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    entities = er.async_get(hass)

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        entry, state = entities.async_get(event.data["entity_id"]), event.data["new_state"]
        is_ours = entry is not None and entry.platform == DOMAIN
        if is_ours and state is not None and state.state != STATE_UNAVAILABLE and not shown.done():
            shown.set_result(time.perf_counter())

    hass.bus.async_listen("state_changed", note)
    return shown
