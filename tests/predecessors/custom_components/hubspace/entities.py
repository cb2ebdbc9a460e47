"""Entities that show what the entry lists."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback, async_get_current_platform


class OldEntity(Entity):
    """One of them: of whatever platform, since nobody acts on it."""

    _attr_should_poll = False

    def __init__(self, entry: ConfigEntry, listed: Mapping[str, Any]) -> None:
        """Take what the entry says of it."""
        self._listed = listed
        self._attr_name = listed["name"]
        self._attr_unique_id = listed["unique_id"].format(entry=entry.entry_id)
        self._attr_unit_of_measurement = listed.get("unit")
        if "device" in listed:
            self._attr_has_entity_name = True
            identifier = (entry.domain, listed["device"])
            self._attr_device_info = DeviceInfo(identifiers={identifier}, name=listed["device"])

    @property
    @override
    def state(self) -> str:
        """Return how it is."""
        return str(self._listed.get("state", "on"))

    @property
    @override
    def capability_attributes(self) -> dict[str, Any] | None:
        """Return what makes statistics of it."""
        state_class = self._listed.get("state_class")
        return {"state_class": state_class} if state_class else None


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the entities of the platform."""
    domain = async_get_current_platform().domain
    listed = entry.options["entities"]
    async_add_entities(OldEntity(entry, each) for each in listed if each["domain"] == domain)
