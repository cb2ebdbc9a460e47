"""What covers, locks, valves and alarm systems are told."""

from typing import Final

from ...base import CommandRefused
from ...model import (
    AlarmPanel,
    Cover,
    Lock,
    MoveCover,
    OpenLock,
    SetAlarm,
    SetLock,
    SetValve,
    SetValvePosition,
    StopValve,
    Valve,
)
from .action import Action, Actions, Target, given, with_code

_COVER_ACTIONS: Final = {
    "open": "open_cover",
    "close": "close_cover",
    "stop": "stop_cover",
    "set_position": "set_cover_position",
    "open_tilt": "open_cover_tilt",
    "close_tilt": "close_cover_tilt",
    "stop_tilt": "stop_cover_tilt",
    "set_tilt_position": "set_cover_tilt_position",
}

_ALARM_ACTIONS: Final = {
    "disarmed": "alarm_disarm",
    "armed_home": "alarm_arm_home",
    "armed_away": "alarm_arm_away",
    "armed_night": "alarm_arm_night",
    "armed_vacation": "alarm_arm_vacation",
    "armed_custom_bypass": "alarm_arm_custom_bypass",
    "triggered": "alarm_trigger",
}


def _move_cover(command: MoveCover, _target: Target) -> list[Action]:
    key = "tilt_position" if command.action == "set_tilt_position" else "position"
    return [Action(_COVER_ACTIONS[command.action], given(**{key: command.position}, speed=command.speed))]


def _set_lock(command: SetLock, _target: Target) -> list[Action]:
    return [Action("lock" if command.locked else "unlock", with_code(command.code))]


def _open_lock(command: OpenLock, _target: Target) -> list[Action]:
    return [Action("open", with_code(command.code))]


def _set_valve(command: SetValve, _target: Target) -> list[Action]:
    return [Action("open_valve" if command.open else "close_valve")]


def _set_valve_position(command: SetValvePosition, _target: Target) -> list[Action]:
    return [Action("set_valve_position", {"position": command.position})]


def _stop_valve(_command: StopValve, _target: Target) -> list[Action]:
    return [Action("stop_valve")]


def _set_alarm(command: SetAlarm, _target: Target) -> list[Action]:
    name = _ALARM_ACTIONS.get(command.state)
    if name is None:
        raise CommandRefused("not_supported")
    return [Action(name, with_code(command.code))]


ACTIONS: Final[Actions] = {
    MoveCover: (Cover, _move_cover),
    SetLock: (Lock, _set_lock),
    OpenLock: (Lock, _open_lock),
    SetValve: (Valve, _set_valve),
    SetValvePosition: (Valve, _set_valve_position),
    StopValve: (Valve, _stop_valve),
    SetAlarm: (AlarmPanel, _set_alarm),
}
