"""A real Home Assistant with many entities that change all the time or on demand, in a process of its own."""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Final

from homeassistant.const import UnitOfTemperature
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID
from tests.clouds.home_assistant.remote import COMPONENTS, Remote

ENTITIES_OF_A_DEVICE: Final = 10


def entity_id(number: int) -> str:
    """Return what one of the entities is called where it is mirrored."""
    return f"sensor.device_{number // ENTITIES_OF_A_DEVICE}_reading_{number}"


def _set(remote: Remote, number: int, value: float) -> None:
    """Let an entity read something."""
    remote.hass.states.async_set(
        f"sensor.reading_{number}",
        str(value),
        {
            "unit_of_measurement": UnitOfTemperature.CELSIUS,
            "device_class": "temperature",
            "state_class": "measurement",
            "friendly_name": f"Reading {number}",
        },
    )


async def serve(entities: int, changes: int) -> None:
    """Serve so many entities, of which so many change each second, until the process is ended."""
    with tempfile.TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            remote = Remote(hass)
            remote.components = {**COMPONENTS, "input_boolean": {"lamp": {"name": "Lamp"}}}
            await remote.start()
            for number in range(entities):
                device = f"Device {number // ENTITIES_OF_A_DEVICE}"
                remote.add_entity(f"sensor.reading_{number}", state=None, device=device)
                _set(remote, number, 0)
            token = await hass.auth.async_create_refresh_token(remote.user, CLIENT_ID)
            print(remote.url, token.token, remote.user.id, flush=True)  # noqa: T201  # to who started this
            obeying = asyncio.create_task(_do_what_is_asked(remote, entities))
            begin = time.monotonic()
            for number in count() if changes else ():
                _set(remote, number % entities, 1 + number // entities)
                await asyncio.sleep(begin + number / changes - time.monotonic())
            await obeying


async def _do_what_is_asked(remote: Remote, entities: int) -> None:
    """Give an entity another name, or have it or all read the clock, for each line that is read."""
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    async for line in lines:
        match line.decode().split():
            case ["rename", entity_id]:
                remote.entities.async_update_entity(entity_id, name="Another name")
            case ["change", number]:
                _set(remote, int(number), time.perf_counter())
            case ["change"]:
                for each in range(entities):
                    _set(remote, each, time.perf_counter())


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Such a process, as who started it sees it."""

    url: str
    refresh_token: str
    """Of its user."""

    user_id: str

    _stdin: asyncio.StreamWriter

    async def rename(self, entity_id: str) -> None:
        """Give an entity another name."""
        await self._ask(f"rename {entity_id}")

    async def change(self, number: int) -> None:
        """Let an entity read the clock (`time.perf_counter`) of the machine."""
        await self._ask(f"change {number}")

    async def change_all(self) -> None:
        """Let all entities read the clock."""
        await self._ask("change")

    async def _ask(self, line: str) -> None:
        self._stdin.write(f"{line}\n".encode())
        await self._stdin.drain()


@asynccontextmanager
async def other_side(entities: int, changes: int) -> AsyncIterator[OtherSide]:
    """Start another side with so many entities, of which so many change each second."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.benchmark.other_side", str(entities), str(changes)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url, refresh_token, user_id = (await process.stdout.readline()).decode().split()
        yield OtherSide(url, refresh_token, user_id, process.stdin)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
