"""Scenes, scripts and automations of another real Home Assistant, seen and started from this one."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.const import ATTR_ENTITY_ID, EntityCategory
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from tests.clouds.home_assistant.remote import Remote

from .home import act, state
from .mirror import another_home, have_linked, until

SCRIPTS: Final = {
    "good_night": {
        "alias": "Good night",
        "sequence": [
            {"event": "night", "event_data": {"minutes": "{{ minutes | default(1) }}"}},
            {"variables": {"answer": {"dimmed": "{{ minutes | default(1) }}"}}},
            {"stop": "All is dark", "response_variable": "answer"},
        ],
    },
    "wash": {
        "alias": "Wash",
        "sequence": [{"wait_for_trigger": [{"trigger": "event", "event_type": "clean"}]}],
    },
    "fail": {"alias": "Fail", "sequence": [{"action": "nothing.at_all"}]},
}
AUTOMATION: Final = {
    "id": "dusk",
    "alias": "Dusk",
    "triggers": [{"trigger": "event", "event_type": "dusk"}],
    "conditions": [{"condition": "state", "entity_id": "input_boolean.home", "state": "on"}],
    "actions": [{"event": "lit"}],
}
SCENE: Final = {"id": "cosy", "name": "Cosy", "entities": {"automation.dusk": "off"}}

GOOD_NIGHT: Final = "switch.test_home_good_night"
WASH: Final = "switch.test_home_wash"
DUSK: Final = "switch.test_home_dusk"
TRIGGER: Final = "button.test_home_trigger_dusk"
COSY: Final = "scene.test_home_cosy"


class Heard:
    """What happened at the other side."""

    def __init__(self, remote: Remote, *event_types: str) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

        @callback
        def hear(event: Event[Any]) -> None:
            self.events.append((str(event.event_type), dict(event.data)))

        for event_type in event_types:
            remote.hass.bus.async_listen(event_type, hear)


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant, which has some scripts, an automation and a scene."""
    async with another_home(hass, tmp_path / "other") as remote:
        other = remote.hass
        other.states.async_set("input_boolean.home", "off")
        assert await async_setup_component(other, "script", {"script": SCRIPTS})
        assert await async_setup_component(other, "automation", {"automation": [AUTOMATION]})
        assert await async_setup_component(other, "scene", {"scene": [SCENE]})
        await other.async_block_till_done()
        await have_linked(hass, remote)
        await until(lambda: hass.states.get(DUSK) is not None)
        yield remote


def attribute(hass: HomeAssistant, entity_id: str, name: str) -> Any:
    """Return an attribute."""
    return state(hass, entity_id).attributes.get(name)


async def run(hass: HomeAssistant, entity_id: str, **data: Any) -> Any:
    """Run a script, and return what it returns."""
    return await hass.services.async_call(
        "latchkey",
        "run_script",
        {ATTR_ENTITY_ID: entity_id, **data},
        blocking=True,
        return_response=True,
    )


async def test_a_script_is_on_while_it_runs_and_can_be_stopped(hass: HomeAssistant, remote: Remote) -> None:
    assert state(hass, WASH).state == "off"
    await act(hass, "switch.turn_on", WASH)
    await until(lambda: state(hass, WASH).state == "on")
    assert state(remote.hass, "script.wash").state == "on"
    await act(hass, "switch.turn_off", WASH)
    await until(lambda: state(hass, WASH).state == "off")
    assert state(remote.hass, "script.wash").state == "off"
    there = state(remote.hass, "script.wash").attributes["last_triggered"]
    assert attribute(hass, WASH, "last_triggered") == there.isoformat()


async def test_a_script_is_run_with_data_and_returns_its_response(
    hass: HomeAssistant, remote: Remote
) -> None:
    heard = Heard(remote, "night")
    assert await run(hass, GOOD_NIGHT, data={"minutes": 7}) == {GOOD_NIGHT: {"dimmed": 7}}
    assert heard.events == [("night", {"minutes": 7})]


async def test_a_script_needs_no_data_and_nobody_needs_its_response(
    hass: HomeAssistant, remote: Remote
) -> None:
    heard = Heard(remote, "night")
    await act(hass, "latchkey.run_script", GOOD_NIGHT)
    assert heard.events == [("night", {"minutes": 1})]


