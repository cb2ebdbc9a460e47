"""Dehumidifiers."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from aioafero.v1.models import Dehumidifier

from ...model import Humidifier, Select
from ..metadevice import Function, Metadevice
from .climates import speed_names
from .part import Part, Target, Values, choose, key, on_off, slugs

_POWER: Final[Function] = ("power", None)
_MODE: Final[Function] = ("mode", "dehumidifier-mode")
_HUMIDITY: Final[Function] = ("humidity", "target")
_FAN_SPEED: Final[Function] = ("fan-speed", "dehumidifier-fan-speed")


def dehumidifier_parts(metadevice: Metadevice, dehumidifier: Dehumidifier) -> Iterator[Part]:
    """Yield a dehumidifier and the speed of its fan."""
    if dehumidifier.on is not None:
        feature = Humidifier(
            key=key(metadevice.id, "dehumidifier"),
            on=dehumidifier.on.on,
            device_class="dehumidifier",
            current_humidity=dehumidifier.current_humidity,
            **_mode(dehumidifier),
            **_target_humidity(dehumidifier),
        )
        yield Part(feature=feature, target=_target(metadevice, dehumidifier))
    speeds = speed_names(metadevice.options(_FAN_SPEED))
    if speeds:
        yield _fan_speed(metadevice, speeds)


def _mode(dehumidifier: Dehumidifier) -> dict[str, Any]:
    """Return its mode and its modes."""
    if dehumidifier.mode is None:
        return {}
    modes = slugs(dehumidifier.mode.modes)
    return {"mode": choose(modes, dehumidifier.mode.mode), "modes": tuple(modes)}


def _target_humidity(dehumidifier: Dehumidifier) -> dict[str, Any]:
    """Return how damp the air shall be, and how damp it may."""
    humidity = dehumidifier.target_humidity
    if humidity is None:
        return {}
    return {
        "target_humidity": humidity.value,
        "min_humidity": humidity.min,
        "max_humidity": humidity.max,
        "humidity_step": humidity.step,
    }


def _target(metadevice: Metadevice, dehumidifier: Dehumidifier) -> Target:
    """Return where its commands go."""
    options: dict[str, Mapping[Any, Values]] = {"on": on_off(_POWER)}
    numbers: dict[str, Function] = {}
    ranges: dict[Function, Mapping[str, float]] = {}
    if dehumidifier.mode is not None:
        modes = slugs(dehumidifier.mode.modes)
        options["mode"] = {ours: {_MODE: theirs} for ours, theirs in modes.items()}
    if (limits := metadevice.range(_HUMIDITY)) is not None:
        numbers["target_humidity"] = _HUMIDITY
        ranges[_HUMIDITY] = limits
    return Target(metadevice_id=metadevice.id, options=options, numbers=numbers, ranges=ranges)


def _fan_speed(metadevice: Metadevice, speeds: Mapping[str, str]) -> Part:
    """Return how fast its fan turns."""
    select = Select(
        key=key(metadevice.id, *_FAN_SPEED),
        label="fan_speed",
        option=choose(speeds, metadevice.states.get(_FAN_SPEED)),
        options=tuple(speeds),
    )
    options = {"option": {ours: {_FAN_SPEED: theirs} for ours, theirs in speeds.items()}}
    return Part(feature=select, target=Target(metadevice_id=metadevice.id, options=options))
