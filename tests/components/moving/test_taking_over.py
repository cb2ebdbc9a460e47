"""Taking over from an old integration: what becomes ours, what stays, and what is given back."""

from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.storage import Store
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import latchkey
from custom_components.latchkey.clouds.predecessor import Counterpart
from custom_components.latchkey.const import CONF_RELAYS, DOMAIN
from custom_components.latchkey.moving import steps
from custom_components.latchkey.moving.journal import Move
from custom_components.latchkey.moving.steps import NotMoved
from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over

from .world import LIGHT, RESET, SIGNAL, World


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
    assert (after.icon, after.labels) == ("mdi:lamp", {"label"})
    assert (after.aliases, after.categories) == (["lamp"], {"scope": "id"})
    assert after.options["conversation"] == {"should_expose": False}
    assert after.device_id == world.thing.id
    state = hass.states.get(LIGHT)
    assert state is not None
    assert (state.name, state.state) == ("My lamp", "on")
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


async def test_an_old_integration_in_yaml_lets_go_of_its_entities(hass: HomeAssistant, world: World) -> None:
    await world.have_yaml()
    await world.link()
    assert await async_take_over(hass, world.entry) == 1
    assert world.platform(RESET) == DOMAIN
    assert hass.states.get(RESET).state == "unknown"  # type: ignore[union-attr]


