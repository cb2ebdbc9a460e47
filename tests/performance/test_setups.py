"""What a set-up does once for an account, a device or an entity, and nothing more often."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceRegistry
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import EntityPlatform, async_get_platforms

from custom_components.latchkey.const import DOMAIN
from tests.components.conftest import linked
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many
from tests.simulators.vendors import EMAIL

LAMPS = 20
SHARED_NAMES = 29
"""How many attributes an object may have whose names Python keeps once for all objects of the class."""


class SetUp:
    """The set-up of a home of lamps, and what was counted meanwhile."""

    def __init__(self, hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
        hubspace.empty()
        hubspace.add(*many(LAMPS))
        self.hass = hass
        self.counts = Counter[str]()
        self._entry = linked(hass, hubspace, hubspace.accounts[EMAIL].id)

    async def run(self) -> None:
        """Set it up."""
        assert await self.hass.config_entries.async_setup(self._entry.entry_id)
        await self.hass.async_block_till_done()

    def count(self, monkeypatch: pytest.MonkeyPatch, where: type, name: str) -> None:
        """Count the calls of a method from now on."""
        method = getattr(where, name)

        def counted(*arguments: Any, **options: Any) -> Any:
            self.counts[name] += 1
            return method(*arguments, **options)

        monkeypatch.setattr(where, name, counted)

    @property
    def platforms(self) -> list[EntityPlatform]:
        """Return the platforms that are loaded for it."""
        return async_get_platforms(self.hass, DOMAIN)

    @property
    def entities(self) -> list[Entity]:
        """Return all that it shows."""
        return [entity for platform in self.platforms for entity in platform.entities.values()]


@pytest.fixture
async def set_up(latchkey: None, hass: HomeAssistant, hubspace: HubspaceSimulator) -> SetUp:
    """Return a set-up of a home with what is imported, and known of the classes of entities, once for all."""
    set_up = SetUp(hass, hubspace)
    await set_up.run()
    assert await hass.config_entries.async_unload(set_up._entry.entry_id)
    return set_up


async def test_no_platform_is_loaded_for_what_an_account_does_not_have(set_up: SetUp) -> None:
    await set_up.run()
    assert Counter(each.domain for each in set_up.platforms) == {"binary_sensor": 1, "light": 1, "sensor": 1}
    assert len(set_up.hass.states.async_all("light")) == LAMPS


async def test_each_device_is_registered_once(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up.count(monkeypatch, DeviceRegistry, "async_get_or_create")
    await set_up.run()
    assert set_up.counts["async_get_or_create"] == LAMPS
    assert all(entity.device_entry is not None for entity in set_up.entities)


async def test_all_that_blocks_is_done_in_five_threads(
    set_up: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.count(monkeypatch, asyncio.BaseEventLoop, "run_in_executor")
    await set_up.run()
    # To import the vendor and its library, to read the token and keep the next, and for what was taken over.
    assert set_up.counts["run_in_executor"] == 5


async def test_entities_of_a_class_keep_the_names_of_their_attributes_once(set_up: SetUp) -> None:
    await set_up.run()
    assert max(len(vars(entity)) for entity in set_up.entities) <= SHARED_NAMES
