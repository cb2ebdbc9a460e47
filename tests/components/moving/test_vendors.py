"""Each kind of account takes over from what really came before it, with registries as that left them."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over
from tests.clouds.home_assistant.remote import Remote

from ..mirror import another_home, have_linked

UUID: Final = "0123456789abcdef0123456789abcdef"


def ours(hass: HomeAssistant, entry: MockConfigEntry, domain: str, key: str) -> er.RegistryEntry:
    """Return one of our entities of a domain whose feature has a key."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    found = [each for each in entities if each.domain == domain and each.unique_id.endswith(f":{key}")]
    assert found, f"there is no {domain} {key}"
    return max(found, key=lambda entity: entity.unique_id)


async def have_old(hass: HomeAssistant, old: MockConfigEntry) -> None:
    """Have an old integration set up."""
    old.add_to_hass(hass)
    assert await hass.config_entries.async_setup(old.entry_id)
    await hass.async_block_till_done()


async def check(
    hass: HomeAssistant, entry: MockConfigEntry, domain: str, expected: Iterable[tuple[str, er.RegistryEntry]]
) -> None:
    """Take over, look at what became of each old entity, and give all back."""
    registry = er.async_get(hass)
    before = {
        unique_id: registry.entities[str(registry.async_get_entity_id(new.domain, domain, unique_id))]
        for unique_id, new in expected
    }
    assert await async_take_over(hass, entry) == len(before)
    await hass.async_block_till_done()
    for unique_id, new in expected:
        after = registry.entities[before[unique_id].entity_id]
        assert (after.id, after.platform) == (before[unique_id].id, DOMAIN)
        assert (after.unique_id, after.device_id) == (new.unique_id, new.device_id)
        assert hass.states.get(after.entity_id) is not None or after.disabled

    assert await async_give_back(hass, entry) == len(before)
    await hass.async_block_till_done()
    for unique_id, old in before.items():
        after = registry.entities[old.entity_id]
        assert (after.id, after.platform, after.unique_id) == (old.id, domain, unique_id)
        assert (after.device_id, after.config_entry_id) == (old.device_id, old.config_entry_id)