async def test_what_was_in_yaml_is_given_back_as_long_as_the_yaml_is_there(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_yaml()
    await world.link()
    await async_take_over(hass, world.entry)
    assert await async_give_back(hass, world.entry) == 1
    entity = world.entity(RESET)
    assert (entity.platform, entity.unique_id, entity.config_entry_id) == ("evohome", "old-reset", None)


async def test_what_was_in_yaml_stays_ours_once_the_yaml_is_gone(hass: HomeAssistant, world: World) -> None:
    await world.have_yaml()
    await world.link()
    await async_take_over(hass, world.entry)
    world.yaml.write_text("")
    assert await async_give_back(hass, world.entry) == 0
    assert world.platform(RESET) == DOMAIN


async def test_entities_that_are_only_states_become_ours(hass: HomeAssistant, world: World) -> None:
    await world.have_states()
    await world.link()
    assert await async_take_over(hass, world.entry) == 1
    assert world.platform(LIGHT) == DOMAIN
    assert hass.states.get(LIGHT).attributes["friendly_name"] == "Thing"  # type: ignore[union-attr]
    assert world.old.disabled_by is ConfigEntryDisabler.USER


async def test_entities_that_are_only_states_are_given_back(hass: HomeAssistant, world: World) -> None:
    await world.have_states()
    await world.link()
    await async_take_over(hass, world.entry)
    assert await async_give_back(hass, world.entry) == 1
    assert world.platform(LIGHT) == "remote_homeassistant"
    assert hass.states.get(LIGHT).attributes["friendly_name"] == "kitchen_lamp"  # type: ignore[union-attr]


async def test_a_state_that_its_disabled_integration_leaves_behind_goes(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_states()
    await world.link()
    await hass.config_entries.async_set_disabled_by(world.old.entry_id, ConfigEntryDisabler.USER)
    hass.states.async_set(LIGHT, "off")
    await async_take_over(hass, world.entry)
    assert hass.states.get(LIGHT).state == "on"  # type: ignore[union-attr]


async def test_a_device_gets_the_name_the_area_and_the_labels_of_the_old_one(
    hass: HomeAssistant, world: World
) -> None:
    old, areas = await world.have_old_device(), ar.async_get(hass)
    kitchen = areas.async_create("Kitchen").id
    world.devices.async_update_device(old.id, name_by_user="My lamp", area_id=kitchen, labels={"label"})
    await world.link()
    await async_take_over(hass, world.entry)
    thing = world.thing
    assert (thing.name_by_user, thing.area_id, thing.labels) == ("My lamp", kitchen, {"label"})

    await async_give_back(hass, world.entry)
    thing = world.thing
    assert (thing.name_by_user, thing.area_id, thing.labels) == (None, None, set())
    assert world.entity(LIGHT).device_id == old.id


async def test_a_device_keeps_what_a_person_has_given_it(hass: HomeAssistant, world: World) -> None:
    old, areas = await world.have_old_device(), ar.async_get(hass)
    world.devices.async_update_device(old.id, name_by_user="Old", area_id=areas.async_create("Kitchen").id)
    await world.link()
    hall = areas.async_create("Hall").id
    world.devices.async_update_device(world.thing.id, name_by_user="New", area_id=hall)
    await async_take_over(hass, world.entry)
    assert (world.thing.name_by_user, world.thing.area_id) == ("New", hall)


async def test_an_undo_leaves_a_device_that_a_person_has_changed_since(
    hass: HomeAssistant, world: World
) -> None:
    old = await world.have_old_device()
    world.devices.async_update_device(old.id, name_by_user="Old")
    await world.link()
    await async_take_over(hass, world.entry)
    world.devices.async_update_device(world.thing.id, name_by_user="New")
    await async_give_back(hass, world.entry)
    assert world.thing.name_by_user == "New"


async def test_the_area_of_what_is_a_device_itself_here_becomes_that_of_the_device(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    kitchen = ar.async_get(hass).async_create("Kitchen").id
    world.registry.async_update_entity(LIGHT, area_id=kitchen)
    await world.link()
    await async_take_over(hass, world.entry)
    assert (world.entity(LIGHT).area_id, world.thing.area_id) == (None, kitchen)

    await async_give_back(hass, world.entry)
    assert (world.entity(LIGHT).area_id, world.thing.area_id) == (kitchen, None)


async def test_the_name_of_what_is_a_device_itself_here_becomes_that_of_the_device(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    kitchen = ar.async_get(hass).async_create("Kitchen").id
    world.registry.async_update_entity(LIGHT, name="My lamp", area_id=kitchen)
    await world.link()
    await async_take_over(hass, world.entry)
    assert hass.states.get(LIGHT).name == "My lamp"  # type: ignore[union-attr]
    assert (world.thing.name_by_user, world.thing.area_id) == ("My lamp", kitchen)

    await async_give_back(hass, world.entry)
    await hass.async_block_till_done()
    assert (world.entity(LIGHT).name, world.entity(LIGHT).area_id) == ("My lamp", kitchen)
    assert hass.states.get(LIGHT).name == "My lamp"  # type: ignore[union-attr]
    assert (world.thing.name_by_user, world.thing.area_id) == (None, None)


async def test_an_entity_that_is_called_like_its_device_is_not_called_so_twice(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    world.registry.async_update_entity(LIGHT, name="Thing")
    await world.link()
    await async_take_over(hass, world.entry)
    assert hass.states.get(LIGHT).name == "Thing"  # type: ignore[union-attr]
    assert world.thing.name_by_user is None


async def test_the_name_and_the_area_of_an_entity_beside_others_stay_its_own(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old_device()
    garden = ar.async_get(hass).async_create("Garden").id
    world.registry.async_update_entity(LIGHT, name="Terrace", area_id=garden)
    await world.link()
    await async_take_over(hass, world.entry)
    assert (world.entity(LIGHT).name, world.entity(LIGHT).area_id) == ("Terrace", garden)
    assert (world.thing.name_by_user, world.thing.area_id) == (None, None)


async def test_the_name_of_an_entity_stays_where_a_person_has_named_the_device(
    hass: HomeAssistant, world: World
) -> None:
    await world.have_old()
    world.registry.async_update_entity(LIGHT, name="My lamp")
    await world.link()
    world.devices.async_update_device(world.thing.id, name_by_user="Hall")
    await async_take_over(hass, world.entry)
    assert world.entity(LIGHT).name == "My lamp"
    assert world.thing.name_by_user == "Hall"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (er.RegistryEntryDisabler.USER, er.RegistryEntryDisabler.USER),
        (er.RegistryEntryDisabler.INTEGRATION, None),
        (None, None),
    ],
)
async def test_an_entity_stays_disabled_only_where_a_person_has_disabled_it(
    hass: HomeAssistant,
    world: World,
    before: er.RegistryEntryDisabler | None,
    after: er.RegistryEntryDisabler | None,
) -> None:
    await world.have_old()
    world.registry.async_update_entity(LIGHT, disabled_by=before)
    await hass.async_block_till_done()
    await world.link()
    await async_take_over(hass, world.entry)
    assert world.entity(LIGHT).disabled_by == after

    await async_give_back(hass, world.entry)
    assert world.entity(LIGHT).disabled_by == before


async def test_an_entity_of_a_disabled_device_is_disabled_there_alone(
    hass: HomeAssistant, world: World
) -> None:
    old = await world.have_old_device()
    world.devices.async_update_device(old.id, disabled_by=dr.DeviceEntryDisabler.USER)
    await hass.async_block_till_done()
    assert world.entity(LIGHT).disabled_by is er.RegistryEntryDisabler.DEVICE
    await world.link()
    await async_take_over(hass, world.entry)
    assert world.entity(LIGHT).disabled_by is None

    await async_give_back(hass, world.entry)
    assert world.entity(LIGHT).disabled_by is er.RegistryEntryDisabler.DEVICE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (er.RegistryEntryHider.USER, er.RegistryEntryHider.USER),
        (er.RegistryEntryHider.INTEGRATION, None),
        (None, None),
    ],
)
async def test_an_entity_stays_hidden_only_where_a_person_has_hidden_it(
    hass: HomeAssistant,
    world: World,
    before: er.RegistryEntryHider | None,
    after: er.RegistryEntryHider | None,
) -> None:
    await world.have_old()
    world.registry.async_update_entity(LIGHT, hidden_by=before)
    await world.link()
    await async_take_over(hass, world.entry)
    assert world.entity(LIGHT).hidden_by == after

    await async_give_back(hass, world.entry)
    assert world.entity(LIGHT).hidden_by == before


async def test_a_relay_is_shown_as_what_it_was(hass: HomeAssistant, world: World) -> None:
    world.counterparts["old-light"] = Counterpart(feature=("thing", "gate"), relay="lock")
    await world.have_old()
    await world.link()
    await async_take_over(hass, world.entry)
    assert world.entry.options[CONF_RELAYS] == {"thing": "lock"}
    assert world.entity(LIGHT).unique_id == "memory:memory:thing:gate"

    await async_give_back(hass, world.entry)
    assert world.entry.options[CONF_RELAYS] == {}


async def test_what_the_old_integration_has_made_anew_goes_with_an_undo(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, None)
    await hass.async_block_till_done()
    assert linked.platform(f"{LIGHT}_2") == "hubspace"

    await async_give_back(hass, linked.entry)
    await hass.async_block_till_done()
    assert linked.platform(LIGHT) == "hubspace"
    assert linked.registry.async_get(f"{LIGHT}_2") is None


async def test_what_has_taken_over_once_is_not_given_away_to_what_comes_later(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, None)
    await hass.async_block_till_done()
    plan = await linked.plan()
    assert plan.pairs == ()
    assert {each.reason for each in plan.missing} == {"taken", "no_counterpart"}


async def test_an_old_entity_that_appears_later_is_taken_over_as_well(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    linked.registry.async_get_or_create(
        "button", "hubspace", "old-reset", config_entry=linked.old, suggested_object_id="kitchen_reset"
    )
    assert await async_take_over(hass, linked.entry) == 1
    assert await async_give_back(hass, linked.entry) == 3
    assert {linked.platform(each) for each in (LIGHT, SIGNAL, RESET)} == {"hubspace"}


async def test_what_is_deleted_at_the_old_integration_stays_ours(hass: HomeAssistant, linked: World) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_remove(linked.old.entry_id)
    assert await async_give_back(hass, linked.entry) == 0
    assert linked.platform(LIGHT) == DOMAIN


async def test_an_account_that_is_removed_takes_along_what_it_took_over(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_remove(linked.entry.entry_id)
    assert linked.registry.async_get(LIGHT) is None
    assert not list(Path(hass.config.path(".storage")).glob(f"{DOMAIN}.*"))


async def test_nothing_is_moved_while_the_old_integration_cannot_be_unloaded(
    hass: HomeAssistant, linked: World
) -> None:
    linked.old.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    with pytest.raises(NotMoved):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"
    assert linked.entry.state is ConfigEntryState.LOADED


async def test_nothing_is_moved_where_that_cannot_be_remembered(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "async_save", AsyncMock())
    with pytest.raises(FileNotFoundError):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"
    assert linked.old.state is ConfigEntryState.LOADED


async def test_a_record_that_is_not_the_one_on_the_disk_is_not_taken_for_safe(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_take_over(hass, linked.entry)
    await async_give_back(hass, linked.entry)
    monkeypatch.setattr(Store, "async_save", AsyncMock())
    with pytest.raises(OSError, match="not written"):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"


async def test_nothing_is_moved_while_the_account_cannot_be_unloaded(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latchkey, "async_unload_entry", AsyncMock(return_value=False))
    with pytest.raises(NotMoved):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"


async def test_nothing_is_given_back_while_the_account_cannot_be_unloaded(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    linked.entry.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    with pytest.raises(NotMoved):
        await async_give_back(hass, linked.entry)
    assert linked.platform(LIGHT) == DOMAIN


async def test_an_old_integration_that_says_it_is_unloaded_and_is_not_is_not_believed(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hass.config_entries, "async_set_disabled_by", AsyncMock(return_value=True))
    with pytest.raises(NotMoved):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"


async def test_an_entity_that_is_loaded_by_nobody_knows_whom_is_not_moved(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "entity_sources", lambda _hass: {LIGHT: {}})
    with pytest.raises(NotMoved):
        await async_take_over(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"


async def test_nothing_is_given_back_where_nothing_was_taken_over(hass: HomeAssistant, linked: World) -> None:
    assert await async_give_back(hass, linked.entry) == 0


async def test_what_a_person_has_deleted_since_is_not_given_back(hass: HomeAssistant, linked: World) -> None:
    await async_take_over(hass, linked.entry)
    linked.registry.async_remove(SIGNAL)
    await async_give_back(hass, linked.entry)
    assert linked.platform(LIGHT) == "hubspace"


async def test_what_a_person_has_deleted_just_now_is_not_taken_over(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def delete(_hass: HomeAssistant, _entries: object) -> None:
        linked.registry.async_remove(LIGHT)

    monkeypatch.setattr(steps, "async_disable", delete)
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, ConfigEntryDisabler.USER)
    await async_take_over(hass, linked.entry)
    assert linked.registry.async_get(LIGHT) is None
    assert linked.platform(SIGNAL) == DOMAIN


async def test_what_a_device_that_is_gone_has_taken_over_is_given_back(
    hass: HomeAssistant, linked: World
) -> None:
    old = linked.devices.async_get_or_create(
        config_entry_id=linked.old.entry_id, identifiers={("hubspace", "lamp")}
    )
    linked.registry.async_update_entity(LIGHT, device_id=old.id)
    await async_take_over(hass, linked.entry)
    linked.devices.async_remove_device(old.id)
    await async_give_back(hass, linked.entry)
    assert linked.entity(LIGHT).device_id is None


async def test_a_helper_that_holds_an_entity_goes_on_with_it(hass: HomeAssistant, linked: World) -> None:
    helper = MockConfigEntry(
        domain="group",
        title="Lamps",
        options={
            "group_type": "light",
            "entities": [linked.entity(LIGHT).id],
            "hide_members": False,
            "name": "Lamps",
        },
    )
    helper.add_to_hass(hass)
    assert await hass.config_entries.async_setup(helper.entry_id)
    await hass.async_block_till_done()
    await async_take_over(hass, linked.entry)
    await hass.async_block_till_done()
    assert hass.states.get("light.lamps").state == "on"  # type: ignore[union-attr]
    assert hass.states.get("light.lamps").attributes["entity_id"] == [LIGHT]  # type: ignore[union-attr]


async def undo_half(hass: HomeAssistant, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take over, and undo that but for the sensor, which does not let go."""
    real = steps.async_give_back

    async def fail(hass: HomeAssistant, domain: str, move: Move) -> None:
        if move.unique_id == "old-signal":
            raise NotMoved
        await real(hass, domain, move)

    await async_take_over(hass, world.entry)
    with monkeypatch.context() as patched:
        patched.setattr(steps, "async_give_back", fail)
        with pytest.raises(NotMoved):
            await async_give_back(hass, world.entry)


async def test_an_undo_that_failed_half_way_can_be_tried_again(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await undo_half(hass, linked, monkeypatch)
    assert (linked.platform(LIGHT), linked.platform(SIGNAL)) == ("hubspace", DOMAIN)

    assert await async_give_back(hass, linked.entry) == 1
    assert linked.platform(SIGNAL) == "hubspace"
    assert linked.old.disabled_by is None


async def test_what_an_undo_has_left_ours_can_be_given_back_after_another_take_over(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await undo_half(hass, linked, monkeypatch)
    assert await async_take_over(hass, linked.entry) == 1
    assert await async_give_back(hass, linked.entry) == 2
    assert (linked.platform(LIGHT), linked.platform(SIGNAL)) == ("hubspace", "hubspace")


async def test_what_belongs_to_a_device_that_is_not_there_is_not_counted(
    hass: HomeAssistant, world: World
) -> None:
    world.counterparts = {"old-light": Counterpart(feature=("gone", "gate"), relay="lock")}
    await world.have_old()
    await world.link()
    assert await async_take_over(hass, world.entry) == 0
    assert world.platform(LIGHT) == "hubspace"
