"""Short words for what the tests of the platforms say over and over."""

from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, State


def state(hass: HomeAssistant, entity_id: str) -> State:
    """Return how an entity is now."""
    now = hass.states.get(entity_id)
    assert now is not None, f"there is no {entity_id}"
    return now


async def act(hass: HomeAssistant, action: str, entity_id: str, **data: Any) -> None:
    """Have an entity do something ("light.turn_on"), and wait until it has."""
    domain, service = action.split(".")
    await hass.services.async_call(domain, service, {ATTR_ENTITY_ID: entity_id, **data}, blocking=True)
