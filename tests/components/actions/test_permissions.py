"""Who may perform the actions: who may not control an entity may not do so by any other way either."""

import calendar
from collections.abc import Mapping
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import Group
from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator

ZONE = "climate.kitchen"
HOUSE = "climate.home"
HOT_WATER = "water_heater.hot_water"
WEEK = {day.lower(): [{"at": "07:00", "temperature": 19}] for day in calendar.day_name}

ENTITY_ACTIONS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "override_temperature": (ZONE, {"temperature": 20}),
    "set_temporary_preset": (HOUSE, {"preset_mode": "away", "duration": {"days": 1}}),
    "boost_hot_water": (HOT_WATER, {}),
    "override_hot_water": (HOT_WATER, {"state": True}),
    "clear_override": (ZONE, {}),
    "get_schedule": (ZONE, {}),
    "set_schedule": (ZONE, {"schedule": WEEK}),
}
"""Each action that entities carry out, with one that can, and what it takes."""

ACCOUNT_ACTIONS = ("refresh_devices",)
ADMINISTRATORS_ACTIONS = ("send_state",)
TESTED_ELSEWHERE = (
    "answer",
    "change_timer",
    "get_calls",
    "reject",
    "run_script",
    "start_timer",
    "test_ring",
)
"""In `test_helpers.py`, `test_routines.py`, `test_calls.py` and `test_test_rings.py` above, and `door_phone`.

They take another Home Assistant, or a door phone.
"""


async def person(hass: HomeAssistant, *group_ids: str, policy: PolicyType | None = None) -> Context:
    """Return the context of what somebody does who is in these groups, or whom a policy lets do something."""
    if not any(user.is_owner for user in await hass.auth.async_get_users()):
        await hass.auth.async_create_user("Owner")  # The first person is, and may do everything.
    user = await hass.auth.async_create_user("Somebody", group_ids=list(group_ids))
    if policy is not None:
        user.groups = [Group(name="Some", policy=policy)]
        user.perm_lookup = PermissionLookup(er.async_get(hass), dr.async_get(hass))
    return Context(user_id=user.id)


async def resident_of(hass: HomeAssistant, *entity_ids: str) -> Context:
    """Return the context of a person who may control the area of these entities' devices, and no other."""
    area = ar.async_get(hass).async_get_or_create("Granny flat")
    for device in {er.async_get(hass).entities[entity_id].device_id for entity_id in entity_ids}:
        assert device is not None
        dr.async_get(hass).async_update_device(device, area_id=area.id)
    return await person(hass, policy={"entities": {"area_ids": {area.id: True}}})


async def perform(hass: HomeAssistant, action: str, data: Mapping[str, Any], context: Context | None) -> None:
    """Perform an action as somebody."""
    await hass.services.async_call(
        DOMAIN,
        action,
        dict(data),
        blocking=True,
        context=context,
        return_response=action.startswith("get_"),
    )


async def perform_on_entity(hass: HomeAssistant, action: str, context: Context | None) -> None:
    """Perform an action that an entity carries out."""
    entity_id, data = ENTITY_ACTIONS[action]
    await perform(hass, action, {"entity_id": entity_id, **data}, context)


