"""Entities that show what the YAML lists."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType


class OldEntity(Entity):
    """One of them, without a device."""

    _attr_should_poll = False

    def __init__(self, listed: Mapping[str, Any]) -> None:
        """Take what the YAML says of it."""
        self._attr_name = listed["name"]
        self._attr_unique_id = listed["unique_id"]
        self._state = listed.get("state", "heat")

    @property
    @override
    def state(self) -> str:
        """Return how it is."""
        return str(self._state)


async def async_setup_platform(
    hass: HomeAssistant,
    config: ConfigType,
    async_add_entities: AddEntitiesCallback,
    discovery_info: DiscoveryInfoType | None = None,
) -> None:
    """Add the entities of the platform."""
    assert discovery_info is not None
    async_add_entities(OldEntity(each) for each in discovery_info["entities"])
