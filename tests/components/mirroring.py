"""Two real Home Assistants in this process: an account here shows what is there."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_component import DATA_INSTANCES, EntityComponent
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.clouds.home_assistant.remote import Remote

from .mirror import another_home, have_linked


class Mirror:
    """This Home Assistant, the other one, and the account between them."""

    def __init__(self, here: HomeAssistant, remote: Remote) -> None:
        self.here = here
        self.there = remote.hass
        self.remote = remote
        self.entry: MockConfigEntry

    async def add(self, *entities: Entity) -> EntityComponent[Entity]:
        """Have entities there, all of one kind, and return what keeps them."""
        (domain,) = {entity.entity_id.partition(".")[0] for entity in entities}
        assert await async_setup_component(self.there, domain, {})
        component = self.there.data[DATA_INSTANCES][domain]
        await component.async_add_entities(entities)
        return component

    async def link(self) -> None:
        """Link the other one, and wait until what is there is shown here."""
        self.entry = await have_linked(self.here, self.remote)

    async def hang_up(self) -> None:
        """Have the connection lost."""
        cloud = self.entry.runtime_data.link[1]
        await cloud._connection.client.async_close()

    async def until(self, told: Callable[[], object], expected: object) -> None:
        """Wait until something is as it should be; fail with what it is instead."""
        try:
            async with asyncio.timeout(5):
                while told() != expected:  # noqa: ASYNC110 - any of many things may change it
                    await asyncio.sleep(0.01)
        except TimeoutError:
            assert told() == expected

    def id(self, entity_id: str) -> str:
        """Return what an entity there is called here."""
        key = self.remote.entities.entities[entity_id].id
        found = [
            each.entity_id
            for each in er.async_get(self.here).entities.values()
            if each.unique_id.endswith(f":{key}")
        ]
        assert len(found) == 1, f"{entity_id} is {found or 'nothing'} here"
        return found[0]


@asynccontextmanager
async def mirroring(here: HomeAssistant, directory: Path) -> AsyncGenerator[Mirror]:
    """Serve another Home Assistant, and unload the account here when all is done."""
    async with another_home(here, directory) as remote:
        yield Mirror(here, remote)
