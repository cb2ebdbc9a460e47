"""The same home, linked by Latchkey and by the plain implementation."""

import gc
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN

from . import bare, plain
from .answers import ACCOUNT_ID, REFRESH_TOKEN, Answers
from .here import PLATFORMS, account, home_assistant, load, other_integration
from .plain import binary_sensor, light, sensor
from .plain.const import DOMAIN as PLAIN

ENTITIES_OF_A_DEVICE: Final = 2
"""That are on: the lamp, and whether it is reached; its signal strength is registered too, and off."""

PEER: Final = "plain CoordinatorEntity"


@dataclass(slots=True)
class Clock:
    """How long something computed, in all threads."""

    milliseconds: float = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    """Yield what it takes; what Python does with the memory of all else meanwhile is left out."""
    gc.disable()
    clock, began = Clock(), time.process_time()
    try:
        yield clock
    finally:
        clock.milliseconds = 1000 * (time.process_time() - began)
        gc.enable()


@dataclass(frozen=True, slots=True)
class Home:
    """A home in a Home Assistant of its own, which polls when it is told to."""

    hass: HomeAssistant
    entry: MockConfigEntry
    answers: Answers

    async def set_up(self) -> None:
        """Set it up, to the last entity."""
        with self.answers.given():
            assert await self.hass.config_entries.async_setup(self.entry.entry_id), self.entry.reason
            await self.hass.async_block_till_done()
        assert len(self.hass.states.async_all()) == self.answers.devices * ENTITIES_OF_A_DEVICE

    async def poll(self) -> None:
        """Poll, to the last state."""
        with self.answers.given():
            await self.entry.runtime_data.async_refresh()
            await self.hass.async_block_till_done()
        assert self.entry.runtime_data.last_update_success

    def shown(self) -> dict[str, object]:
        """Return all that it shows, and what it could show besides."""
        states = {
            state.entity_id: (state.state, dict(state.attributes)) for state in self.hass.states.async_all()
        }
        disabled = (entry for entry in er.async_get(self.hass).entities.values() if entry.disabled)
        return states | {entry.entity_id: entry.original_device_class for entry in disabled}


type Way = Callable[[HomeAssistant, int], MockConfigEntry]
"""Links a home of so many lamps to a Home Assistant in some way."""


def latchkey(hass: HomeAssistant, _devices: int) -> MockConfigEntry:
    """Link them by Latchkey."""
    return account(hass, "hubspace", REFRESH_TOKEN, account_id=ACCOUNT_ID, pref_disable_polling=True)


def as_documented(hass: HomeAssistant, _devices: int) -> MockConfigEntry:
    """Link them by the plain implementation."""
    platforms = {"binary_sensor": binary_sensor, "light": light, "sensor": sensor}
    return other_integration(hass, PLAIN, plain, platforms, pref_disable_polling=True)


def home_assistant_alone(hass: HomeAssistant, devices: int) -> MockConfigEntry:
    """Have as many entities with nothing behind them."""
    return other_integration(hass, bare.DOMAIN, bare, bare.PLATFORMS, data={"devices": devices})


@asynccontextmanager
async def home(devices: int, link: Way) -> AsyncIterator[Home]:
    """Have a home of so many lamps, linked and not set up; what is loaded once for all accounts is."""
    async with home_assistant() as hass:
        await load(hass, (*PLATFORMS, DOMAIN))
        yield Home(hass, link(hass, devices), Answers(devices))


@asynccontextmanager
async def both(devices: int) -> AsyncIterator[tuple[Home, Home]]:
    """Have two such homes that are set up, Latchkey's first; both show the same."""
    async with AsyncExitStack() as stack:
        ours, theirs = [
            await stack.enter_async_context(home(devices, link)) for link in (latchkey, as_documented)
        ]
        for each in (ours, theirs):
            await each.set_up()
        assert ours.shown() == theirs.shown()
        yield ours, theirs
