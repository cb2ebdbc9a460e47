"""The home that the vendor's answers make, without the vendor."""

import asyncio
import json
from typing import Any, cast

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace.bridge import Bridge
from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.model import Device, Snapshot
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace.metadevice import Metadevice


def read(*answers: list[Any]) -> Snapshot:
    """Return the home after a discovery, and polls, that were answered like this."""
    return asyncio.run(_async_read(answers))


def read_device(*metadevices: Metadevice) -> Device:
    """Return the one device that these metadevices are."""
    (device,) = read([metadevice.full() for metadevice in metadevices]).devices.values()
    return device


def body(answer: Any) -> bytes:
    """Return an answer as it comes from the vendor."""
    return json.dumps(answer).encode()


async def _async_read(answers: tuple[list[Any], ...]) -> Snapshot:
    home = Home()
    # Nothing is asked of this session.
    bridge = Bridge(cast("TokenSession", object()), home.answer, Settings())
    await home.async_discover(body(answers[0]), home.moment)
    for answer in answers[1:]:
        await home.async_snapshot(bridge)
        await home.async_update(body(answer), home.moment)
    return await home.async_snapshot(bridge)