async def test_hubspace(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    lock = ours(hass, loaded_entry, "lock", "lock")
    _, _, device, metadevice, _ = lock.unique_id.split(":")
    listed = [
        {"domain": "lock", "unique_id": metadevice, "name": None, "device": device, "state": "locked"},
        {
            "domain": "sensor",
            "unique_id": f"{metadevice}.history-event",
            "name": "History event",
            "device": device,
        },
    ]
    old = MockConfigEntry(domain="hubspace", version=5, options={"entities": listed})
    await have_old(hass, old)
    await check(hass, loaded_entry, "hubspace", [(metadevice, lock)])
    assert old.state is ConfigEntryState.LOADED


async def test_bticino_intercom(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> None:
    expected: list[tuple[str, er.RegistryEntry]] = []
    listed: list[dict[str, Any]] = []
    for domain, key, form in (
        ("lock", "lock", "lock_{}"),
        ("light", "light", "light_{}"),
        ("binary_sensor", "ringing", "call_{}"),
        ("event", "doorbell", "doorbell_event_{}"),
        ("sensor", "wifi_strength", "{}_wifi_strength"),
    ):
        new = ours(hass, loaded_bticino_entry, domain, key)
        module = new.unique_id.split(":", 2)[2].removesuffix(f":{key}")
        unique_id = f"{{entry}}_{form.format(module)}"
        listed.append({"domain": domain, "unique_id": unique_id, "name": key, "device": "bridge"})
        expected.append((unique_id, new))
    old = MockConfigEntry(domain="bticino_intercom", version=1, options={"entities": listed})
    await have_old(hass, old)
    named = [(unique_id.format(entry=old.entry_id), new) for unique_id, new in expected]
    await check(hass, loaded_bticino_entry, "bticino_intercom", named)


async def test_a_relay_that_was_a_lock_is_a_lock(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    light = ours(hass, loaded_bticino_entry, "light", "light")
    module = light.unique_id.split(":", 2)[2].removesuffix(":light")
    listed = [
        {
            "domain": "lock",
            "unique_id": f"{{entry}}_light_as_lock_{module}",
            "name": "Gate",
            "state": "locked",
        }
    ]
    await have_old(hass, MockConfigEntry(domain="bticino_intercom", options={"entities": listed}))
    assert await async_take_over(hass, loaded_bticino_entry) == 1
    await hass.async_block_till_done()
    gate = er.async_get(hass).entities["lock.gate"]
    assert (gate.platform, gate.device_id) == (DOMAIN, light.device_id)
    assert hass.states.get("lock.gate").state == "locked"  # type: ignore[union-attr]
    assert er.async_get(hass).async_get(light.entity_id) is None

    assert await async_give_back(hass, loaded_bticino_entry) == 1
    await hass.async_block_till_done()
    assert er.async_get(hass).entities["lock.gate"].platform == "bticino_intercom"
    assert er.async_get(hass).entities[light.entity_id].platform == DOMAIN


async def test_evohome(hass: HomeAssistant, evohome_entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    zones = er.async_entries_for_config_entry(er.async_get(hass), evohome_entry.entry_id)
    zone = next(each for each in zones if each.domain == "climate" and ":zone_" in each.unique_id)
    zone_id = zone.unique_id.split(":zone_")[1].removesuffix(":climate")
    listed = [
        {"domain": "climate", "unique_id": zone_id, "name": "Old zone"},
        {"domain": "button", "unique_id": f"{zone_id}_reset", "name": "Reset old zone"},
    ]
    assert await async_setup_component(hass, "evohome", {"evohome": {"entities": listed}})
    await hass.async_block_till_done()
    await check(hass, evohome_entry, "evohome", [(zone_id, zone)])


async def test_the_area_of_an_old_entity_counts_more_than_one_that_was_found_by_name(
    hass: HomeAssistant, evohome_entry: MockConfigEntry
) -> None:
    areas, devices, registry = ar.async_get(hass), dr.async_get(hass), er.async_get(hass)
    found, chosen = areas.async_create("Kitchen"), areas.async_create("Cellar")
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    await hass.async_block_till_done()
    zone = next(
        device
        for device in dr.async_entries_for_config_entry(devices, evohome_entry.entry_id)
        if device.area_id == found.id
    )
    ((_, identifier),) = zone.identifiers
    listed = [{"domain": "climate", "unique_id": identifier.split(":zone_")[1], "name": "Old zone"}]
    assert await async_setup_component(hass, "evohome", {"evohome": {"entities": listed}})
    await hass.async_block_till_done()
    old = next(each for each in registry.entities.values() if each.platform == "evohome")
    registry.async_update_entity(old.entity_id, name="Stove", area_id=chosen.id)
    await async_take_over(hass, evohome_entry)
    await hass.async_block_till_done()
    moved = devices.async_get(zone.id)
    assert moved is not None
    assert moved.area_id == chosen.id


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant, which has two things."""
    async with another_home(hass, tmp_path) as remote:
        remote.add_entity("light.kitchen", "on", device="Stove")
        remote.add_entity("sensor.weather", "12", state_class="measurement", unit_of_measurement="°C")
        yield remote


async def have_mirrored(hass: HomeAssistant, remote: Remote) -> MockConfigEntry:
    """Have the other Home Assistant shown by the old integration, with a prefix, and return its entry."""
    url = URL(remote.url)
    old = MockConfigEntry(
        domain="remote_homeassistant",
        version=2,
        unique_id=UUID,
        data={"host": url.host, "port": url.port, "secure": False, "access_token": "long-lived"},
        options={
            "entity_prefix": "parents_",
            "entities": [
                {"domain": "light", "name": "parents_kitchen", "state": "off"},
                {"domain": "sensor", "name": "parents_weather", "state": "11"},
                {"domain": "media_player", "name": "parents_radio"},
            ],
        },
    )
    await have_old(hass, old)
    return old


async def test_remote_homeassistant(hass: HomeAssistant, remote: Remote) -> None:
    old = await have_mirrored(hass, remote)
    entry = await have_linked(hass, remote)
    light = ours(hass, entry, "light", remote.entities.entities["light.kitchen"].id)
    weather = ours(hass, entry, "sensor", remote.entities.entities["sensor.weather"].id)
    begin = UUID[:16]
    expected = [(f"{begin}_light.parents_kitchen", light), (f"{begin}_sensor.parents_weather", weather)]
    await check(hass, entry, "remote_homeassistant", expected)
    assert old.state is ConfigEntryState.LOADED
    assert hass.states.get("sensor.parents_weather").state == "11"  # type: ignore[union-attr]


async def test_another_home_assistant_goes_on_under_the_old_entity_ids(
    hass: HomeAssistant, remote: Remote
) -> None:
    await have_mirrored(hass, remote)
    entry = await have_linked(hass, remote)
    assert await async_take_over(hass, entry) == 2
    await hass.async_block_till_done()
    assert hass.states.get("light.parents_kitchen").state == "on"  # type: ignore[union-attr]

    arrived = asyncio.Event()
    end = async_track_state_change_event(
        hass, "sensor.parents_weather", callback(lambda _event: arrived.set())
    )
    remote.hass.states.async_set("sensor.weather", "13", {"unit_of_measurement": "°C"})
    await asyncio.wait_for(arrived.wait(), 5)
    end()
    assert hass.states.get("sensor.parents_weather").state == "13"  # type: ignore[union-attr]
