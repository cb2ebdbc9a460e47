"""Short words for what the tests of the platforms say over and over."""

from typing import Any

import pytest
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, snapshot_platform
from syrupy.assertion import SnapshotAssertion

from custom_components.latchkey.entities import platforms
from custom_components.latchkey.entities.entity import LatchkeyEntity


def state(hass: HomeAssistant, entity_id: str) -> State:
    """Return how an entity is now."""
    now = hass.states.get(entity_id)
    assert now is not None, f"there is no {entity_id}"
    return now


async def act(hass: HomeAssistant, action: str, entity_id: str, **data: Any) -> None:
    """Have an entity do something ("light.turn_on"), and wait until it has."""
    domain, service = action.split(".")
    await hass.services.async_call(domain, service, {ATTR_ENTITY_ID: entity_id, **data}, blocking=True)


class Home:
    """The devices and entities of an account, by the names that people read."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._areas = ar.async_get(hass)
        devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        self.devices = {str(device.name): device for device in devices}
        self._entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)

    def __getitem__(self, device: str) -> dict[str, er.RegistryEntry]:
        """Return the entities of a device."""
        device_id = self.devices[device].id
        return {
            f"{entity.domain} {entity.original_name or ''}".strip(): entity
            for entity in self._entities
            if entity.device_id == device_id
        }

    def area(self, device: str) -> str | None:
        """Return the room that a device is in."""
        area_id = self.devices[device].area_id
        area = self._areas.async_get_area(area_id) if area_id else None
        return area.name if area else None


def show_only(monkeypatch: pytest.MonkeyPatch, platform: Platform) -> None:
    """Have accounts load one platform alone, as if they had nothing else to show."""
    monkeypatch.setattr(platforms, "_needed", lambda _snapshot: {platform})


async def check_platform(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    """Set an account up with one platform, and compare all entities of that with what they were."""
    show_only(monkeypatch, platform)
    monkeypatch.setattr(LatchkeyEntity, "entity_registry_enabled_default", True)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await snapshot_platform(hass, er.async_get(hass), snapshot, entry.entry_id)
