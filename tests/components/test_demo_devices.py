"""Vacuums, sirens, remotes, humidifiers and notifiers of another real Home Assistant, used from here."""

from typing import Any, Final

import pytest
from homeassistant.components import demo
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .home import act, state
from .mirroring import Mirror

PLATFORMS: Final = [
    Platform.HUMIDIFIER,
    Platform.NOTIFY,
    Platform.REMOTE,
    Platform.SIREN,
    Platform.VACUUM,
]
ROBOT: Final = "vacuum.demo_vacuum_0_ground_floor"
NOTIFIER: Final = "notify.notifier"

ENTITIES: Final = {
    "humidifier.humidifier": "humidifier.test_home_humidifier",
    "humidifier.dehumidifier": "humidifier.test_home_dehumidifier",
    "humidifier.hygrostat": "humidifier.test_home_hygrostat",
    "remote.remote_one": "remote.test_home_remote_one",
    "remote.remote_two": "remote.test_home_remote_two",
    "siren.siren": "siren.test_home_siren",
    "siren.siren_with_all_features": "siren.test_home_siren_with_all_features",
    ROBOT: ROBOT,
    "vacuum.demo_vacuum_1_first_floor": "vacuum.demo_vacuum_1_first_floor",
    "vacuum.demo_vacuum_2_second_floor": "vacuum.demo_vacuum_2_second_floor",
    "vacuum.demo_vacuum_3_third_floor": "vacuum.demo_vacuum_3_third_floor",
    "vacuum.demo_vacuum_4_fourth_floor": "vacuum.demo_vacuum_4_fourth_floor",
    NOTIFIER: NOTIFIER,
}
"""What they are called there, and here."""

UNTOLD: Final = ("cleaned_area", "friendly_name", "last_command_sent")
"""What the demo adds by itself, and what names the device here."""


@pytest.fixture(autouse=True)
async def devices(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have these devices of the demo there, and what they are here."""
    monkeypatch.setattr(demo, "COMPONENTS_WITH_CONFIG_ENTRY_DEMO_PLATFORM", PLATFORMS)
    assert await async_setup_component(mirror.there, "homeassistant", {})
    entry = MockConfigEntry(domain="demo")
    entry.add_to_hass(mirror.there)
    assert await mirror.there.config_entries.async_setup(entry.entry_id)
    await mirror.there.async_block_till_done()
    await mirror.link()


def told(at: State) -> tuple[str, dict[str, Any]]:
    """Return what is told of an entity."""
    return at.state, {key: value for key, value in at.attributes.items() if key not in UNTOLD}


async def until_alike(mirror: Mirror, there: str) -> None:
    """Wait until an entity is here as it is there."""
    await mirror.until(lambda: told(state(mirror.here, ENTITIES[there])), told(state(mirror.there, there)))


@pytest.mark.parametrize("there", ENTITIES)
async def test_everything_that_is_told_there_is_told_here(mirror: Mirror, there: str) -> None:
    await until_alike(mirror, there)


@pytest.mark.parametrize(
    ("there", "action", "data", "expected"),
    [
        (ROBOT, "vacuum.start", {}, "cleaning"),
        (ROBOT, "vacuum.stop", {}, "idle"),
        (ROBOT, "vacuum.return_to_base", {}, "returning"),
        (ROBOT, "vacuum.clean_spot", {}, "cleaning"),
        (ROBOT, "vacuum.send_command", {"command": "dance", "params": {"steps": 2}}, "idle"),
        ("siren.siren", "siren.turn_off", {}, "off"),
        ("siren.siren", "siren.toggle", {}, "off"),
        ("remote.remote_one", "remote.turn_on", {}, "on"),
        ("remote.remote_two", "remote.toggle", {}, "off"),
        ("humidifier.humidifier", "humidifier.turn_off", {}, "off"),
    ],
)
async def test_what_is_done_here_is_done_there(
    mirror: Mirror, there: str, action: str, data: dict[str, Any], expected: str
) -> None:
    await act(mirror.here, action, ENTITIES[there], **data)
    assert state(mirror.there, there).state == expected
    await until_alike(mirror, there)


@pytest.mark.parametrize(
    ("there", "action", "data"),
    [
        (ROBOT, "vacuum.set_fan_speed", {"fan_speed": "max"}),
        ("humidifier.dehumidifier", "humidifier.set_humidity", {"humidity": 40}),
        ("humidifier.hygrostat", "humidifier.set_mode", {"mode": "eco"}),
        ("siren.siren_with_all_features", "siren.turn_on", {"tone": "fire", "volume_level": 0.5}),
        ("remote.remote_two", "remote.send_command", {"command": "up", "num_repeats": 2}),
    ],
)
async def test_what_is_set_here_is_set_there(
    mirror: Mirror, there: str, action: str, data: dict[str, Any]
) -> None:
    calls: list[dict[str, Any]] = []
    mirror.there.bus.async_listen("call_service", callback(lambda event: calls.append(event.data)))
    await act(mirror.here, action, ENTITIES[there], **data)
    sent = calls[0]["service_data"]
    assert f"{calls[0]['domain']}.{calls[0]['service']}" == action
    assert {key: sent[key] for key in data} == {
        key: [value] if key == "command" else value for key, value in data.items()
    }
    assert sent["entity_id"] == [there]
    await until_alike(mirror, there)


async def test_a_message_arrives_there_and_both_know_when(mirror: Mirror) -> None:
    heard: list[dict[str, Any]] = []
    mirror.there.bus.async_listen("notify", callback(lambda event: heard.append(dict(event.data))))
    await act(mirror.here, "notify.send_message", NOTIFIER, message="Tea", title="Now")
    assert heard == [{"message": "Tea", "title": "Now"}]
    assert state(mirror.there, NOTIFIER).state != "unknown"
    await until_alike(mirror, NOTIFIER)


async def test_a_vacuum_cleans_the_area_there_that_is_given_to_one_here(
    hass: HomeAssistant, mirror: Mirror
) -> None:
    kitchen = ar.async_get(mirror.there).async_create("Kitchen")
    mapping = {"area_mapping": {kitchen.id: ["kitchen"]}}
    er.async_get(mirror.there).async_update_entity_options(ROBOT, "vacuum", mapping)
    robot = hass.data["entity_components"]["vacuum"].get_entity(ROBOT)
    await mirror.until(lambda: dict(robot.feature.areas), {kitchen.id: "Kitchen"})
    assert [(each.id, each.name) for each in await robot.async_get_segments()] == [(kitchen.id, "Kitchen")]

    cook = ar.async_get(hass).async_get_or_create("Parents' kitchen")
    er.async_get(hass).async_update_entity_options(ROBOT, "vacuum", {"area_mapping": {cook.id: [kitchen.id]}})
    await act(hass, "vacuum.clean_area", ROBOT, cleaning_area_id=[cook.id])
    assert state(mirror.there, ROBOT).state == "cleaning"
    assert state(mirror.there, ROBOT).attributes["cleaned_area"] == 0.7


async def test_a_vacuum_that_knows_no_areas_says_so_here(mirror: Mirror) -> None:
    with pytest.raises(ServiceValidationError):
        await act(mirror.here, "vacuum.clean_area", ROBOT, cleaning_area_id=["attic"])
    assert state(mirror.there, ROBOT).state == "docked"
