"""Commands in the vendor's words."""

from typing import Any

from ..base import CommandRefused
from ..model import Button, Command, Feature, Light, Lock, OpenLock, PressButton, SetLight, SetLock
from .installation import Kind, Module


def describe(module: Module, feature: Feature | None, command: Command) -> dict[str, Any] | None:
    """Return the state to set; None where nothing is to be done. Raises CommandRefused."""
    match module.kind, feature, command:
        case Kind.DOOR_LOCK, Lock(), SetLock(locked=False) | OpenLock():
            return {"lock": False}
        case Kind.DOOR_LOCK, Lock(), SetLock(locked=True):
            return None  # It locks by itself, and knows no other way.
        case Kind.STAIRCASE_LIGHT, Light(), SetLight(on=on):
            return {"status": "on" if on else "off"}
        case Kind.STAIRCASE_LIGHT, Lock(), SetLock(locked=True):
            return {"status": "off"}
        case (Kind.STAIRCASE_LIGHT, Lock(), SetLock() | OpenLock()) | (
            Kind.STAIRCASE_LIGHT,
            Button(),
            PressButton(),
        ):
            return {"status": "on"}
        case _:
            raise CommandRefused("not_supported")
