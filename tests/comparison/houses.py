"""Two houses of the same make, one of which is mirrored here, and everything that a house may have."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest
import voluptuous as vol
from homeassistant.components.demo import cover, light, lock, valve
from homeassistant.const import EVENT_HOMEASSISTANT_START
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from tests.clouds.home_assistant.remote import Remote
from tests.components.mirror import have_linked

from .calls import Call
from .unusual import add_unusual

HELPERS: Final[Mapping[str, Any]] = {
    "input_text": {"note": {"initial": "Feed the cat", "min": 2, "max": 40}},
    "input_datetime": {
        "wake": {"has_date": False, "has_time": True, "initial": "06:30:00"},
        "holiday": {"has_date": True, "has_time": False, "initial": "2026-12-24"},
        "guests": {"has_date": True, "has_time": True, "initial": "2026-12-24 18:00:00"},
    },
    "counter": {"visitors": {"initial": 3, "step": 2, "maximum": 9}},
    "timer": {"eggs": {"duration": "0:06:00"}},
    "schedule": {"heating": {"name": "Heating", "monday": [{"from": "06:00:00", "to": "22:00:00"}]}},
    "group": {"all_lights": {"entities": ["light.bed_light", "light.ceiling_lights"], "all": True}},
    "automation": [
        {
            "id": "porch",
            "alias": "Porch",
            "triggers": [{"trigger": "event", "event_type": "never"}],
            "actions": [{"event": "porch"}],
        }
    ],
    "script": {"chime": {"alias": "Chime", "sequence": [{"event": "chime"}]}},
    "template": [
        {
            "sensor": [
                {
                    "unique_id": "mean",
                    "name": "Mean",
                    "state": "{{ 21.4567 }}",
                    "unit_of_measurement": "°C",
                    "attributes": {
                        "rooms": "{{ ['Kitchen', 'Bath'] }}",
                        "warmest": "{{ {'room': 'Bath', 'degrees': 24.5} }}",
                        "count": "{{ 2 }}",
                    },
                }
            ],
            "binary_sensor": [
                {"unique_id": "dark", "name": "Dark", "state": "{{ true }}", "attributes": {"since": "dusk"}}
            ],
            "number": [
                {
                    "unique_id": "wished",
                    "name": "Wished",
                    "state": "{{ 7.5 }}",
                    "min": 0,
                    "max": 30,
                    "step": 0.5,
                    "set_value": [],
                }
            ],
            "select": [
                {
                    "unique_id": "scent",
                    "name": "Scent",
                    "state": "{{ 'rose' }}",
                    "options": "{{ ['rose', 'pine'] }}",
                    "select_option": [],
                }
            ],
            "button": [{"unique_id": "bell", "name": "Template bell", "press": []}],
        }
    ],
}
"""What people make themselves, beside what the demo has."""

_moving: list[Callable[[datetime], Any]] = []
"""What moves by steps in either house: covers and valves."""


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing move by itself, and nothing take its time."""

    def track(_hass: HomeAssistant, move: Callable[[datetime], Any], **_: Any) -> Callable[[], None]:
        _moving.append(move)
        return lambda: _moving.remove(move)

    for module in (cover, valve):
        monkeypatch.setattr(module, "async_track_utc_time_change", track)
    monkeypatch.setattr(light.random, "choice", lambda choices: choices[0])
    monkeypatch.setattr(lock, "LOCK_UNLOCK_DELAY", 0)
    monkeypatch.setattr(valve, "OPEN_CLOSE_DELAY", 0)


class House(Remote):
    """A house with everything."""

    components = MappingProxyType(
        {"auth": {}, "websocket_api": {}, "config": {}, "homeassistant": {}, "demo": {}, **HELPERS}
    )


@asynccontextmanager
async def a_house(folder: Path) -> AsyncGenerator[House]:
    """Build a house, and serve it."""
    folder.mkdir()
    async with async_test_home_assistant(config_dir=str(folder)) as hass:
        house = House(hass)
        await house.start()
        await hass.async_block_till_done()
        hass.bus.async_fire(EVENT_HOMEASSISTANT_START)
        await hass.async_block_till_done()
        await add_unusual(hass)
        await hass.async_block_till_done()
        yield house
        await house.stop()
        await hass.async_stop(force=True)


class Comparison:
    """One house that is mirrored here, and its twin that is not."""

    def __init__(self, here: HomeAssistant, there: House, twin: House) -> None:
        self.here = here
        self.there = there.hass
        self.twin = twin.hass
        self._house = there
        self._entry: MockConfigEntry | None = None

    async def link(self) -> None:
        """Link the account."""
        self._entry = await have_linked(self.here, self._house)

    async def restart(self, meanwhile: Callable[[HomeAssistant], None]) -> None:
        """Let something happen there while the account is not set up here."""
        assert self._entry is not None
        assert await self.here.config_entries.async_unload(self._entry.entry_id)
        meanwhile(self.there)
        assert await self.here.config_entries.async_setup(self._entry.entry_id)
        await self.here.async_block_till_done()

    async def unlink(self) -> None:
        """Unload the account."""
        if self._entry is not None:
            await self.here.config_entries.async_unload(self._entry.entry_id)

    def mirror(self, entity_id: str) -> State | None:
        """Return what an entity there is here; None where it is not mirrored."""
        known = er.async_get(self.there).async_get(entity_id)
        mirror = self._mirrors.get(known.id if known is not None else entity_id)
        return self.here.states.get(mirror) if mirror is not None else None

    @cached_property
    def _mirrors(self) -> Mapping[str, str]:
        """The entities here by what names those there."""
        assert self._entry is not None
        ours = er.async_entries_for_config_entry(er.async_get(self.here), self._entry.entry_id)
        return {each.unique_id.rpartition(":")[2]: each.entity_id for each in ours}

    async def act(self, call: Call) -> tuple[str, str]:
        """Perform an action here, and the same at the twin; return what goes wrong with either."""
        mirror = self.mirror(call.entity_id)
        assert mirror is not None, call
        data = {**call.data, "entity_id": mirror.entity_id}
        here = await _act(self.here, mirror.domain, call.service, data)
        data = {**call.data, "entity_id": call.entity_id}
        twin = await _act(self.twin, call.entity_id.partition(".")[0], call.service, data)
        if not call.moving:
            await _move()
        for hass in (self.there, self.twin):
            await hass.async_block_till_done()
        return here, twin


async def _act(hass: HomeAssistant, domain: str, service: str, data: Mapping[str, Any]) -> str:
    """Perform an action, and return what goes wrong."""
    try:
        await hass.services.async_call(domain, service, dict(data), blocking=True)
    except (HomeAssistantError, vol.Invalid, ValueError) as error:
        return type(error).__name__
    return ""


async def _move() -> None:
    """Let everything that moves arrive."""
    while _moving:
        for step in tuple(_moving):
            await step(datetime.now(UTC))
