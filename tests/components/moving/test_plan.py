"""What a takeover would do."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.latchkey.clouds.predecessor import Counterpart
from custom_components.latchkey.moving.plan import Plan, make_plan

from .world import LIGHT, World


async def reasons(world: World) -> dict[str, str]:
    """Return why old entities are not taken over, by their unique ids."""
    return {each.old.unique_id: each.reason for each in (await world.plan()).missing}


async def test_an_account_without_a_predecessor_has_no_plan(world: World) -> None:
    world.predecessor = None
    await world.have_old()
    await world.link()
    assert await world.plan() == Plan()


async def test_an_account_that_is_not_set_up_has_no_plan(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    await hass.config_entries.async_unload(world.entry.entry_id)
    assert await world.plan() == Plan()


async def test_what_is_of_another_domain_here_is_not_taken_over(world: World) -> None:
    world.counterparts["old-switch"] = Counterpart(feature=("thing", "reset"))
    await world.have_old()
    await world.link()
    assert await reasons(world) == {"old-switch": "other_domain"}


async def test_of_two_that_are_one_here_the_one_in_use_is_taken_over(world: World) -> None:
    world.counterparts["other-light"] = Counterpart(feature=("thing", "light"))
    await world.have_old()
    world.registry.async_get_or_create(
        "light",
        "hubspace",
        "other-light",
        config_entry=world.old,
        suggested_object_id="a_lamp",
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    await world.link()
    assert (await reasons(world))["other-light"] == "merged"
    assert LIGHT in {pair.old.entity_id for pair in (await world.plan()).pairs}


async def test_what_is_of_another_account_is_not_spoken_of(world: World) -> None:
    world.counterparts["old-switch"] = "other_account"
    await world.have_old()
    await world.link()
    assert await reasons(world) == {}


def test_nothing_becomes_nothing() -> None:
    assert make_plan([], lambda _: "no_counterpart", lambda _: [], ()) == Plan()
