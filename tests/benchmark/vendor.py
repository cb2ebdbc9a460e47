"""A simulated vendor in a thread of its own: what it computes is not measured."""

import asyncio
import inspect
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.util.ssl import get_default_context

from ..simulators.certificates import Authority
from ..simulators.network import Network, lead_process
from ..simulators.simulator import Simulator


class Vendor:
    """A vendor and its network, as whoever measures sees them."""

    def __init__(self, network: Network, loop: asyncio.AbstractEventLoop) -> None:
        self._network = network
        self._loop = loop

    def lead(self, hass: HomeAssistant) -> None:
        """Have a Home Assistant reach this vendor, and nobody else."""
        hass.data[DATA_RESOLVER] = self._network.resolver  # type: ignore[misc]  # any with real_close will do
        get_default_context().load_verify_locations(self._network.authority.path)

    async def do(self, what: Callable[[], Awaitable[object] | None]) -> None:
        """Have something done where the vendor is."""

        async def run() -> None:
            result = what()
            if inspect.isawaitable(result):
                await result

        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(run(), self._loop))


@asynccontextmanager
async def served(simulator: Simulator) -> AsyncIterator[Vendor]:
    """Serve a vendor."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="vendor")
    thread.start()
    with tempfile.TemporaryDirectory() as folder:
        network = Network(Authority(Path(folder)), [simulator])
        vendor = Vendor(network, loop)
        try:
            await vendor.do(network.start)
            with lead_process(network.ports, network.authority.path):
                yield vendor
            await vendor.do(network.stop)
        finally:
            loop.call_soon_threadsafe(loop.stop)
            await asyncio.to_thread(thread.join)
            loop.close()
