"""What robots that clean and mow are told."""

from typing import Final

from ...model import (
    CleanAreas,
    LawnMower,
    MoveLawnMower,
    MoveVacuum,
    SendVacuumCommand,
    SetVacuumFanSpeed,
    Vacuum,
)
from .action import Action, Actions, Target, given


def _move(command: MoveVacuum | MoveLawnMower, _target: Target) -> list[Action]:
    return [Action(command.move)]


def _set_fan_speed(command: SetVacuumFanSpeed, _target: Target) -> list[Action]:
    return [Action("set_fan_speed", {"fan_speed": command.fan_speed})]


def _clean_areas(command: CleanAreas, _target: Target) -> list[Action]:
    return [Action("clean_area", {"cleaning_area_id": list(command.areas)})]


def _send_command(command: SendVacuumCommand, _target: Target) -> list[Action]:
    return [Action("send_command", {"command": command.command, **given(params=command.parameters)})]


ACTIONS: Final[Actions] = {
    MoveVacuum: (Vacuum, _move),
    SetVacuumFanSpeed: (Vacuum, _set_fan_speed),
    CleanAreas: (Vacuum, _clean_areas),
    SendVacuumCommand: (Vacuum, _send_command),
    MoveLawnMower: (LawnMower, _move),
}
