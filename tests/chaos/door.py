"""A person who looks at who is at the door: at the picture of the call, and live."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from unittest.mock import patch

from homeassistant.exceptions import HomeAssistantError

from custom_components.latchkey.auth.errors import AuthError
from custom_components.latchkey.clouds.capabilities import HasCameras, ShowsLive
from custom_components.latchkey.clouds.model import Camera, IceCandidate, Picture
from tests.simulators.bticino import BticinoSimulator, unit

from .world import Account

UNIT: Final = "Strada"
SDP: Final = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"
CANDIDATE: Final = "candidate:1 1 UDP 1 127.0.0.1 9 typ host"

PATIENCE: Final = 30.0
"""Seconds that a person looks at a window that stays dark."""


class _Unit:
    """An external unit that answers and shows nothing: what it would show goes through no vendor."""

    def __init__(self, name: str) -> None:
        """Take a name, which nobody sees."""

    async def answer(self, _offer: str) -> tuple[str, list[tuple[int, str]]]:
        """Return the answer to an offer, and a candidate."""
        return SDP, [(0, CANDIDATE)]

    async def add_candidate(self, line: str, index: int) -> None:
        """Take a candidate of who looks."""

    async def close(self) -> None:
        """Hang up."""


@contextmanager
def answering() -> Generator[None]:
    """Have external units answer without any video."""
    with patch.object(unit, "Unit", _Unit):
        yield


@dataclass(slots=True)
class _Window:
    """What a person sees (a `Viewer`)."""

    is_open: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def answered(self, description: str) -> None:
        """Take the unit's answer."""
        self.is_open = description == SDP

    def found(self, candidate: IceCandidate) -> None:
        """Take a way to the unit, after which nothing follows."""
        self.changed.set()

    def ended(self) -> None:
        """Take that it is over."""
        self.changed.set()


async def look(account: Account) -> bool:
    """Ring, and look; return whether there was a picture, and an answer of the unit."""
    bticino = account.vendor
    assert isinstance(bticino, BticinoSimulator)
    await bticino.end(await bticino.ring(UNIT))
    seen = False
    with suppress(HomeAssistantError):
        seen = await _look_at_picture(account)
    with suppress(HomeAssistantError):
        seen = await _look_live(account) and seen
    return seen


async def until_seen(account: Account, seconds: float) -> bool:
    """Look again and again; return whether all could be seen in the end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not await look(account):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(PATIENCE)
            return True
    return False


async def _look_at_picture(account: Account) -> bool:
    coordinator = account.entry.runtime_data
    device_id, key, name = _camera(account)
    picture: Picture = await coordinator.async_ask(
        HasCameras, lambda cloud: cloud.async_get_image(device_id, key), name
    )
    return picture.content.startswith(b"\xff\xd8\xff")


async def _look_live(account: Account) -> bool:
    window = _Window()
    device_id, key, name = _camera(account)
    view = await account.entry.runtime_data.async_ask(
        ShowsLive, lambda cloud: cloud.async_open_live_view(device_id, key, SDP, window), name
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await view.async_add_candidate(IceCandidate(candidate=CANDIDATE, media_index=0))
            await window.changed.wait()
    except TimeoutError, HomeAssistantError, AuthError:
        return False
    finally:
        await view.async_close()
    return window.is_open


def _camera(account: Account) -> tuple[str, str, str]:
    """Return the device and the feature that see, and what they are called."""
    return next(
        (device.id, key, UNIT)
        for device in account.entry.runtime_data.data.devices.values()
        for key, feature in device.features.items()
        if isinstance(feature, Camera) and device.name == UNIT
    )
