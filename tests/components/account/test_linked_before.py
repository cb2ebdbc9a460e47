"""An account at another Home Assistant that a release has linked which knew less: all stays as it was."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID
from custom_components.latchkey.const import DOMAIN
from tests.clouds.home_assistant.remote import Remote

from ..home import state
from ..mirror import another_home, until


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant with a kitchen, and with what only concerns itself."""
    async with another_home(hass, tmp_path / "other") as remote:
        kitchen = remote.areas.async_create("Kitchen")
        remote.devices.async_update_device(remote.device("Stove").id, area_id=kitchen.id)
        remote.add_entity("light.hob", "off", device="Stove", supported_color_modes=["onoff"])
        remote.add_entity("siren.alarm", "off", device="Stove")
        backup = remote.entities.async_get_or_create("sensor", "backup", "1", original_name="Backup")
        remote.hass.states.async_set(backup.entity_id, "idle")
        yield remote


@pytest.fixture
async def entry(hass: HomeAssistant, remote: Remote) -> MockConfigEntry:
    """Return the entry, as it was written then."""
    token = await remote.hass.auth.async_create_refresh_token(remote.user, CLIENT_ID)
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=f"home_assistant:{remote.user.id}",
        data={
            "kind": "home_assistant",
            "account_name": "Parents",
            "url": remote.url,
            "refresh_token": token.token,
        },
        options={"selection": {"excluded": [], "mirrored": False}},
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def lamp(hass: HomeAssistant, remote: Remote, entry: MockConfigEntry) -> er.RegistryEntry:
    """Return an entity that a person has called and put as they like, as the registry knows it."""
    stove = f"{entry.unique_id}:{remote.device('Stove').id}"
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, stove)}, name="Stove"
    )
    den = ar.async_get(hass).async_create("Den")
    dr.async_get(hass).async_update_device(device.id, area_id=den.id, name_by_user="Old stove")
    hob = remote.entities.async_get("light.hob")
    assert hob is not None
    entities = er.async_get(hass)
    entities.async_get_or_create(
        "light",
        DOMAIN,
        f"{stove}:{hob.id}",
        suggested_object_id="my_hob",
        config_entry=entry,
        device_id=device.id,
    )
    return entities.async_update_entity("light.my_hob", name="My hob", area_id=den.id)


async def test_its_entities_and_devices_keep_their_ids_names_and_areas(
    hass: HomeAssistant, lamp: er.RegistryEntry, entry: MockConfigEntry
) -> None:
    assert lamp.device_id is not None
    device = dr.async_get(hass).async_get(lamp.device_id)
    assert device is not None
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: hass.states.get("light.my_hob") is not None)
    after = er.async_get(hass).async_get("light.my_hob")
    assert after is not None
    assert (after.id, after.name, after.area_id) == (lamp.id, "My hob", lamp.area_id)
    device_after = dr.async_get(hass).async_get(lamp.device_id)
    assert device_after is not None
    assert (device_after.area_id, device_after.name_by_user) == (device.area_id, "Old stove")
    assert "light.stove_hob" not in hass.states.async_entity_ids()


async def test_what_is_new_is_called_after_its_device_and_what_was_shown_is_shown(
    hass: HomeAssistant, lamp: er.RegistryEntry, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: len(hass.states.async_entity_ids("siren")) == 1)
    [siren] = hass.states.async_entity_ids("siren")
    assert siren.endswith("old_stove_alarm")
    assert state(hass, "sensor.test_home_backup").state == "idle"


async def test_nothing_is_left_of_it_once_it_is_removed(
    hass: HomeAssistant, lamp: er.RegistryEntry, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: len(hass.states.async_entity_ids("siren")) == 1)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert not [key for key in ir.async_get(hass).issues if key[0] == DOMAIN]
    assert hass.states.get("light.my_hob") is None
    files = await hass.async_add_executor_job(lambda: list(Path(hass.config.path()).rglob("*")))
    assert not [path for path in files if entry.entry_id in path.name]
