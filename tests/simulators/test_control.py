"""The knobs over HTTP, and the process that serves them."""

import json
import signal
import ssl
import sys
from asyncio import create_subprocess_exec, subprocess
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aioafero.errors import OTPRequired
from aioafero.v1 import AferoAuth
from aiohttp.test_utils import TestClient, TestServer

from . import control
from .bticino import BticinoSimulator
from .evohome import EvohomeSimulator
from .hubspace import HubspaceSimulator
from .network import LocalResolver, Network
from .vendors import EMAIL, PASSWORD

type Turn = Callable[..., Awaitable[Any]]


@pytest.fixture
async def turn(vendors: Network) -> AsyncGenerator[Turn]:
    """Return what sends a request to the control API and returns the answer."""
    server = TestServer(control.application(vendors.simulators), host="127.0.0.1")
    async with TestClient(server) as client:

        async def send(method: str, name: str, body: object = None, vendor: str = "hubspace") -> Any:
            data = "" if body is None else json.dumps(body)
            async with client.request(method, f"/{vendor}/{name}", data=data) as response:
                return await response.json() if response.ok else response.status

        yield send


async def test_a_knob_is_read_and_turned(turn: Turn, hubspace: HubspaceSimulator) -> None:
    assert await turn("GET", "tokens.rotation") == "single_use"
    await turn("PUT", "tokens.rotation", "none")
    assert hubspace.tokens.rotation == "none"


async def test_a_device_is_found_and_changed(turn: Turn, hubspace: HubspaceSimulator) -> None:
    light = (await turn("POST", "find", {"name": "Porch light"}))["id"]
    change = {"metadevice_id": light, "function_class": "power", "function_instance": None, "value": "off"}
    await turn("POST", "set_state", change)
    assert hubspace.state(light, "power") == "off"


async def test_a_moment_is_told_as_a_text(turn: Turn, evohome: EvohomeSimulator) -> None:
    evohome.zone("Kitchen").until = datetime(2030, 1, 1, tzinfo=UTC)
    zone = await turn("POST", "zone", {"name": "Kitchen"}, vendor="evohome")
    assert zone["until"] == "2030-01-01T00:00:00+00:00"


async def test_what_takes_its_time_is_waited_for(turn: Turn, bticino: BticinoSimulator) -> None:
    session_id = await turn("POST", "ring", {"module_name": "Strada"}, vendor="bticino")
    await turn("POST", "miss", {"session_id": session_id}, vendor="bticino")
    assert await turn("PUT", "relock_after", 0.5, vendor="bticino") is None
    await turn("POST", "set_state", {"module_name": "Portone", "lock": False}, vendor="bticino")
    assert await turn("GET", "opened", vendor="bticino") == [bticino.module("Portone").id]


async def test_what_was_mailed_is_listed(turn: Turn, hubspace: HubspaceSimulator) -> None:
    hubspace.mail(EMAIL, "123456")
    assert await turn("GET", "mailed") == [[EMAIL, "123456"]]


@pytest.mark.parametrize(
    ("method", "name"),
    [("GET", "_grants"), ("GET", "nothing"), ("GET", "find"), ("PUT", "nothing"), ("POST", "find")],
)
async def test_what_does_not_exist_is_not_found(turn: Turn, method: str, name: str) -> None:
    assert await turn(method, name) == 404


async def test_a_process_of_its_own_serves_the_vendors_and_prints_each_code(
    socket_enabled: None, tmp_path: Path
) -> None:
    command = (sys.executable, "-m", "tests.simulators", str(tmp_path))
    process = await create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    assert await process.stdout.readline() == b"serving\n"
    network = json.loads((tmp_path / "network.json").read_text())
    trust = ssl.create_default_context(cafile=network["authority"])
    connector = aiohttp.TCPConnector(resolver=LocalResolver(network["ports"]), ssl=trust)
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(OTPRequired):
            await AferoAuth.for_login(session, EMAIL, PASSWORD).login()
        async with session.get(f"{network['control']}/hubspace/mailed") as response:
            [[email, code]] = await response.json()
    assert await process.stdout.readline() == f"mailed {code} to {email}\n".encode()
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0
