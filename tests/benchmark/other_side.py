"""A real Home Assistant with many entities of which some change all the time, in a process of its own."""

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
from tests.clouds.home_assistant.remote import Remote

ENTITIES_OF_A_DEVICE: Final = 10


def _set(remote: Remote, number: int, value: int) -> None:
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
            await remote.start()
            for number in range(entities):
                device = f"Device {number // ENTITIES_OF_A_DEVICE}"
                remote.add_entity(f"sensor.reading_{number}", state=None, device=device)
                _set(remote, number, 0)
            token = await hass.auth.async_create_refresh_token(remote.user, CLIENT_ID)
            print(remote.url, token.token, flush=True)  # noqa: T201  # to who started this
            renaming = asyncio.create_task(_rename_what_is_asked(remote))
            begin = time.monotonic()
            for number in count() if changes else ():
                _set(remote, number % entities, 1 + number // entities)
                await asyncio.sleep(begin + number / changes - time.monotonic())
            await renaming


async def _rename_what_is_asked(remote: Remote) -> None:
    """Give an entity another name for each line that is read."""
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    async for line in lines:
        remote.entities.async_update_entity(line.decode().strip(), name="Another name")


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Such a process, as who started it sees it."""

    url: str
    refresh_token: str
    """Of its user."""

    _stdin: asyncio.StreamWriter

    async def rename(self, entity_id: str) -> None:
        """Give an entity another name."""
        self._stdin.write(f"{entity_id}\n".encode())
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
        url, refresh_token = (await process.stdout.readline()).decode().split()
        yield OtherSide(url, refresh_token, process.stdin)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
