"""Vacuum robots: what people ask of them, and what their vendor hears."""

from typing import Any

import pytest
from homeassistant.components.vacuum import VacuumEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir

from custom_components.latchkey.clouds.model import (
    CleanAreas,
    Command,
    MoveVacuum,
    SendVacuumCommand,
    SetVacuumFanSpeed,
    Vacuum,
)

from .home import act, state
from .memory import MemoryCloud, link

ROBOT = "vacuum.thing"
ABILITIES = frozenset(str(flag.name).lower() for flag in VacuumEntityFeature)
AREAS = {"hall": "Hall", "attic": "Attic"}


def robot(**told: Any) -> Vacuum:
    """Return a robot that can do everything."""
    return Vacuum(
        key="robot",
        activity="docked",
        abilities=ABILITIES,
        fan_speed="low",
        fan_speeds=("low", "max"),
        areas=told.get("areas", AREAS),
    )


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return an account that has a robot."""
    return await link(hass, monkeypatch, robot())


@pytest.mark.usefixtures("cloud")
def test_a_robot_is_what_its_vendor_says(hass: HomeAssistant) -> None:
    now = state(hass, ROBOT)
    assert now.state == "docked"
    assert now.attributes["supported_features"] == sum(VacuumEntityFeature)
    assert (now.attributes["fan_speed"], now.attributes["fan_speed_list"]) == ("low", ["low", "max"])


async def test_what_a_robot_does_may_be_unknown(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    await link(hass, monkeypatch, Vacuum(key="robot", activity="dancing"))
    assert state(hass, ROBOT).state == "unknown"
    assert "fan_speed_list" not in state(hass, ROBOT).attributes


@pytest.mark.parametrize(
    ("action", "data", "command"),
    [
        ("start", {}, MoveVacuum("start")),
        ("pause", {}, MoveVacuum("pause")),
        ("stop", {}, MoveVacuum("stop")),
        ("return_to_base", {}, MoveVacuum("return_to_base")),
        ("clean_spot", {}, MoveVacuum("clean_spot")),
        ("locate", {}, MoveVacuum("locate")),
        ("set_fan_speed", {"fan_speed": "max"}, SetVacuumFanSpeed("max")),
        ("send_command", {"command": "beep"}, SendVacuumCommand(command="beep")),
        (
            "send_command",
            {"command": "goto", "params": {"x": 1}},
            SendVacuumCommand(command="goto", parameters={"x": 1}),
        ),
        (
            "send_command",
            {"command": "goto", "params": [1, 2]},
            SendVacuumCommand(command="goto", parameters=[1, 2]),
        ),
    ],
)
async def test_a_robot_does_what_people_ask(
    hass: HomeAssistant, cloud: MemoryCloud, action: str, data: dict[str, Any], command: Command
) -> None:
    await act(hass, f"vacuum.{action}", ROBOT, **data)
    assert cloud.commands == [command]


async def test_what_no_vendor_could_read_is_not_sent(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    with pytest.raises(ServiceValidationError, match="not valid JSON"):
        await act(hass, "vacuum.send_command", ROBOT, command="goto", params={"x": 1j})
    assert cloud.commands == []


async def test_a_robot_cleans_the_area_there_that_is_one_here(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    mapping = {"area_mapping": {"upstairs": ["attic"], "downstairs": ["hall"]}}
    er.async_get(hass).async_update_entity_options(ROBOT, "vacuum", mapping)
    await act(hass, "vacuum.clean_area", ROBOT, cleaning_area_id=["upstairs"])
    assert cloud.commands == [CleanAreas(("attic",))]


async def test_a_person_is_asked_to_look_at_the_areas_again_where_they_change_there(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    seen = {"last_seen_segments": [{"id": key, "name": name} for key, name in AREAS.items()]}
    er.async_get(hass).async_update_entity_options(ROBOT, "vacuum", seen)
    issues = ir.async_get(hass).issues
    cloud.push(robot(areas={**AREAS}))
    assert not issues
    cloud.push(robot(areas={"hall": "Hall"}))
    assert [issue.translation_key for issue in issues.values()] == ["segments_changed"]
