"""Alarm systems."""

from dataclasses import dataclass, field
from typing import Literal

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPanel(Feature):
    """An alarm system; `state` and `modes` (armed_home, armed_night, triggered …) are alarm states."""

    platform = "alarm_control_panel"

    state: str | None
    modes: tuple[str, ...]
    code_format: Literal["number", "text"] | None = None
    """What is typed to disarm it; None where it takes no code."""

    needs_code_to_arm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAlarm:
    """Bring an alarm system to a state: disarmed, triggered, or one of those in which it is armed."""

    state: str
    code: str | None = field(default=None, repr=False)
