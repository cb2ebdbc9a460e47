"""Each kind of account takes over from what really came before it, with registries as that left them."""

from collections.abc import Iterable
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving.taking_over import async_give_back, async_take_over


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