async def test_a_script_that_is_called_otherwise_now_is_run_all_the_same(
    hass: HomeAssistant, remote: Remote
) -> None:
    remote.entities.async_update_entity("script.good_night", new_entity_id="script.sleep_well")
    assert await run(hass, GOOD_NIGHT) == {GOOD_NIGHT: {"dimmed": 1}}


async def test_whoever_runs_a_script_waits_until_it_has_ended(hass: HomeAssistant, remote: Remote) -> None:
    running = asyncio.create_task(run(hass, WASH))
    await until(lambda: state(hass, WASH).state == "on")
    assert not running.done()
    remote.hass.bus.async_fire("clean")
    assert await running == {WASH: {}}


async def test_a_script_that_fails_there_fails_here(hass: HomeAssistant, remote: Remote) -> None:
    with pytest.raises(HomeAssistantError):
        await run(hass, "switch.test_home_fail")


async def test_a_switch_that_is_no_script_cannot_be_run(hass: HomeAssistant, remote: Remote) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await run(hass, DUSK)
    assert error.value.translation_key == "not_supported"


async def test_a_script_is_not_run_with_what_cannot_be_sent(hass: HomeAssistant, remote: Remote) -> None:
    heard = Heard(remote, "night")
    with pytest.raises(ServiceValidationError) as error:
        await run(hass, GOOD_NIGHT, data={"minutes": 1j})
    assert error.value.translation_key == "values_not_sendable"
    assert heard.events == []


async def test_who_may_not_control_a_script_does_not_run_it(hass: HomeAssistant, remote: Remote) -> None:
    heard = Heard(remote, "night")
    await hass.auth.async_create_user("Owner")  # The first user may do everything.
    reader = await hass.auth.async_create_user("Reader", group_ids=[GROUP_ID_READ_ONLY])
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "latchkey",
            "run_script",
            {ATTR_ENTITY_ID: GOOD_NIGHT},
            blocking=True,
            context=Context(user_id=reader.id),
        )
    assert heard.events == []


async def test_an_automation_is_enabled_and_disabled(hass: HomeAssistant, remote: Remote) -> None:
    assert state(hass, DUSK).state == "on"
    await act(hass, "switch.turn_off", DUSK)
    await until(lambda: state(hass, DUSK).state == "off")
    assert state(remote.hass, "automation.dusk").state == "off"
    await act(hass, "switch.turn_on", DUSK)
    await until(lambda: state(hass, DUSK).state == "on")
    assert state(remote.hass, "automation.dusk").state == "on"


async def test_an_automation_is_triggered_whatever_its_conditions_say(
    hass: HomeAssistant, remote: Remote
) -> None:
    heard = Heard(remote, "lit")
    await act(hass, "button.press", TRIGGER)
    await remote.hass.async_block_till_done()
    assert heard.events == [("lit", {})]


async def test_who_turns_a_room_off_disables_no_automation(hass: HomeAssistant, remote: Remote) -> None:
    entities = er.async_get(hass)
    assert {entities.entities[each].entity_category for each in (DUSK, TRIGGER)} == {EntityCategory.CONFIG}
    assert entities.entities[GOOD_NIGHT].entity_category is None


async def test_an_automation_that_is_called_otherwise_now_names_its_button(
    hass: HomeAssistant, remote: Remote
) -> None:
    assert attribute(hass, TRIGGER, "friendly_name") == "test home Trigger Dusk"
    remote.entities.async_update_entity("automation.dusk", name="Nightfall")
    await until(lambda: attribute(hass, TRIGGER, "friendly_name") == "test home Trigger Nightfall")


async def test_a_scene_is_activated_there_and_says_when(hass: HomeAssistant, remote: Remote) -> None:
    assert state(hass, COSY).state == "unknown"
    await act(hass, "scene.turn_on", COSY)
    assert state(remote.hass, "automation.dusk").state == "off"
    await until(lambda: state(hass, COSY).state == state(remote.hass, "scene.cosy").state)
    assert state(hass, COSY).state != "unknown"
