"""What texts, dates and times are set to."""

from typing import Final

from ....auth.redaction import mask
from ...model import Date, DateTime, SetDate, SetDateTime, SetText, SetTime, Text, Time
from .action import Action, Actions, Target


def _set_text(command: SetText, target: Target) -> list[Action]:
    if isinstance(target.feature, Text) and target.feature.is_password:
        mask(command.value)  # The other side may refuse it in a sentence that has it.
    return [Action("set_value", {"value": command.value})]


def _set_date(command: SetDate, target: Target) -> list[Action]:
    return [_set(target, "date", command.value.isoformat())]


def _set_time(command: SetTime, target: Target) -> list[Action]:
    return [_set(target, "time", command.value.isoformat())]


def _set_datetime(command: SetDateTime, target: Target) -> list[Action]:
    if target.part.entity.domain == "input_datetime":
        # The other side knows what its clocks show then.
        return [Action("set_datetime", {"timestamp": command.value.timestamp()})]
    return [Action("set_value", {"datetime": command.value.isoformat()})]


def _set(target: Target, field: str, value: str) -> Action:
    """Return what sets a field: a helper may have several."""
    is_helper = target.part.entity.domain == "input_datetime"
    return Action("set_datetime" if is_helper else "set_value", {field: value})


ACTIONS: Final[Actions] = {
    SetText: (Text, _set_text),
    SetDate: (Date, _set_date),
    SetTime: (Time, _set_time),
    SetDateTime: (DateTime, _set_datetime),
}
