"""A Home Assistant in this process that is linked to a simulated vendor, or to another Home Assistant."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.util.ssl import get_default_context

from custom_components.latchkey.const import CONF_URL

from ..simulators.bticino import BticinoSimulator
from ..simulators.certificates import Authority
from ..simulators.evohome import EvohomeSimulator
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.network import Network, lead_process
from ..simulators.vendors import EMAIL
from .here import linked
from .other_side import OtherSide

type Vendor = HubspaceSimulator | EvohomeSimulator | BticinoSimulator


@asynccontextmanager
async def network_of(vendor: Vendor) -> AsyncIterator[Network]:
    """Serve a vendor, and have this process led there."""
    with tempfile.TemporaryDirectory() as folder:
        network = Network(Authority(Path(folder)), [vendor])
        await network.start()
        with lead_process(network.ports, network.authority.path):
            yield network
        await network.stop()


@asynccontextmanager
async def served(vendor: Vendor) -> AsyncIterator[Callable[[HomeAssistant], None]]:
    """Serve a vendor, and yield what leads a Home Assistant there."""
    async with network_of(vendor) as network:

        def lead(hass: HomeAssistant) -> None:
            hass.data[DATA_RESOLVER] = network.resolver  # type: ignore[misc]  # any with real_close will do
            get_default_context().load_verify_locations(network.authority.path)

        yield lead


@asynccontextmanager
async def linked_to(vendor: Vendor) -> AsyncIterator[HomeAssistant]:
    """Have a Home Assistant with the account of a simulated vendor, which is set up."""
    account_id = vendor.accounts[EMAIL].id
    refresh_token = vendor.tokens.issue(account_id).refresh_token
    async with (
        served(vendor) as lead,
        linked(vendor.name, refresh_token, prepare=lead, account_id=account_id) as hass,
    ):
        yield hass


@asynccontextmanager
async def linked_to_other_side(other: OtherSide) -> AsyncIterator[HomeAssistant]:
    """Have a Home Assistant with an account at another one, which is set up."""
    more = {CONF_URL: other.url}
    async with linked("home_assistant", other.refresh_token, more, account_id=other.user_id) as hass:
        yield hass
