"""What devices do with what they are told, where it is more than to take it over."""

from typing import Any

from .metadevice import Key, Metadevice

ALARM_STATE: Key = ("alarm-state", None)
COMMANDS = {2: "arm-away", 4: "arm-stay", 5: "alarming-sos"}
"""The commands of `siren-action` and the `alarm-state` that they lead to."""

MOVEMENTS = {"locking": "locked", "unlocking": "unlocked"}
"""How a lock's movements end."""


def carry_out(metadevice: Metadevice, values: dict[Key, Any], pin: str) -> None:
    """Change a device as its user asked."""
    for key, value in values.items():
        if key in metadevice.values:
            metadevice.values[key] = MOVEMENTS.get(value, value) if key[0] == "lock-control" else value
        if key[0] == "siren-action" and value:
            command = value["security-siren-action"]["command"]
            metadevice.values[ALARM_STATE] = COMMANDS.get(command, metadevice.values[ALARM_STATE])
        # A wrong PIN is taken without a complaint, and changes nothing.
        if key[0] == "disarm" and value == pin:
            metadevice.values[ALARM_STATE] = "disarmed"
