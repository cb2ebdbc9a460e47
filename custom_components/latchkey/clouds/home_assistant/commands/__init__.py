"""What a command is for another Home Assistant: actions of the entity's own domain."""

from typing import Final

from ...base import CommandRefused
from ...model import Command
from . import (
    cameras,
    climates,
    controls,
    doors,
    helpers,
    media_players,
    robots,
    routines,
    signals,
    switches,
    todo_lists,
    updates,
    values,
)
from .action import Action, Actions, Target

_ACTIONS: Final[Actions] = {
    **cameras.ACTIONS,
    **climates.ACTIONS,
    **controls.ACTIONS,
    **doors.ACTIONS,
    **helpers.ACTIONS,
    **media_players.ACTIONS,
    **robots.ACTIONS,
    **routines.ACTIONS,
    **signals.ACTIONS,
    **switches.ACTIONS,
    **todo_lists.ACTIONS,
    **updates.ACTIONS,
    **values.ACTIONS,
}

_TEMPERATURES: Final = {"temperature", "target_temp_low", "target_temp_high"}


def describe(command: Command, target: Target, *, fahrenheit: bool) -> list[Action]:
    """Return what the other side is asked to do; raises CommandRefused where the feature cannot do it.

    Temperatures are in the unit of the other side.
    """
    known = _ACTIONS.get(type(command))
    if known is None or not isinstance(target.feature, known[0]):
        raise CommandRefused("not_supported")
    actions = known[1](command, target)
    return [_in_fahrenheit(action) for action in actions] if fahrenheit else actions


def _in_fahrenheit(action: Action) -> Action:
    """Return an action with its temperatures in degrees Fahrenheit."""
    converted = {
        key: round(value * 9 / 5 + 32, 2) if key in _TEMPERATURES else value
        for key, value in action.fields.items()
    }
    return Action(action.name, converted)
