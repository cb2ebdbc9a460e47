"""Taking over from an old integration: what becomes ours, what stays, and what is given back."""

import pytest
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over

from .world import LIGHT, World


@pytest.fixture
async def linked(world: World) -> World:
    """Return an account that is linked beside an old integration that runs."""
    await world.have_old()
    await world.link()
    return world


async def test_an_old_entity_becomes_ours_with_all_that_it_has(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    before = world.registry.async_update_entity(
        LIGHT, name="My lamp", icon="mdi:lamp", labels={"label"}, aliases=["lamp"], categories={"scope": "id"}
    )
    world.registry.async_update_entity_options(LIGHT, "conversation", {"should_expose": False})
    await world.link()

    assert await async_take_over(hass, world.entry) == 2

    after = world.entity(LIGHT)
    assert (after.platform, after.id) == (DOMAIN, before.id)
    assert (after.name, after.icon, after.labels) == ("My lamp", "mdi:lamp", {"label"})
    assert (after.aliases, after.categories) == (["lamp"], {"scope": "id"})
    assert after.options["conversation"] == {"should_expose": False}
    assert after.device_id == world.thing.id
    assert hass.states.get(LIGHT).state == "on"  # type: ignore[union-attr]
    assert world.old.disabled_by is ConfigEntryDisabler.USER
    assert not world.registry.async_is_registered("light.thing")
    assert hass.states.get("light.thing") is None


async def test_what_has_no_counterpart_stays_with_its_old_integration(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    assert linked.platform("switch.kitchen_lamp_night_light") == "hubspace"


async def test_nothing_is_left_to_take_over_a_second_time(hass: HomeAssistant, linked: World) -> None:
    await async_take_over(hass, linked.entry)
    assert await async_take_over(hass, linked.entry) == 0


async def test_an_undo_gives_everything_back(hass: HomeAssistant, linked: World) -> None:
    first_ids = {entity.entity_id for entity in linked.ours()}
    before = linked.entity(LIGHT)
    await async_take_over(hass, linked.entry)

    assert await async_give_back(hass, linked.entry) == 2

    await hass.async_block_till_done()
    after = linked.entity(LIGHT)
    assert (after.platform, after.unique_id, after.id) == ("hubspace", "old-light", before.id)
    assert linked.old.state is ConfigEntryState.LOADED
    assert hass.states.get(LIGHT).state == "on"  # type: ignore[union-attr]
    assert {entity.entity_id for entity in linked.ours()} == first_ids
    assert hass.states.get("light.thing").state == "on"  # type: ignore[union-attr]
