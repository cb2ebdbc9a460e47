"""What a security system does with what it is told."""

from typing import Any

from .metadevice import Metadevice

ALARM_STATE = ("alarm-state", None)
COMMANDS = {2: "arm-away", 4: "arm-stay", 5: "alarming-sos"}
"""The commands of `siren-action` and the `alarm-state` that they lead to."""


def obey(panel: Metadevice, key: tuple[str, str | None], value: Any, pin: str) -> None:
    """Arm, raise the alarm, or disarm where the PIN is right; a wrong PIN changes nothing."""
    if key == ("siren-action", None) and value:
        command = value["security-siren-action"]["command"]
        panel.values[ALARM_STATE] = COMMANDS.get(command, panel.values[ALARM_STATE])
    if key == ("disarm", None) and value == pin:
        panel.values[ALARM_STATE] = "disarmed"
        panel.values["siren-action", None] = None
