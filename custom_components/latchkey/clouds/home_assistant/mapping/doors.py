"""What opens and closes, and what guards it: covers, locks, valves and alarm systems."""

from typing import Final, Literal, cast

from ...model import AlarmPanel, Cover, CoverAction, Lock, Valve
from .attributes import Maps, Told

_COVER_ACTIONS: Final[dict[int, CoverAction]] = {
    1: "open",
    2: "close",
    4: "set_position",
    8: "stop",
    16: "open_tilt",
    32: "close_tilt",
    64: "stop_tilt",
    128: "set_tilt_position",
}
_COVER_STATES: Final = ("open", "opening", "closed", "closing")

_LOCK_OPEN: Final = 1
_LOCK_STATES: Final = ("locked", "locking", "unlocked", "unlocking", "open", "opening", "jammed")

_VALVE_OPEN: Final = 1
_VALVE_CLOSE: Final = 2
_VALVE_POSITION: Final = 4
_VALVE_STOP: Final = 8

_ALARM_MODES: Final = {
    1: "armed_home",
    2: "armed_away",
    4: "armed_night",
    8: "triggered",
    16: "armed_custom_bypass",
    32: "armed_vacation",
}


def map_cover(told: Told) -> Cover:
    """Return a blind, a garage door or the like."""
    return Cover(
        **told.common,
        state=told.state if told.state in _COVER_STATES else None,
        position=told.whole("current_position"),
        tilt=told.whole("current_tilt_position"),
        actions=frozenset(action for bit, action in _COVER_ACTIONS.items() if told.can(bit)),
        speeds=told.texts("supported_speeds"),
        device_class=told.text("device_class"),
    )


def map_lock(told: Told) -> Lock:
    """Return a door lock."""
    return Lock(
        **told.common,
        state=told.state if told.state in _LOCK_STATES else None,
        can_open=told.can(_LOCK_OPEN),
        code_format=told.text("code_format"),
    )


def map_valve(told: Told) -> Valve:
    """Return a valve."""
    moving = cast(
        "Literal['opening', 'closing'] | None", told.state if told.state in ("opening", "closing") else None
    )
    return Valve(
        **told.common,
        open=None if told.state is None else told.state != "closed",
        position=told.whole("current_position"),
        has_position=told.can(_VALVE_POSITION),
        can_open=told.can(_VALVE_OPEN),
        can_close=told.can(_VALVE_CLOSE),
        can_stop=told.can(_VALVE_STOP),
        moving=moving,
        device_class=told.text("device_class"),
    )


def map_alarm(told: Told) -> AlarmPanel:
    """Return an alarm system."""
    code_format, needs_code = told.text("code_format"), told.flag("code_arm_required")
    known_format = code_format if code_format in ("number", "text") else None
    return AlarmPanel(
        **told.common,
        state=told.state,
        modes=tuple(mode for bit, mode in _ALARM_MODES.items() if told.can(bit)),
        code_format=cast("Literal['number', 'text'] | None", known_format),
        needs_code_to_arm=code_format is not None if needs_code is None else needs_code,
    )


MAPS: Final[Maps] = {
    "alarm_control_panel": {"": map_alarm},
    "cover": {"": map_cover},
    "lock": {"": map_lock},
    "valve": {"": map_valve},
}
