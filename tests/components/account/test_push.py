"""What a vendor pushes: who is told, what is logged, and how it begins and ends."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.latchkey.account import coordinator
from custom_components.latchkey.account.selection import CONF_MIRRORED
from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds.model import BinarySensor, Switch
from custom_components.latchkey.const import CONF_HIDDEN_PLACES, CONF_SELECTION, DOMAIN

from ..home import state
from ..memory import MemoryCloud, link

PUMP = Switch(key="pump", name="Pump", on=False)
LAMP = Switch(key="lamp", name="Lamp", on=False)
PUMP_ID = "switch.thing_pump"
LAMP_ID = "switch.thing_lamp"


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud that pushes how a pump and a lamp are, of what a person has chosen."""
    return await link(hass, monkeypatch, PUMP, LAMP, selects=True)


def reauth_flows(hass: HomeAssistant) -> int:
    """Return how many dialogs ask for a new login."""
    return sum(
        flow["context"]["source"] == SOURCE_REAUTH for flow in hass.config_entries.flow.async_progress()
    )


async def poll(hass: HomeAssistant) -> None:
    """Let the next poll come, and wait until it is over."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=32))
    await hass.async_block_till_done()


async def settle() -> None:
    """Let what is under way get on."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_pushed_is_shown_at_once(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(replace(PUMP, on=True))
    assert (state(hass, PUMP_ID).state, state(hass, LAMP_ID).state) == (STATE_ON, STATE_OFF)


async def test_a_push_is_told_to_the_entities_alone_that_it_is_about(
    looked: list[str], cloud: MemoryCloud
) -> None:
    cloud.push(replace(PUMP, on=True))
    assert looked == [PUMP_ID]


async def test_a_push_about_anything_is_told_to_all_that_are_not_as_they_were(
    looked: list[str], cloud: MemoryCloud
) -> None:
    cloud.push_all(replace(PUMP, on=True), LAMP)
    assert looked == [PUMP_ID]


async def test_a_push_about_what_nobody_shows_is_told_to_nobody(
    hass: HomeAssistant, looked: list[str], cloud: MemoryCloud
) -> None:
    cloud.push(Switch(key="unheard_of", on=True))
    assert not looked


