"""What numbers and choices are told."""

from typing import Final

from ...model import Number, Select, SelectOption, SetNumber
from .action import Action, Actions, Target


def _set_number(command: SetNumber, _target: Target) -> list[Action]:
    return [Action("set_value", {"value": command.value})]


def _select_option(command: SelectOption, _target: Target) -> list[Action]:
    return [Action("select_option", {"option": command.option})]


ACTIONS: Final[Actions] = {
    SetNumber: (Number, _set_number),
    SelectOption: (Select, _select_option),
}
