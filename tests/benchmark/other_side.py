"""A real Home Assistant with many entities of which some change all the time, in a process of its own."""

import asyncio
import sys
import tempfile
import time
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
            begin = time.monotonic()
            for number in count():
                _set(remote, number % entities, 1 + number // entities)
                await asyncio.sleep(begin + number / changes - time.monotonic())


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
