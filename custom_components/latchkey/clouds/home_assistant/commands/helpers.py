"""What timers are told."""

from datetime import timedelta
from typing import Final

from ...model import ChangeTimer, StartTimer, Timer
from .action import Action, Actions, Target, given


def _start(command: StartTimer, _target: Target) -> list[Action]:
    return [Action("start", given(duration=command.duration and _seconds(command.duration)))]


def _change(command: ChangeTimer, _target: Target) -> list[Action]:
    return [Action("change", {"duration": _seconds(command.by)})]


def _seconds(duration: timedelta) -> dict[str, float]:
    """Return a duration as the other side takes it."""
    return {"seconds": duration.total_seconds()}


ACTIONS: Final[Actions] = {
    StartTimer: (Timer, _start),
    ChangeTimer: (Timer, _change),
}
