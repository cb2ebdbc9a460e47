"""Home Assistants that start one after the other with the same files."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import floor_registry as fr
from homeassistant.helpers import frame
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers import label_registry as lr
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.const import DOMAIN
from tests.simulators.network import Network


@asynccontextmanager
async def restarted(folder: str) -> AsyncGenerator[HomeAssistant]:
    """Start another Home Assistant with what is on the disk."""
    async with async_test_home_assistant(config_dir=folder, load_registries=False) as hass:
        frame.async_setup(hass)  # Who uses Home Assistant in which way is looked up in the one that runs.
        dr.async_setup(hass)
        for registry in (ar, cr, dr, er, fr, ir, lr):
            await registry.async_load(hass)
        hass.data.pop(DATA_CUSTOM_COMPONENTS, None)
        await hass.config_entries.async_initialize()
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


@asynccontextmanager
async def starting(folder: str, vendors: Network) -> AsyncGenerator[HomeAssistant]:
    """Start a Home Assistant with what is on the disk, until all that is linked is set up."""
    async with restarted(folder) as hass:
        hass.set_state(CoreState.not_running)
        hass.data[DATA_RESOLVER] = vendors.resolver  # type: ignore[misc]  # any resolver with real_close will do
        assert await async_setup_component(hass, DOMAIN, {})
        await hass.async_block_till_done()
        yield hass
