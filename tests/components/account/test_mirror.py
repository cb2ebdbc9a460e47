"""What happens at another real Home Assistant, seen and done from this one."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.components.cover import CoverEntityFeature
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, ServiceCall, callback
from homeassistant.helpers.event import async_track_state_change_event

from tests.clouds.home_assistant.remote import Remote

from ..home import act, state
from ..mirror import another_home, have_linked, until

CAN_STOP = CoverEntityFeature.OPEN | CoverEntityFeature.STOP


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant, which has a gate, a light, a switch and a bell."""
    async with another_home(hass, tmp_path / "other") as remote:
        remote.add_entity("cover.gate", "closed", device="Gate", supported_features=CAN_STOP)
        remote.add_entity("light.lamp", "off", device="Gate", supported_color_modes=["onoff"])
        remote.add_entity("switch.pump", "off", device="Pump")
        remote.add_entity("event.bell", "unknown", device="Door", event_types=["ring"], event_type=None)
        await have_linked(hass, remote)
        await until_told(hass, remote)
        yield remote


async def until_told(hass: HomeAssistant, remote: Remote) -> None:
    """Wait until what happens there is told here."""
    for each in ("on", "off"):
        remote.hass.states.async_set("switch.pump", each)
        await until(lambda: state(hass, "switch.pump_pump").state == each)  # noqa: B023 - it is awaited here


class SlowActions:
    """Actions of the other side that take until the test lets them be over."""

    def __init__(self, remote: Remote, *actions: str) -> None:
        self.begun: list[str] = []
        self.over = asyncio.Event()
        for action in actions:
            domain, service = action.split(".")
            remote.hass.services.async_register(domain, service, self._perform)

    async def _perform(self, call: ServiceCall) -> None:
        self.begun.append(f"{call.domain}.{call.service}")
        await self.over.wait()


def note(remote: Remote, *actions: str) -> list[ServiceCall]:
    """Return what is called there of these actions, which take no time."""
    calls: list[ServiceCall] = []
    for action in actions:
        domain, service = action.split(".")
        remote.hass.services.async_register(domain, service, calls.append)
    return calls


async def begin(slow: SlowActions, hass: HomeAssistant, action: str, entity_id: str) -> asyncio.Task[None]:
    """Begin an action, and wait until the other side is at it."""
    task = hass.async_create_task(act(hass, action, entity_id))
    await until(lambda: bool(slow.begun))
    return task


async def test_an_action_that_takes_long_holds_up_no_other_entity_of_its_device(
    hass: HomeAssistant, remote: Remote
) -> None:
    slow, calls = SlowActions(remote, "cover.open_cover"), note(remote, "light.turn_on")
    opening = await begin(slow, hass, "cover.open_cover", "cover.gate_gate")
    async with asyncio.timeout(10):
        await act(hass, "light.turn_on", "light.gate_lamp")
    assert [call.data["entity_id"] for call in calls] == [["light.lamp"]]
    assert not opening.done()
    slow.over.set()
    await opening


async def test_a_stop_does_not_wait_until_what_it_stops_is_over(hass: HomeAssistant, remote: Remote) -> None:
    slow, calls = SlowActions(remote, "cover.open_cover"), note(remote, "cover.stop_cover")
    opening = await begin(slow, hass, "cover.open_cover", "cover.gate_gate")
    async with asyncio.timeout(10):
        await act(hass, "cover.stop_cover", "cover.gate_gate")
    assert len(calls) == 1
    assert not opening.done()
    slow.over.set()
    await opening


@pytest.mark.parametrize("order", [["turn_on", "turn_off"], ["turn_off", "turn_on"]])
async def test_actions_for_one_entity_begin_there_in_the_order_in_which_they_were_called_here(
    hass: HomeAssistant, remote: Remote, order: list[str]
) -> None:
    slow = SlowActions(remote, "switch.turn_on", "switch.turn_off")
    wanted = [f"switch.{service}" for service in order * 20]
    tasks = [hass.async_create_task(act(hass, action, "switch.pump_pump")) for action in wanted]
    await until(lambda: len(slow.begun) == len(wanted))
    assert slow.begun == wanted
    slow.over.set()
    await asyncio.gather(*tasks)


def seen(hass: HomeAssistant, entity_id: str) -> list[str]:
    """Return how an entity is from now on, one state after the other."""
    states: list[str] = []

    @callback
    def take(event: Event[EventStateChangedData]) -> None:
        if event.data["new_state"] is not None:
            states.append(event.data["new_state"].state)

    async_track_state_change_event(hass, entity_id, take)
    return states


async def test_three_rings_within_a_millisecond_are_three(hass: HomeAssistant, remote: Remote) -> None:
    states = seen(hass, "event.door_bell")
    for number in range(3):
        rung_at = f"2026-11-20T06:00:00.00{number}+00:00"
        attributes: dict[str, Any] = {"event_types": ["ring"], "event_type": "ring"}
        remote.hass.states.async_set("event.bell", rung_at, attributes)
    await until(lambda: len(states) >= 3)
    await asyncio.sleep(0.2)
    assert len(set(states)) == 3


async def test_on_and_off_within_a_moment_are_both_seen(hass: HomeAssistant, remote: Remote) -> None:
    states = seen(hass, "switch.pump_pump")
    for each in ("on", "off", "on"):
        remote.hass.states.async_set("switch.pump", each)
    await until(lambda: len(states) >= 3)
    assert states == ["on", "off", "on"]
