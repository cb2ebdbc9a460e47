"""Switches, which stay on or off, and buttons, which are pressed."""

from dataclasses import dataclass
from datetime import datetime

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Feature):
    """Something that is on or off."""

    platform = "switch"

    on: bool | None
    device_class: str | None = None


@dataclass(frozen=True, slots=True)
class SetSwitch:
    """Turn a switch on or off."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Feature):
    """Something that is pressed."""

    platform = "button"

    device_class: str | None = None
    tells_presses: bool = False
    """Whether its vendor tells when it was pressed, wherever that was."""

    pressed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PressButton:
    """Press a button."""
