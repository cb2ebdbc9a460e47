"""A doorbell that is rung as a test: automations see it, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.latchkey.clouds.model import BinarySensor, Event
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.entities.test_rings import TEST_RING_LIFE
from tests.simulators.bticino import BticinoSimulator

from ..home import act, state
from ..memory import MemoryCloud, link
from .test_permissions import perform, person, resident_of

BELL = Event(
    key="bell",
    label="doorbell",
    event_types=("ring", "missed", "ended"),
    event_type="missed",
    fired_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    attributes={"call_id": "the last one"},
    device_class="doorbell",
)
RING = replace(
    BELL, event_type="ring", fired_at=datetime(2026, 11, 21, 13, tzinfo=UTC), attributes={"call_id": "new"}
)
RINGING = BinarySensor(key="ringing", label="ringing", on=False, is_bell=True)
DOORBELL = "event.thing_doorbell"
SENSOR = "binary_sensor.thing_ringing"
STRADA = "event.strada_doorbell"


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud with a doorbell."""
    return await link(hass, monkeypatch, BELL, RINGING)


async def ring_as_test(hass: HomeAssistant, entity_id: str = DOORBELL) -> None:
    """Ring a doorbell as a test."""
    await act(hass, "latchkey.test_ring", entity_id)


async def let_it_end(hass: HomeAssistant) -> None:
    """Let the time pass that a test rings."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=TEST_RING_LIFE + 1))
    await hass.async_block_till_done()


def happened(hass: HomeAssistant) -> tuple[str, str, bool | None]:
    """Return what happened last at the bell, the call that it belongs to, and whether that is a test."""
    attributes = state(hass, DOORBELL).attributes
    return attributes["event_type"], attributes["call_id"], attributes.get("test")


async def test_a_test_rings_and_ends_and_is_marked_as_a_test(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    await ring_as_test(hass)
    event_type, call_id, is_test = happened(hass)
    assert (event_type, is_test) == ("ring", True)
    assert state(hass, SENSOR).state == STATE_ON
    await let_it_end(hass)
    assert happened(hass) == ("ended", call_id, True)
    assert state(hass, SENSOR).state == STATE_OFF


async def test_each_test_is_a_call_of_its_own(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    events = async_capture_events(hass, "state_changed")
    await ring_as_test(hass)
    await ring_as_test(hass)
    told = [event.data["new_state"] for event in events if event.data["entity_id"] == DOORBELL]
    assert [each.attributes["event_type"] for each in told] == ["ring", "ended", "ring"]
    first, end, second = (each.attributes["call_id"] for each in told)
    assert first == end != second


async def test_a_real_ring_ends_a_test(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    events = async_capture_events(hass, "state_changed")
    await ring_as_test(hass)
    cloud.push(RING, replace(RINGING, on=True))
    told = [event.data["new_state"] for event in events if event.data["entity_id"] == DOORBELL]
    assert [(each.attributes["event_type"], each.attributes.get("test")) for each in told] == [
        ("ring", True),
        ("ended", True),
        ("ring", None),
    ]
    await let_it_end(hass)
    assert happened(hass) == ("ring", "new", None)
    assert state(hass, SENSOR).state == STATE_ON


async def test_a_bell_that_knows_no_end_only_rings(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, replace(BELL, event_types=("ring",), event_type=None), RINGING)
    await ring_as_test(hass)
    await let_it_end(hass)
    assert happened(hass)[0] == "ring"
    assert state(hass, SENSOR).state == STATE_OFF


async def test_an_account_that_is_unloaded_leaves_no_test_behind(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    await ring_as_test(hass)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await let_it_end(hass)
    assert state(hass, DOORBELL).state == STATE_UNAVAILABLE


async def test_what_is_no_doorbell_cannot_be_rung(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, replace(BELL, device_class="motion"))
    with pytest.raises(ServiceValidationError) as caught:
        await ring_as_test(hass)
    assert caught.value.translation_key == "not_supported"


async def test_the_vendor_and_the_last_calls_know_nothing_of_a_test(
    hass: HomeAssistant, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    asked, last = len(bticino.requests), state(hass, "sensor.strada_last_call").state
    await ring_as_test(hass, STRADA)
    assert state(hass, STRADA).attributes["event_type"] == "ring"
    assert state(hass, "binary_sensor.strada_ringing").state == STATE_ON
    assert state(hass, "binary_sensor.ingresso_ringing").state == STATE_OFF
    assert len(bticino.requests) == asked
    assert state(hass, "sensor.strada_last_call").state == last
    door_phone = loaded_bticino_entry.runtime_data.door_phone
    assert door_phone is not None
    assert not door_phone.history.calls


async def test_only_who_may_control_a_doorbell_can_ring_it(
    hass: HomeAssistant, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    data = {"entity_id": STRADA}
    for stranger in (
        await person(hass, GROUP_ID_READ_ONLY),
        await resident_of(hass, "event.ingresso_doorbell"),
    ):
        with pytest.raises(Unauthorized):
            await perform(hass, "test_ring", data, stranger)
    assert state(hass, STRADA).attributes["event_type"] is None
    await perform(hass, "test_ring", data, await resident_of(hass, STRADA))
    assert state(hass, STRADA).attributes["event_type"] == "ring"