@pytest.fixture
async def heating(hass: HomeAssistant, evohome_entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of an evohome account that is set up."""
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    return evohome_entry


def hall_light(hass: HomeAssistant, entry: MockConfigEntry) -> Mapping[str, Any]:
    """Return what turns a light on by its vendor's own words."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    device = next(device for device in devices if device.name == "Hall light")
    return {"device_id": device.id, "values": [{"functionClass": "power", "value": "on"}]}


def test_every_action_has_its_tests_here(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    tested = {*ENTITY_ACTIONS, *ACCOUNT_ACTIONS, *ADMINISTRATORS_ACTIONS, *TESTED_ELSEWHERE}
    assert hass.services.async_services_for_domain(DOMAIN).keys() == tested


@pytest.mark.parametrize("action", ENTITY_ACTIONS)
async def test_who_may_only_look_cannot_have_an_entity_act(
    hass: HomeAssistant, heating: MockConfigEntry, evohome: EvohomeSimulator, action: str
) -> None:
    asked = len(evohome.requests)
    with pytest.raises(Unauthorized):
        await perform_on_entity(hass, action, await person(hass, GROUP_ID_READ_ONLY))
    assert len(evohome.requests) == asked


@pytest.mark.parametrize("action", ENTITY_ACTIONS)
async def test_a_resident_can_have_the_entities_of_their_area_act(
    hass: HomeAssistant, heating: MockConfigEntry, evohome: EvohomeSimulator, action: str
) -> None:
    await perform_on_entity(hass, action, await resident_of(hass, ENTITY_ACTIONS[action][0]))


@pytest.mark.parametrize("action", ENTITY_ACTIONS)
async def test_a_resident_cannot_have_entities_elsewhere_act(
    hass: HomeAssistant, heating: MockConfigEntry, evohome: EvohomeSimulator, action: str
) -> None:
    resident = await resident_of(hass, "climate.bathroom")
    asked = len(evohome.requests)
    with pytest.raises(Unauthorized):
        await perform_on_entity(hass, action, resident)
    assert len(evohome.requests) == asked


@pytest.mark.parametrize("action", ENTITY_ACTIONS)
async def test_an_automation_can_have_every_entity_act(
    hass: HomeAssistant, heating: MockConfigEntry, action: str
) -> None:
    await perform_on_entity(hass, action, Context(parent_id="what started it"))


@pytest.mark.parametrize("group", [GROUP_ID_READ_ONLY, GROUP_ID_USER])
async def test_only_an_administrator_can_send_raw_values(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry, group: str
) -> None:
    light = hubspace.find("Hall light").id
    with pytest.raises(Unauthorized):
        await perform(hass, "send_state", hall_light(hass, loaded_entry), await person(hass, group))
    assert hubspace.state(light, "power") == "off"

    administrator = await person(hass, GROUP_ID_ADMIN)
    await perform(hass, "send_state", hall_light(hass, loaded_entry), administrator)
    assert hubspace.state(light, "power") == "on"


async def test_a_resident_cannot_send_raw_values_even_to_a_device_of_their_area(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    resident = await resident_of(hass, "light.hall_light")
    with pytest.raises(Unauthorized):
        await perform(hass, "send_state", hall_light(hass, loaded_entry), resident)
    assert hubspace.state(hubspace.find("Hall light").id, "power") == "off"


async def test_an_automation_can_send_raw_values(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await perform(hass, "send_state", hall_light(hass, loaded_entry), Context())
    assert hubspace.state(hubspace.find("Hall light").id, "power") == "on"


async def test_who_may_control_all_entities_of_an_account_can_have_its_devices_read_anew(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    for context in (await person(hass, GROUP_ID_USER), await person(hass, GROUP_ID_ADMIN), Context()):
        await perform(hass, "refresh_devices", {"config_entry_id": loaded_entry.entry_id}, context)


async def test_others_cannot_have_the_devices_of_an_account_read_anew(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    asked = len(hubspace.requests)
    for context in (await person(hass, GROUP_ID_READ_ONLY), await resident_of(hass, "light.hall_light")):
        with pytest.raises(Unauthorized):
            await perform(hass, "refresh_devices", {"config_entry_id": loaded_entry.entry_id}, context)
    assert len(hubspace.requests) == asked


@pytest.mark.parametrize("action", ["send_state", "refresh_devices"])
async def test_a_user_who_is_gone_can_do_nothing(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, action: str
) -> None:
    data = {
        "send_state": hall_light(hass, loaded_entry),
        "refresh_devices": {"config_entry_id": loaded_entry.entry_id},
    }
    with pytest.raises(UnknownUser):
        await perform(hass, action, data[action], Context(user_id="gone"))
