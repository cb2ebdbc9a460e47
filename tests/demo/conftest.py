"""The knobs of the simulated vendors, over HTTP as in the demo."""

from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from ..simulators import control
from ..simulators.bticino import BticinoSimulator
from ..simulators.evohome import EvohomeSimulator
from ..simulators.hubspace import HubspaceSimulator
from .vendors import Vendors


@pytest.fixture
async def knobs(
    socket_enabled: None, hubspace: HubspaceSimulator, evohome: EvohomeSimulator, bticino: BticinoSimulator
) -> AsyncGenerator[Vendors]:
    """Return what turns the knobs of all vendors."""
    simulators = {"hubspace": hubspace, "evohome": evohome, "bticino": bticino}
    server = TestServer(control.application(simulators))
    await server.start_server()
    async with aiohttp.ClientSession(str(server.make_url("/"))) as session:
        yield Vendors(Path(), session)
    await server.close()
