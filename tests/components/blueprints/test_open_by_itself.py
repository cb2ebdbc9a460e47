"""A door that opens by itself: within a schedule, or for somebody who has just come."""

import asyncio
from datetime import timedelta
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from tests.simulators.bticino import BticinoSimulator

from ..automating import DOORBELL, automate, until
from ..home import act, state

AUTOMATION: Final = "automation.one"


@pytest.fixture
async def house(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, automations: None
) -> HomeAssistant:
    """Return a house with a schedule that is off, and a person who is away."""
    hass.states.async_set("schedule.practice", "off")
    hass.states.async_set("person.ann", "not_home")
    return hass


async def open_by_itself(hass: HomeAssistant, **inputs: Any) -> None:
    """Have the door open within the schedule, and for the person."""
    chosen = {"schedules": ["schedule.practice"], "people": ["person.ann"], "understood": True, **inputs}
    await automate(hass, "open_by_itself", doorbell=DOORBELL, lock="lock.portone", **chosen)


def is_waiting(hass: HomeAssistant) -> bool:
    """Return whether somebody has come, who has not rung yet."""
    return bool(state(hass, AUTOMATION).attributes["current"])


async def ring(hass: HomeAssistant, bticino: BticinoSimulator) -> str:
    """Ring, and wait until that is known and dealt with."""
    before = state(hass, DOORBELL).state
    call = await bticino.ring("Strada")
    await until(lambda: state(hass, DOORBELL).state != before)
    await asyncio.sleep(0.2)  # Until all is done would be for ever: somebody may be waited for.
    return call


async def come(hass: HomeAssistant, place: str = "home") -> None:
    """Have the person come somewhere."""
    hass.states.async_set("person.ann", place)
    await until(lambda: is_waiting(hass))


async def stay(hass: HomeAssistant, place: str) -> None:
    """Have the person somewhere, which is no reason to wait for a ring."""
    hass.states.async_set("person.ann", place)
    await asyncio.sleep(0.1)
    assert not is_waiting(hass)


async def test_a_ring_within_the_schedule_opens_once(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    await open_by_itself(house)
    house.states.async_set("schedule.practice", "on")
    call = await ring(house, bticino)
    await bticino.repeat_offer(call)
    await bticino.miss(call)
    await until(lambda: state(house, DOORBELL).attributes["event_type"] == "missed")
    assert bticino.opened == [bticino.module("Portone").id]


async def test_each_call_within_the_schedule_opens(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    await open_by_itself(house)
    house.states.async_set("schedule.practice", "on")
    await ring(house, bticino)
    await ring(house, bticino)
    assert len(bticino.opened) == 2


async def test_a_ring_outside_of_the_schedule_opens_nothing(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    await open_by_itself(house)
    await ring(house, bticino)
    assert bticino.opened == []


async def test_who_does_not_know_the_risk_has_no_door_opened(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    await open_by_itself(house, understood=False)
    house.states.async_set("schedule.practice", "on")
    await stay(house, "home")
    await ring(house, bticino)
    assert bticino.opened == []


async def test_who_has_just_come_is_let_in_once(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    await open_by_itself(house)
    await come(house)
    assert bticino.opened == []  # Nobody has rung.
    await ring(house, bticino)
    assert len(bticino.opened) == 1
    await ring(house, bticino)
    assert len(bticino.opened) == 1


async def test_who_comes_within_the_schedule_opens_once(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    await open_by_itself(house)
    house.states.async_set("schedule.practice", "on")
    await come(house)
    await ring(house, bticino)
    assert len(bticino.opened) == 1


async def test_how_a_call_ended_is_no_ring_of_who_has_come(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    await open_by_itself(house)
    call = await ring(house, bticino)
    await come(house)
    await bticino.miss(call)
    await until(lambda: state(house, DOORBELL).attributes["event_type"] == "missed")
    assert bticino.opened == []
    await ring(house, bticino)
    assert len(bticino.opened) == 1


async def test_who_came_long_ago_is_not_let_in(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    await open_by_itself(house, minutes=1)
    await come(house)
    async_fire_time_changed(house, dt_util.utcnow() + timedelta(seconds=61))
    await until(lambda: not is_waiting(house))
    await ring(house, bticino)
    assert bticino.opened == []


@pytest.mark.parametrize("before", ["unknown", "unavailable", "home"])
async def test_who_is_at_home_after_a_restart_has_not_come(
    house: HomeAssistant, bticino: BticinoSimulator, before: str
) -> None:
    house.states.async_set("person.ann", before)
    await open_by_itself(house)
    await stay(house, "home")
    await ring(house, bticino)
    assert bticino.opened == []


async def test_a_person_who_is_new_has_not_come(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    house.states.async_remove("person.ann")
    await open_by_itself(house)
    await stay(house, "home")


async def test_another_zone_may_be_what_people_come_to(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    house.states.async_set("zone.street", "0", {"friendly_name": "Our street"})
    await open_by_itself(house, zone="zone.street")
    await stay(house, "home")
    await come(house, "Our street")
    await ring(house, bticino)
    assert len(bticino.opened) == 1


async def test_without_people_and_schedules_nothing_opens(
    house: HomeAssistant, bticino: BticinoSimulator
) -> None:
    await open_by_itself(house, schedules=[], people=[])
    house.states.async_set("schedule.practice", "on")
    await stay(house, "home")
    await ring(house, bticino)
    assert bticino.opened == []


async def test_what_is_wanted_afterwards_is_done(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    done = async_mock_service(house, "notify", "family")
    told = {"action": "notify.family", "data": {"message": "The door was opened"}}
    await open_by_itself(house, afterwards=[told])
    house.states.async_set("schedule.practice", "on")
    await ring(house, bticino)
    assert [call.data["message"] for call in done] == ["The door was opened"]


async def test_a_test_opens_nothing(house: HomeAssistant, bticino: BticinoSimulator) -> None:
    await open_by_itself(house)
    house.states.async_set("schedule.practice", "on")
    await act(house, "latchkey.test_ring", DOORBELL)
    house.states.async_set("schedule.practice", "off")
    await come(house)
    await act(house, "latchkey.test_ring", DOORBELL)
    assert bticino.opened == []
    await ring(house, bticino)
    assert len(bticino.opened) == 1
