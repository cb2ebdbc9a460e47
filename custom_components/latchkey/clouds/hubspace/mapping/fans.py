"""Fans."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from aioafero.v1.models import Fan as VendorFan

from ...model import Fan
from ..metadevice import Function, Metadevice
from .part import Part, Target, Values, key, on_off, slug

_DIRECTIONS: Final = ("forward", "reverse")


def fan_parts(metadevice: Metadevice, fan: VendorFan) -> Iterator[Part]:
    """Yield a fan."""
    if fan.on is None:
        return
    preset = slug(fan.preset.function_instance or "") if fan.preset is not None else None
    feature = Fan(
        key=key(metadevice.id, "fan"),
        on=fan.on.on,
        percentage=_percentage(metadevice, fan),
        speeds=len(fan.speed.speeds) if fan.speed is not None else 0,
        direction=_direction(metadevice, fan),
        has_direction=fan.direction is not None,
        preset=preset if fan.current_preset else None,
        presets=(preset,) if preset else (),
    )
    target = Target(metadevice_id=metadevice.id, options=_options(fan, preset))
    yield Part(feature=feature, target=target)


def _percentage(metadevice: Metadevice, fan: VendorFan) -> int | None:
    """Return how fast a fan turns; None for a word that is none of its speeds."""
    if fan.on is not None and not fan.on.on:
        return 0
    if fan.speed is None or metadevice.states.get(_function(fan.speed)) not in fan.speed.speeds:
        return None
    return fan.speed.speed


def _direction(metadevice: Metadevice, fan: VendorFan) -> str | None:
    """Return which way a fan turns; None while it changes that."""
    word = metadevice.states.get(_function(fan.direction)) if fan.direction is not None else None
    return word if word in _DIRECTIONS else None


def _options(fan: VendorFan, preset: str | None) -> Mapping[str, Mapping[Any, Values]]:
    """Return what each value of a command sets; a speed is one of the vendor's words, the slowest first."""
    ends_preset: Values = {}
    options: dict[str, Mapping[Any, Values]] = {"on": on_off(_function(fan.on))}
    if fan.direction is not None:
        function = _function(fan.direction)
        options["direction"] = {word: {function: word} for word in _DIRECTIONS}
    if fan.preset is not None:
        function = _function(fan.preset)
        options["preset"] = {preset: {function: "enabled"}}
        ends_preset = {function: "disabled"}
    if fan.speed is not None:
        function = _function(fan.speed)
        options["speed"] = {word: {function: word, **ends_preset} for word in fan.speed.speeds}
    return options


def _function(feature: Any) -> Function:
    """Return which function of the vendor a feature of its library is."""
    return feature.function_class, feature.function_instance
