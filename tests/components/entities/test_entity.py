"""What all entities have in common, with devices that change under them."""

from dataclasses import replace
from typing import Any

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.latchkey.clouds.model import BinarySensor, Device, Feature, Snapshot, Switch
from custom_components.latchkey.const import DOMAIN

from ..memory import MemoryCloud, link

SWITCH = Switch(key="switch", on=True)
OUTLET = "switch.thing"


async def show(hass: HomeAssistant, cloud: MemoryCloud, *features: Feature, available: bool = True) -> None:
    """Let the device have these features from the next poll on."""
    device = Device(
        id="thing", name="Thing", available=available, features={each.key: each for each in features}
    )
    cloud._home = Snapshot(devices={"thing": device})
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()


def state(hass: HomeAssistant, entity_id: str = OUTLET) -> str:
    """Return the state of an entity."""
    found = hass.states.get(entity_id)
    assert found is not None
    return found.state


async def test_an_entity_is_named_after_its_account_its_device_and_its_feature(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, SWITCH)
    entity = er.async_get(hass).async_get(OUTLET)
    assert entity is not None
    assert entity.unique_id == "memory:memory:thing:switch"


async def test_an_entity_tells_its_attributes_beside_its_state_and_follows_them(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, replace(SWITCH, attributes={"until": "2026-11-21T12:00:00+00:00"}))
    found = hass.states.get(OUTLET)
    assert found is not None
    assert found.attributes["until"] == "2026-11-21T12:00:00+00:00"
    await show(hass, cloud, SWITCH)
    found = hass.states.get(OUTLET)
    assert found is not None
    assert "until" not in found.attributes


async def test_an_entity_follows_its_feature(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, SWITCH)
    assert state(hass) == STATE_ON
    await show(hass, cloud, replace(SWITCH, on=False))
    assert state(hass) == STATE_OFF


async def test_an_entity_is_not_available_while_its_device_is_not_reached(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, SWITCH)
    await show(hass, cloud, SWITCH, available=False)
    assert state(hass) == STATE_UNAVAILABLE
    await show(hass, cloud, SWITCH)
    assert state(hass) == STATE_ON


async def test_what_is_told_without_the_device_is_available_while_that_is_not_reached(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = BinarySensor(key="connection", on=True, told_without_device=True)
    cloud = await link(hass, monkeypatch, connection)
    assert state(hass, "binary_sensor.thing") == STATE_ON
    await show(hass, cloud, replace(connection, on=False), available=False)
    assert state(hass, "binary_sensor.thing") == STATE_OFF


async def test_an_entity_is_not_available_while_its_device_does_not_tell_the_feature(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cloud = await link(hass, monkeypatch, SWITCH)
    await show(hass, cloud)
    assert state(hass) == STATE_UNAVAILABLE
    await show(hass, cloud, SWITCH)
    assert state(hass) == STATE_ON
    assert "does not generate unique IDs" not in caplog.text


async def test_a_feature_that_becomes_another_kind_of_feature_gets_an_entity_of_that_kind(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, SWITCH)
    await show(hass, cloud, BinarySensor(key="switch", on=True))
    assert state(hass) == STATE_UNAVAILABLE
    assert state(hass, "binary_sensor.thing") == STATE_ON


async def test_a_feature_that_appears_gets_an_entity(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch)
    await show(hass, cloud, SWITCH)
    assert state(hass) == STATE_ON


async def test_a_feature_may_keep_its_entity_out_of_sight(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, replace(SWITCH, enabled=False, category="config"))
    entity = er.async_get(hass).async_get(OUTLET)
    assert entity is not None
    assert (entity.disabled_by, entity.entity_category) == (er.RegistryEntryDisabler.INTEGRATION, "config")


NAMED = replace(SWITCH, name="Socket", object_id="coffee_machine")


@pytest.mark.parametrize(
    ("options", "entity_id"),
    [
        ({}, "switch.thing_socket"),
        ({"id_prefix": ""}, "switch.coffee_machine"),
        ({"id_prefix": "parents_"}, "switch.parents_coffee_machine"),
    ],
)
async def test_an_entity_is_called_as_at_its_vendor_where_a_person_wants_that(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], entity_id: str
) -> None:
    await link(hass, monkeypatch, NAMED, **options)
    assert state(hass, entity_id) == STATE_ON


async def test_an_entity_id_that_is_taken_gets_a_number(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    er.async_get(hass).async_get_or_create("switch", "maker", "1", suggested_object_id="coffee_machine")
    await link(hass, monkeypatch, NAMED, id_prefix="")
    assert state(hass, "switch.coffee_machine_2") == STATE_ON


async def test_an_entity_id_that_is_registered_stays_whatever_it_is_called_at_its_vendor(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, NAMED, id_prefix="")
    er.async_get(hass).async_update_entity("switch.coffee_machine", new_entity_id="switch.mine")
    cloud.has(replace(NAMED, object_id="tea_kettle"))
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state(hass, "switch.mine") == STATE_ON


@pytest.mark.parametrize("object_id", ["_", "__", "a" * 400])
async def test_what_is_no_entity_id_does_no_harm(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, object_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    await link(hass, monkeypatch, replace(NAMED, object_id=object_id), id_prefix="")
    assert len(hass.states.async_entity_ids("switch")) == 1
    assert "ERROR" not in caplog.text
    assert "invalid entity ID" not in caplog.text
