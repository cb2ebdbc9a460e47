"""The least that the HACS remote_homeassistant must do for a mirrored home, in a process of its own.

It cannot be installed here. By what is known of it, it subscribes to `state_changed`, so it is told the whole
event of every change; it reads that as JSON, looks whether the entity is wanted, and sets the state. It makes
no entities, and keeps no devices and no areas. Whatever else it does is not counted, in its favour.
"""

import asyncio
import re
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID

WANTED: Final = re.compile(r"sensor\..+")
"""One filter of entities, which is what people set."""


async def mirror(hass: HomeAssistant, url: str, refresh_token: str) -> None:
    """Show what the other side has, until the process is ended."""
    async with aiohttp.ClientSession() as client:
        form = {"grant_type": "refresh_token", "client_id": CLIENT_ID, "refresh_token": refresh_token}
        async with client.post(f"{url}/auth/token", data=form) as answer:
            bearer = (await answer.json())["access_token"]
        async with client.ws_connect(f"{url}/api/websocket", max_msg_size=2**26) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": bearer})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": "subscribe_events", "event_type": "state_changed"})
            await socket.send_json({"id": 2, "type": "get_states"})
            async for message in socket:
                take(hass, message.json())


def take(hass: HomeAssistant, message: Mapping[str, Any]) -> None:
    """Take all states, or the one that changed."""
    match message:
        case {"type": "event", "event": {"data": {"new_state": dict() as state}}}:
            show(hass, state)
        case {"type": "result", "result": list() as states}:
            for state in states:
                show(hass, state)


def show(hass: HomeAssistant, state: Mapping[str, Any]) -> None:
    """Set a state where it is wanted."""
    if WANTED.fullmatch(state["entity_id"]):
        hass.states.async_set(state["entity_id"], state["state"], state["attributes"])


async def serve(url: str, refresh_token: str) -> None:
    """Mirror, and say for each line that is read what this has computed and how many states it has set."""
    lines, changes = asyncio.StreamReader(), 0
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)

    @callback
    def note(_: Event[EventStateChangedData]) -> None:
        nonlocal changes
        changes += 1

    with tempfile.TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            hass.bus.async_listen("state_changed", note)
            mirroring = asyncio.create_task(mirror(hass, url, refresh_token))
            async for _ in lines:
                print(time.thread_time(), changes, flush=True)  # noqa: T201  # to who started this
            mirroring.cancel()


@dataclass(frozen=True, slots=True)
class StandIn:
    """Such a process, as who started it sees it."""

    _process: asyncio.subprocess.Process

    async def read(self) -> tuple[float, int]:
        """Return how many seconds it has computed, and how many states it has set."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        busy, changes = (await self._process.stdout.readline()).split()
        return float(busy), int(changes)


@asynccontextmanager
async def stand_in(url: str, refresh_token: str) -> AsyncIterator[StandIn]:
    """Start one that mirrors another side."""
    arguments = ("-m", __name__, url, refresh_token)
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=PIPE, stdout=PIPE)
    try:
        yield StandIn(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
