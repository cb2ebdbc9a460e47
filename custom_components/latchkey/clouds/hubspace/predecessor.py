"""What the entities of the integration "hubspace", which HACS offers, are here."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ..model import Device
from ..predecessor import Counterpart, MissingReason, OldEntity
from .mapping.part import numbered

_UNIQUE_ID: Final = re.compile(r"(?P<metadevice>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?P<rest>.*)")
"""A metadevice, what was split off it, and what of it the entity is."""

_FUNCTION: Final = r"\.\('(?P<function>[^']+)', (?:None|'(?P<instance>[^']+)')\)"
"""A function and its instance as a pair of Python's."""

_SPLIT: Final = r"-(?:exhaust-fan|light)-(?P<instance>.+)\.(?P=instance)"
"""What is switched beside a fan or a light: a switch, or a fan or a light where its name has that word."""

_KEYS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "alarm_control_panel": {"": ("{metadevice}:alarm",)},
    "binary_sensor": {
        r"\.(?P<function>[^|]+)\|(?:None|(?P<instance>.+))": ("{metadevice}:{function}:{instance}",),
        r"-(?P<sensor>sensor-[0-9]+)\.triggered\|None": ("sensor",),
        r"-(?P<sensor>sensor-[0-9]+)\.tampered\|None": ("tamper",),
    },
    "climate": {"": ("{metadevice}:climate",)},
    "fan": {"": ("{metadevice}:fan",), _SPLIT: ("{metadevice}:toggle:{instance}",)},
    "humidifier": {"": ("{metadevice}:dehumidifier",)},
    "light": {
        "": ("{metadevice}:light",),
        r"-light-(?P<instance>.+)": ("{metadevice}:light:{instance}",),
        r"\.(?P<instance>color|white)": ("{metadevice}:light:{instance}",),
        _SPLIT: ("{metadevice}:toggle:{instance}",),
    },
    "lock": {"": ("{metadevice}:lock",)},
    "number": {_FUNCTION: ("{metadevice}:{function}:{instance}",)},
    "select": {
        _FUNCTION: ("{metadevice}:{function}:{instance}",),
        r"-(?P<sensor>sensor-[0-9]+)\.\('bypassType', None\)": ("bypass",),
        r"-(?P<sensor>sensor-[0-9]+)\.\('chirpMode', None\)": ("chirp",),
        r"-(?P<sensor>sensor-[0-9]+)\.\('triggerType', None\)": ("trigger_type",),
    },
    "sensor": {
        r"\.battery-level": ("battery",),
        r"\.(?P<function>output-voltage-switch|watts)": ("{metadevice}:{function}",),
        r"\.wifi-rssi": ("signal_strength",),
        r"-(?P<sensor>sensor-[0-9]+)\.battery-level": ("battery",),
    },
    "switch": {
        "": ("{metadevice}:power",),
        r"\.(?P<instance>.+)": ("{metadevice}:toggle:{instance}", "{metadevice}:power:{instance}"),
        _SPLIT: ("{metadevice}:toggle:{instance}",),
    },
    "valve": {
        "": ("{metadevice}:power",),
        r"\.(?P<instance>.+)": ("{metadevice}:toggle:{instance}",),
    },
}
"""By domain and form of the rest of its unique id: the keys that an entity's feature may have."""

_UNITS: Final = {"signal_strength": "dBm"}
"""Units of readings that were in others before ("dB"), by the keys of their features."""


def find_counterpart(
    old: OldEntity, devices: Mapping[str, Device], device_ids: Mapping[str, str], account_name: str | None
) -> Counterpart | MissingReason:
    """Return what an old entity is here, or why it is nothing.

    `device_ids` are the ids of physical devices by those of their metadevices.
    """
    match = _UNIQUE_ID.fullmatch(old.unique_id)
    device_id = device_ids.get(match["metadevice"]) if match else None
    if match is None or device_id is None:
        if _is_of_another(old, account_name):
            return "other_account"
        return "not_listed" if match else "no_counterpart"
    for sensor, key in _candidates(old.domain, **match.groupdict()):
        device = devices.get(f"{device_id}-{sensor}" if sensor else device_id)
        if device is not None and key in device.features:
            return Counterpart(feature=(device.id, key), unit=_UNITS.get(key))
        if device is not None and _is_merged(device, key):
            return "merged"
    return "no_counterpart"


def _is_of_another(old: OldEntity, account_name: str | None) -> bool:
    """Return whether an entity is of another account: an entry there is named after its account."""
    names = old.entry_unique_id, account_name
    return None not in names and len({(name or "").lower() for name in names}) > 1


def _candidates(domain: str, metadevice: str, rest: str) -> Iterator[tuple[str | None, str]]:
    """Yield what a feature may be: the sensor of a security system that it is of, and its key."""
    for form, keys in _KEYS.get(domain, {}).items():
        match = re.fullmatch(form, rest)
        if match is not None:
            words = {name: word or "" for name, word in match.groupdict().items()}
            for key in keys:
                yield words.get("sensor"), key.format(metadevice=metadevice, **words).rstrip(":")


def _is_merged(device: Device, key: str) -> bool:
    """Return whether a numbered outlet, spigot or zone is shown as that of another metadevice."""
    _, _, function = key.partition(":")
    _, number = numbered(None, function.rpartition(":")[2])
    return number is not None and any(other.endswith(f":{function}") for other in device.features)