async def test_a_push_asks_the_vendor_for_nothing_and_leaves_the_next_poll_where_it_is(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    fetched = cloud.fetched
    cloud.push(replace(PUMP, on=True))
    cloud.push_all(PUMP)
    await settle()
    assert cloud.fetched == fetched
    await poll(hass)
    assert cloud.fetched == fetched + 1


async def test_a_poll_finds_what_a_push_missed(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.has(replace(PUMP, on=True), LAMP)
    assert state(hass, PUMP_ID).state == STATE_OFF
    await poll(hass)
    assert state(hass, PUMP_ID).state == STATE_ON


async def test_what_appears_gets_an_entity_and_what_goes_takes_its_along(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    door = BinarySensor(key="door", name="Door", on=True)
    cloud.push_all(LAMP, door)
    await hass.async_block_till_done()
    assert state(hass, "binary_sensor.thing_door").state == STATE_ON
    assert er.async_get(hass).async_get(PUMP_ID) is None
    assert hass.states.get(PUMP_ID) is None


@pytest.mark.parametrize("mirrored", [True, False])
async def test_a_user_that_is_added_is_known_where_what_is_mirrored_is_shown(
    hass: HomeAssistant, cloud: MemoryCloud, mirrored: bool
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    hass.config_entries.async_update_entry(entry, options={CONF_SELECTION: {CONF_MIRRORED: mirrored}})
    await hass.config_entries.async_reload(entry.entry_id)
    user = await hass.auth.async_create_user("Parents")
    await hass.async_block_till_done()
    assert (user.id in cloud.made[-1]._settings.own_account_ids) is mirrored


async def test_what_comes_back_is_shown_and_followed_again(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push_all(LAMP)
    await hass.async_block_till_done()
    cloud.push_all(LAMP, PUMP)
    await hass.async_block_till_done()
    cloud.push(replace(PUMP, on=True))
    assert state(hass, PUMP_ID).state == STATE_ON


async def test_what_goes_where_nobody_chooses_leaves_an_entity_that_is_not_available(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    cloud.push_all()
    assert state(hass, PUMP_ID).state == STATE_UNAVAILABLE


async def test_both_entities_of_a_feature_that_became_another_kind_are_told_where_nobody_chooses(
    hass: HomeAssistant, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP, LAMP)
    became = BinarySensor(key="pump", name="Pump", on=True)
    cloud.push_all(became, LAMP)
    await hass.async_block_till_done()
    looked.clear()
    cloud.push(replace(became, on=False))
    assert looked == [PUMP_ID, "binary_sensor.thing_pump"]
    assert state(hass, "binary_sensor.thing_pump").state == STATE_OFF


async def test_what_a_person_hid_stays_hidden_however_it_changes(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    thing = replace(cloud._home.devices["thing"], place="cellar")
    cloud._home = replace(cloud._home, devices={"thing": thing})
    hass.config_entries.async_update_entry(entry, options={CONF_HIDDEN_PLACES: ["cellar"]})
    cloud.push(replace(PUMP, on=True))
    assert not entry.runtime_data.data.devices


async def test_a_connection_that_is_lost_makes_all_unavailable_until_it_is_back_and_costs_two_log_lines(
    hass: HomeAssistant, cloud: MemoryCloud, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "custom_components.latchkey")
    for _ in range(3):
        cloud.listener.lost(TemporaryError("gone", cause="no_answer"))
    assert (state(hass, PUMP_ID).state, state(hass, LAMP_ID).state) == (STATE_UNAVAILABLE, STATE_UNAVAILABLE)
    cloud.push(replace(PUMP, on=True))
    assert (state(hass, PUMP_ID).state, state(hass, LAMP_ID).state) == (STATE_ON, STATE_OFF)
    cloud.push(PUMP)
    said = [record.getMessage() for record in caplog.records if record.name == "custom_components.latchkey"]
    assert said == [
        "Error requesting Memory data: Memory did not answer in time",
        "Memory is reached again",
    ]


async def test_a_poll_that_fails_is_made_good_by_the_next_push(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.fetch_error = TemporaryError("gone")
    await poll(hass)
    assert state(hass, LAMP_ID).state == STATE_UNAVAILABLE
    cloud.push(replace(PUMP, on=True))
    assert (state(hass, PUMP_ID).state, state(hass, LAMP_ID).state) == (STATE_ON, STATE_OFF)


async def test_a_token_that_is_rejected_leads_to_one_new_login_and_the_vendor_is_listened_to_no_more(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.fetch_error = RefreshTokenRejected("invalid_grant")
    cloud.fail(RefreshTokenRejected("invalid_grant"))
    await settle()
    await hass.async_block_till_done()
    assert state(hass, PUMP_ID).state == STATE_UNAVAILABLE
    await poll(hass)
    assert reauth_flows(hass) == 1
    assert not cloud.listeners


async def test_a_mistake_of_ours_is_told_and_the_vendor_is_listened_to_again(
    hass: HomeAssistant,
    cloud: MemoryCloud,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coordinator, "LISTEN_PAUSE", 0.01)
    cloud.fail(ZeroDivisionError())
    await settle()
    assert "What Memory pushes could not be taken" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert state(hass, PUMP_ID).state == STATE_OFF
    async with asyncio.timeout(5):
        while not cloud.listeners:  # noqa: ASYNC110 - a double, which tells nobody
            await asyncio.sleep(0.005)
    cloud.push(replace(PUMP, on=True))
    assert state(hass, PUMP_ID).state == STATE_ON


async def test_a_vendor_is_listened_to_until_the_account_is_unloaded(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    listening = entry.runtime_data._listening
    assert cloud.listeners == [entry.runtime_data]
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert listening.cancelled()
    assert not cloud.listeners


async def test_a_vendor_is_listened_to_no_more_before_the_session_closes(
    hass: HomeAssistant, cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    listeners_at_the_close: list[int] = []
    session = entry.runtime_data._session
    close = session.async_close

    async def note() -> None:
        listeners_at_the_close.append(len(cloud.listeners))
        await close()

    monkeypatch.setattr(session, "async_close", note)
    await hass.config_entries.async_unload(entry.entry_id)
    assert set(listeners_at_the_close) == {0}


async def test_an_account_that_cannot_be_set_up_is_not_listened_to(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    cloud.fetch_error = TemporaryError("gone")
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert not any(each.listeners for each in cloud.made)


async def test_a_name_that_changes_is_the_entitys_from_then_on(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(replace(PUMP, name="Well"))
    entity = er.async_get(hass).async_get(PUMP_ID)
    assert entity is not None
    assert entity.original_name == "Well"
    assert state(hass, PUMP_ID).name == "Thing Well"


async def test_a_name_that_changes_leaves_the_one_that_a_person_chose(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    er.async_get(hass).async_update_entity(PUMP_ID, name="My pump")
    cloud.push(replace(PUMP, name="Well"))
    assert "My pump" in state(hass, PUMP_ID).name


async def test_an_icon_of_the_vendor_is_shown_and_followed(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(replace(PUMP, icon="mdi:pump"))
    assert state(hass, PUMP_ID).attributes["icon"] == "mdi:pump"
    cloud.push(PUMP)
    assert "icon" not in state(hass, PUMP_ID).attributes


async def test_a_feature_that_the_vendor_knows_nothing_of_is_not_available(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(replace(PUMP, available=False))
    assert state(hass, PUMP_ID).state == STATE_UNAVAILABLE
    cloud.push(PUMP)
    assert state(hass, PUMP_ID).state == STATE_OFF


def area(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the room that an entity is in by itself."""
    entity = er.async_get(hass).async_get(entity_id)
    assert entity is not None
    found = ar.async_get(hass).async_get_area(entity.area_id) if entity.area_id else None
    return found.name if found else None


async def test_an_entity_is_put_into_its_own_room_when_it_is_first_added(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    door = BinarySensor(key="door", name="Door", on=True, place="hall")
    cloud.push_all(PUMP, door, hall="Hall")
    await hass.async_block_till_done()
    assert area(hass, "binary_sensor.thing_door") == "Hall"
    assert area(hass, PUMP_ID) is None


async def test_a_room_of_an_entity_is_found_by_the_alias_of_an_area(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    ar.async_get(hass).async_create("Corridor", aliases={"Hall"})
    cloud.push_all(BinarySensor(key="door", name="Door", on=True, place="hall"), hall="Hall")
    await hass.async_block_till_done()
    assert area(hass, "binary_sensor.thing_door") == "Corridor"


async def test_an_entity_that_is_the_device_itself_is_where_that_is(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push_all(BinarySensor(key="door", on=True, place="hall"), hall="Hall", cellar="Cellar")
    await hass.async_block_till_done()
    assert area(hass, "binary_sensor.thing") is None
    cloud.push_all(BinarySensor(key="door", on=False, place="cellar"), hall="Hall", cellar="Cellar")
    assert state(hass, "binary_sensor.thing").state == STATE_OFF
    assert area(hass, "binary_sensor.thing") is None


async def test_an_entity_stays_where_a_person_put_it(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    door = BinarySensor(key="door", name="Door", on=True, place="hall")
    cloud.push_all(PUMP, door, hall="Hall")
    await hass.async_block_till_done()
    attic = ar.async_get(hass).async_create("Attic")
    er.async_get(hass).async_update_entity("binary_sensor.thing_door", area_id=attic.id)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    cloud.has(door, hall="Hall")
    await hass.config_entries.async_reload(entry.entry_id)
    assert area(hass, "binary_sensor.thing_door") == "Attic"


async def test_an_entity_that_a_person_took_out_of_its_room_stays_out(
    hass: HomeAssistant, cloud: MemoryCloud, freezer: FrozenDateTimeFactory
) -> None:
    door = BinarySensor(key="door", name="Door", on=True, place="hall")
    cloud.push_all(PUMP, door, hall="Hall")
    await hass.async_block_till_done()
    freezer.tick(60)
    er.async_get(hass).async_update_entity("binary_sensor.thing_door", area_id=None)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await hass.config_entries.async_reload(entry.entry_id)
    assert area(hass, "binary_sensor.thing_door") is None


async def test_an_entity_that_changes_its_room_is_taken_along(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    places = {"hall": "Hall", "yard": "Yard"}
    cloud.push_all(replace(PUMP, place="hall"), LAMP, **places)
    assert area(hass, PUMP_ID) == "Hall"
    cloud.push_all(replace(PUMP, place="yard"), LAMP, **places)
    assert area(hass, PUMP_ID) == "Yard"
    cloud.push_all(PUMP, LAMP, **places)
    assert area(hass, PUMP_ID) is None


async def test_an_entity_goes_with_its_room_where_that_gets_another_name(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    areas = ar.async_get(hass)
    cloud.push_all(replace(PUMP, place="hall"), replace(LAMP, place="yard"), hall="Hall", yard="Yard")
    await hass.async_block_till_done()
    areas.async_update("yard", aliases={"Court"})
    cloud.push_all(replace(PUMP, place="hall"), replace(LAMP, place="yard"), hall="Foyer", yard="Garden")
    await hass.async_block_till_done()
    assert (area(hass, PUMP_ID), area(hass, LAMP_ID)) == ("Foyer", "Garden")
    assert {each.id: each.name for each in areas.async_list_areas()} == {
        "hall": "Foyer",
        "yard": "Yard",
        "garden": "Garden",
    }


async def test_a_room_that_is_renamed_while_home_assistant_is_not_there_is_followed(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push_all(replace(PUMP, place="hall"), LAMP, hall="Hall")
    await hass.async_block_till_done()
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_unload(entry.entry_id)
    cloud.has(replace(PUMP, place="hall"), LAMP, hall="Foyer")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert area(hass, PUMP_ID) == "Foyer"
    assert [each.name for each in ar.async_get(hass).async_list_areas()] == ["Foyer"]


async def test_an_entity_that_changes_its_room_stays_where_a_person_put_it(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    attic = ar.async_get(hass).async_create("Attic")
    er.async_get(hass).async_update_entity(PUMP_ID, area_id=attic.id)
    cloud.push_all(replace(PUMP, place="hall"), LAMP, hall="Hall")
    assert area(hass, PUMP_ID) == "Attic"
