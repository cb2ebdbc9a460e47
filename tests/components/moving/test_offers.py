"""When it is offered to take over: while there is something, and not where a person wants no offer."""

from datetime import timedelta

import pytest
from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.latchkey.clouds.predecessor import Counterpart, Predecessor
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over
from tests.components.memory import MemoryCloud

from .world import LIGHT, World


def offer(world: World, kind: str = "predecessor_found") -> ir.IssueEntry | None:
    """Return what is told of an account, if it is."""
    issue = ir.async_get(world.hass).issues.get((DOMAIN, f"{kind}_{world.entry.entry_id}"))
    return issue if issue is not None and issue.active else None


async def wait_a_moment(hass: HomeAssistant) -> None:
    """Let it be seen what changed."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=5))
    await hass.async_block_till_done()


async def test_what_can_be_taken_over_is_offered_when_an_account_is_set_up(world: World) -> None:
    await world.have_old()
    await world.link()
    issue = offer(world)
    assert issue is not None
    assert issue.is_fixable
    assert issue.learn_more_url.endswith("/docs/memory.md#moving-over")  # type: ignore[union-attr]
    assert issue.translation_placeholders == {
        "account": world.entry.title,
        "predecessor": "Hubspace",
        "domain": "hubspace",
    }


async def test_nothing_is_offered_where_nothing_came_before(world: World) -> None:
    await world.link()
    assert offer(world) is None


async def test_nothing_is_offered_where_nothing_has_a_counterpart(world: World) -> None:
    world.counterparts.clear()
    await world.have_old()
    await world.link()
    assert offer(world) is None


async def test_nothing_of_another_account_is_offered(world: World) -> None:
    world.counterparts.update(dict.fromkeys(world.counterparts, "other_account"))
    await world.have_old()
    await world.link()
    assert offer(world) is None


async def test_a_kind_of_account_without_a_predecessor_offers_nothing(world: World) -> None:
    world.predecessor = None
    await world.have_old()
    await world.link()
    assert offer(world) is None


async def test_an_old_integration_that_is_added_later_is_seen(hass: HomeAssistant, world: World) -> None:
    await world.link()
    await world.have_old()
    await wait_a_moment(hass)
    assert offer(world) is not None


async def test_an_old_integration_that_is_deleted_is_no_longer_offered(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    await world.link()
    await hass.config_entries.async_remove(world.old.entry_id)
    await wait_a_moment(hass)
    assert offer(world) is None


async def test_one_that_is_disabled_is_offered_all_the_same(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await hass.config_entries.async_set_disabled_by(world.old.entry_id, ConfigEntryDisabler.USER)
    await world.link()
    assert offer(world) is not None
    assert await async_take_over(hass, world.entry) == 2
    assert world.entity(LIGHT).disabled_by is None


async def test_one_that_is_no_longer_installed_is_offered_all_the_same(
    hass: HomeAssistant, world: World
) -> None:
    old = MockConfigEntry(domain="uninstalled", state=ConfigEntryState.SETUP_ERROR)
    old.add_to_hass(hass)
    world.registry.async_get_or_create(
        "light", "uninstalled", "old-light", config_entry=old, suggested_object_id="kitchen_lamp"
    )
    world.predecessor = Predecessor(domain="uninstalled", name="Uninstalled")
    await world.link()
    assert offer(world) is not None
    assert await async_take_over(hass, world.entry) == 1
    assert (world.platform(LIGHT), old.disabled_by) == (DOMAIN, ConfigEntryDisabler.USER)


async def test_what_was_taken_over_is_no_longer_offered(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    await hass.async_block_till_done()
    assert offer(world) is None


async def test_what_was_given_back_is_offered_again(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    await async_give_back(hass, world.entry)
    await wait_a_moment(hass)
    assert offer(world) is not None


async def test_an_offer_that_a_person_ignores_stays_ignored(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    ir.async_ignore_issue(hass, DOMAIN, f"predecessor_found_{world.entry.entry_id}", True)
    await hass.config_entries.async_reload(world.entry.entry_id)
    await hass.async_block_till_done()
    issue = offer(world)
    assert issue is not None
    assert issue.dismissed_version is not None


async def test_an_account_that_is_removed_just_after_a_change_offers_nothing(
    hass: HomeAssistant, world: World
) -> None:
    await world.link()
    await world.have_old()
    await hass.config_entries.async_remove(world.entry.entry_id)
    await wait_a_moment(hass)
    assert offer(world) is None


async def test_an_account_that_is_removed_offers_nothing(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    await hass.config_entries.async_remove(world.entry.entry_id)
    assert offer(world) is None


async def test_one_that_must_go_first_is_told_of_even_where_the_account_fails_for_it(
    hass: HomeAssistant, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise ImportError

    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    monkeypatch.setattr(MemoryCloud, "async_fetch", fail)
    await world.link(expect=ConfigEntryState.SETUP_RETRY)
    assert offer(world) is not None


async def test_yaml_that_would_bring_the_old_entities_back_is_told_of(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_yaml()
    await world.link()
    assert offer(world, "predecessor_in_yaml") is None

    await async_take_over(hass, world.entry)
    await hass.async_block_till_done()
    assert offer(world, "predecessor_in_yaml") is not None

    world.yaml.write_text("")
    await hass.config_entries.async_reload(world.entry.entry_id)
    await hass.async_block_till_done()
    assert offer(world, "predecessor_in_yaml") is None


async def test_an_old_integration_that_is_enabled_again_is_told_of_until_it_is_disabled(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    await wait_a_moment(hass)
    assert offer(world, "predecessor_enabled") is None

    await hass.config_entries.async_set_disabled_by(world.old.entry_id, None)
    await wait_a_moment(hass)
    assert offer(world, "predecessor_enabled") is not None
    assert offer(world) is None

    await hass.config_entries.async_set_disabled_by(world.old.entry_id, ConfigEntryDisabler.USER)
    await wait_a_moment(hass)
    assert offer(world, "predecessor_enabled") is None


async def test_one_that_must_go_first_and_is_enabled_again_is_not_offered_a_second_time(
    hass: HomeAssistant, world: World
) -> None:
    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    await hass.config_entries.async_set_disabled_by(world.old.entry_id, None)
    await wait_a_moment(hass)
    assert offer(world, "predecessor_enabled") is not None
    assert offer(world) is None


async def test_one_that_was_given_its_entities_back_may_be_enabled(hass: HomeAssistant, world: World) -> None:
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    await async_give_back(hass, world.entry)
    await wait_a_moment(hass)
    assert offer(world, "predecessor_enabled") is None


async def test_one_that_was_found_on_the_network_and_ignored_is_not_in_the_way(
    hass: HomeAssistant, world: World
) -> None:
    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    MockConfigEntry(domain="hubspace", source=SOURCE_IGNORE).add_to_hass(hass)
    await world.link()
    assert offer(world) is None


async def test_two_accounts_of_one_kind_take_over_what_is_theirs(hass: HomeAssistant, world: World) -> None:
    other = MockConfigEntry(
        domain="hubspace",
        version=5,
        options={"entities": [{"domain": "light", "unique_id": "other-light", "name": "Other lamp"}]},
    )
    world.counterparts["other-light"] = "other_account"
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    assert world.platform("light.other_lamp") == "hubspace"
    assert other.state is ConfigEntryState.LOADED


async def test_a_counterpart_is_asked_for_with_what_the_old_entry_says(world: World) -> None:
    await world.have_old()
    await world.link()
    (light,) = [each for each in world.seen if each.unique_id == "old-light"][:1]
    assert (light.domain, light.entry_id) == ("light", world.old.entry_id)
    assert light.entry_options == world.old.options


async def test_a_counterpart_that_a_person_has_taken_from_the_registry_is_none(world: World) -> None:
    world.counterparts["old-light"] = Counterpart(feature=("thing", "no such thing"))
    await world.have_old()
    await world.link()
    plan = await world.plan()
    assert ("old-light", "not_registered") in {(each.old.unique_id, each.reason) for each in plan.missing}
