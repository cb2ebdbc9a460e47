"""What happens: it is fired once, when it happens, and never for what happened before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CoreState, EventStateChangedData, HomeAssistant, callback
from homeassistant.core import Event as StateChange
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.model import Event
from custom_components.latchkey.const import DOMAIN

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
    await hass.async_block_till_done()
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
    await hass.async_block_till_done()
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
    await hass.async_block_till_done()
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
    await hass.async_block_till_done()
    now = state(hass, EVENT).state
    assert changes == [
        (STATE_UNKNOWN, STATE_UNAVAILABLE),
        (STATE_UNAVAILABLE, STATE_UNKNOWN),
        (STATE_UNKNOWN, now),
    ]


async def away(hass: HomeAssistant, cloud: MemoryCloud, *features: Event, clock_ahead: float = 0.0) -> None:
    """Let something happen while the account is not set up, and set it up again."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_unload(entry.entry_id)
    cloud.has(*features)
    cloud._home = replace(cloud._home, clock_ahead=clock_ahead)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


@pytest.fixture
def noon(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Stop the clock when the bell rings."""
    freezer.move_to("2026-11-21T12:00:00Z")
    return freezer


async def test_a_ring_while_nobody_was_here_is_an_event_if_it_is_younger_than_a_minute(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T13:00:59Z")
    await away(hass, cloud, replace(KNOCK, attributes={"loud": True}))
    assert state(hass, EVENT).state == "2026-11-21T13:00:59.000+00:00"
    assert fired(hass) == "knock"
    assert state(hass, EVENT).attributes["loud"] is True


async def test_an_older_one_is_none(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T13:01:01Z")
    await away(hass, cloud, KNOCK)
    assert fired(hass) is None


async def test_how_young_it_is_the_clock_of_the_vendor_says(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T12:10:00Z")
    await away(hass, cloud, KNOCK, clock_ahead=50 * 60)
    assert fired(hass) == "knock"


async def test_what_was_fired_before_is_not_fired_again(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T13:00:00Z")
    cloud.push(KNOCK)
    noon.move_to("2026-11-21T13:00:30Z")
    await away(hass, cloud, KNOCK)
    assert state(hass, EVENT).state == "2026-11-21T13:00:00.000+00:00"
    assert fired(hass) == "knock"


async def test_a_ring_that_is_told_late_after_a_restart_is_an_event_too(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    await away(hass, cloud, SILENT)
    noon.move_to("2026-11-21T13:00:10Z")
    cloud.made[-1].push(KNOCK)
    await hass.async_block_till_done()
    assert fired(hass) == "knock"


async def test_a_ring_before_a_restart_of_home_assistant_waits_until_there_are_automations(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T13:00:10Z")
    hass.set_state(CoreState.starting)
    await away(hass, cloud, KNOCK)
    assert fired(hass) is None
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()
    assert fired(hass) == "knock"


async def test_what_was_missed_comes_before_what_happens_next(
    noon: FrozenDateTimeFactory, hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    noon.move_to("2026-11-21T13:00:10Z")
    hass.set_state(CoreState.starting)
    await away(hass, cloud, KNOCK)
    happened = async_capture_events(hass, "state_changed")
    cloud.made[-1].push(replace(RING, fired_at=datetime(2026, 11, 21, 13, 0, 9, tzinfo=UTC)))
    await hass.async_block_till_done()
    assert [event.data["new_state"].attributes["event_type"] for event in happened] == ["knock", "ring"]
