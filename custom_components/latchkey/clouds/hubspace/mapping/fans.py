"""Fans."""

from collections.abc import Iterator, Mapping
from typing import Any

from aioafero.util import percentage_to_ordered_list_item
from aioafero.v1.models import Fan as VendorFan

from ...model import Fan
from ..metadevice import Function, Metadevice
from .part import Part, Target, Values, key, on_off, slug


def fan_parts(metadevice: Metadevice, fan: VendorFan) -> Iterator[Part]:
    """Yield a fan."""
    if fan.on is None:
        return
    preset = slug(fan.preset.function_instance or "") if fan.preset is not None else None
    feature = Fan(
        key=key(metadevice.id, "fan"),
        on=fan.on.on,
        percentage=fan.speed.speed if fan.speed is not None else None,
        speeds=len(fan.speed.speeds) if fan.speed is not None else 0,
        direction=_direction(fan),
        has_direction=fan.direction is not None,
        preset=preset if fan.current_preset else None,
        presets=(preset,) if preset else (),
    )
    yield Part(feature=feature, target=Target(metadevice_id=metadevice.id, options=_options(fan, preset)))


def _direction(fan: VendorFan) -> str | None:
    """Return which way a fan turns."""
    if fan.direction is None:
        return None
    return "forward" if fan.direction.forward else "reverse"


def _options(fan: VendorFan, preset: str | None) -> Mapping[str, Mapping[Any, Values]]:
    """Return what each value of a command sets."""
    options: dict[str, Mapping[Any, Values]] = {"on": on_off(_function(fan.on))}
    ends_preset: Values = {}
    if fan.direction is not None:
        function = _function(fan.direction)
        options["direction"] = {word: {function: word} for word in ("forward", "reverse")}
    if fan.preset is not None:
        function = _function(fan.preset)
        options["preset"] = {preset: {function: "enabled"}}
        ends_preset = {function: "disabled"}
    if fan.speed is not None:
        function, speeds = _function(fan.speed), fan.speed.speeds
        options["percentage"] = {0: {_function(fan.on): "off"}} | {
            percent: {function: percentage_to_ordered_list_item(speeds, percent), **ends_preset}
            for percent in range(1, 101)
        }
    return options


def _function(feature: Any) -> Function:
    """Return which function of the vendor a feature of its library is."""
    return feature.function_class, feature.function_instance
