"""What happens: it is fired once, when it happens, and never for what happened before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event as StateChange
from homeassistant.core import EventStateChangedData, HomeAssistant, callback

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.model import Event

from .home import state
from .memory import MemoryCloud, link

EVENT = "event.thing"
NOTHING = Event(key="bell", event_types=("ring", "knock"), device_class="doorbell")
RING = replace(NOTHING, event_type="ring", fired_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
KNOCK = replace(NOTHING, event_type="knock", fired_at=datetime(2026, 11, 21, 13, tzinfo=UTC))
SILENT = replace(NOTHING, available=False)


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud with a bell that has rung before."""
    return await link(hass, monkeypatch, RING)


def fired(hass: HomeAssistant) -> str | None:
    """Return what happened last, as far as is known here."""
    event_type: str | None = state(hass, EVENT).attributes["event_type"]
    return event_type


async def test_what_happened_before_is_not_fired(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    assert state(hass, EVENT).state == STATE_UNKNOWN
    assert state(hass, EVENT).attributes["event_types"] == ["ring", "knock"]
    assert state(hass, EVENT).attributes["device_class"] == "doorbell"
    cloud.push_all(RING)
    assert fired(hass) is None


async def test_what_happens_is_fired(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(replace(KNOCK, attributes={"loud": True}))
    assert fired(hass) == "knock"
    assert state(hass, EVENT).attributes["loud"] is True


async def test_the_same_is_fired_once_however_often_it_is_told(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(KNOCK)
    first = state(hass, EVENT).state
    cloud.push(replace(KNOCK, icon="mdi:bell"))
    cloud.push_all(KNOCK)
    assert state(hass, EVENT).state == first


async def test_the_first_that_ever_happens_is_fired(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, NOTHING)
    cloud.push(RING)
    assert fired(hass) == "ring"


async def test_what_was_silent_for_a_while_fires_only_what_happened_meanwhile(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(SILENT)
    assert state(hass, EVENT).state == STATE_UNAVAILABLE
    cloud.push(RING)
    assert fired(hass) is None
    cloud.push(SILENT)
    cloud.push(KNOCK)
    assert fired(hass) == "knock"


async def test_what_is_silent_at_first_fires_nothing_of_what_happened_before(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, SILENT)
    cloud.push(RING)
    assert fired(hass) is None
    cloud.push(KNOCK)
    assert fired(hass) == "knock"


async def test_a_connection_that_was_lost_fires_nothing_anew(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.listener.lost(TemporaryError("gone"))
    cloud.push_all(RING)
    assert fired(hass) is None


async def test_a_restart_of_the_other_side_which_forgets_what_happened_fires_nothing_anew(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(NOTHING)
    cloud.push(RING)
    assert fired(hass) is None


async def test_what_is_none_of_its_events_is_not_fired(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(replace(KNOCK, event_type="explosion"))
    assert fired(hass) is None


async def test_what_happened_while_the_bell_was_not_available_is_seen_by_who_leaves_out_such_changes(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    changes: list[tuple[str, str]] = []

    @callback
    def note(change: StateChange[EventStateChangedData]) -> None:
        old, new = change.data["old_state"], change.data["new_state"]
        assert old is not None
        assert new is not None
        changes.append((old.state, new.state))

    hass.bus.async_listen("state_changed", note)
    cloud.listener.lost(TemporaryError("gone"))
    cloud.push_all(KNOCK)
    now = state(hass, EVENT).state
    assert changes == [
        (STATE_UNKNOWN, STATE_UNAVAILABLE),
        (STATE_UNAVAILABLE, STATE_UNKNOWN),
        (STATE_UNKNOWN, now),
    ]
