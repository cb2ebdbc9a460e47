"""Events of a vendor's own bus that are fired here."""

import pytest
from homeassistant.core import Event, EventOrigin, HomeAssistant

from custom_components.latchkey.account.bus_events import fire, is_own


async def test_an_event_from_elsewhere_is_marked_as_such(hass: HomeAssistant) -> None:
    seen: list[Event] = []
    hass.bus.async_listen("doorbell_pressed", seen.append)
    fire(hass, "doorbell_pressed", {"door": "front"})
    await hass.async_block_till_done()
    assert [(event.data, event.origin) for event in seen] == [({"door": "front"}, EventOrigin.remote)]


@pytest.mark.parametrize(
    "event_type",
    [
        "call_service",
        "homeassistant_stop",
        "state_changed",
        "user_added",
        "area_registry_updated",
        "automation_reloaded",
        "homeassistant_of_later",
    ],
)
async def test_what_a_home_assistant_runs_by_is_never_fired(hass: HomeAssistant, event_type: str) -> None:
    seen: list[Event] = []
    hass.bus.async_listen(event_type, seen.append)
    fire(hass, event_type, {})
    await hass.async_block_till_done()
    assert seen == []
    assert is_own(event_type)
