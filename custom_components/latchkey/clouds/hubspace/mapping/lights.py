"""Lamps: of one channel, of a colour and a white channel, or a zone of several."""

from collections.abc import Iterator
from typing import Any, Final

from aioafero.v1.models import Light as Lamp

from ...model import Light, SetLight
from ..metadevice import Metadevice
from .part import Part, Target, Values, choose, key, slugs, spell

_CHANNELS: Final = ("color", "white")
_NAMED_ZONES: Final = ("main", "trim")
_SEQUENCE: Final = "sequence"
"""The vendor's colour mode while an effect runs."""


def light_parts(metadevice: Metadevice, lamp: Lamp) -> Iterator[Part]:
    """Yield a light for each channel of a lamp, or one."""
    if lamp.is_dual_channel:
        for channel in _CHANNELS:
            yield _part(metadevice, lamp, channel)
    elif lamp.on is not None:
        yield _part(metadevice, lamp)


def percent_to_brightness(percent: float) -> int:
    """Return 0 to 255 for 0 to 100; different percents stay different."""
    return round(percent * 255 / 100)


def brightness_to_percent(brightness: int) -> int:
    """Return 1 to 100 for 0 to 255: the vendor's lamps know no 0."""
    return max(1, round(brightness * 100 / 255))


def light_arguments(lamp: Lamp, channel: str | None, command: SetLight) -> dict[str, Any]:
    """Return what the vendor library's `LightController.set_state` takes for a command."""
    arguments: dict[str, Any] = {"on": command.on, "channel": channel}
    if not command.on:
        return arguments
    if command.brightness is not None:
        arguments["brightness"] = brightness_to_percent(command.brightness)
    if command.color_temperature is not None:
        arguments["temperature"] = command.color_temperature
    if command.rgb is not None:
        arguments["color"] = command.rgb
    if command.effect in (effects := _effects(lamp)):
        arguments["effect"] = effects[command.effect]
    mode = _mode_to_set(lamp, command)
    # The library mixes the channels' modes by itself.
    if mode is not None and (channel is None or mode == _SEQUENCE):
        arguments["color_mode"] = mode
    return arguments


def _mode_to_set(lamp: Lamp, command: SetLight) -> str | None:
    """Return the vendor's colour mode that a command leads to; None where it stays."""
    if command.effect == "off":
        return "white" if lamp.supports_color_white else "color"
    if command.effect is not None:
        return _SEQUENCE
    if command.rgb is not None:
        return "color"
    if command.white or command.color_temperature is not None:
        return "white"
    return None


def _part(metadevice: Metadevice, lamp: Lamp, channel: str | None = None) -> Part:
    """Return a lamp, or one channel or zone of it."""
    zone = channel or lamp.instance
    label, index = _name(zone)
    modes = _color_modes(lamp, channel)
    light = Light(
        key=key(metadevice.id, "light", zone),
        label=label,
        index=index,
        on=lamp.is_on if channel is None else lamp.channel_on(channel),
        color_mode=_color_mode(lamp, modes),
        color_modes=modes,
        brightness=_brightness(metadevice, lamp, channel),
        **_white(lamp, modes),
        **_color(lamp, modes),
    )
    target = Target(
        metadevice_id=metadevice.id, item_id=lamp.id, channel=channel, wake=_wake(metadevice, zone)
    )
    return Part(feature=light, target=target)


def _wake(metadevice: Metadevice, zone: str | None) -> Values:
    """Return what must be set besides to light one zone, and no other, of a lamp that is off."""
    if zone is None or metadevice.power is None or not metadevice.is_off:
        return {}
    others: Values = {("toggle", other): "off" for other in metadevice.zones if other != zone}
    return {metadevice.power: "on", **others}


def _name(zone: str | None) -> tuple[str | None, str | None]:
    """Return the label and the index of a channel or zone."""
    if zone is None:
        return None, None
    if zone in _CHANNELS or zone in _NAMED_ZONES:
        return f"{zone}_light", None
    return "light_named", spell(zone)


def _color_modes(lamp: Lamp, channel: str | None) -> tuple[str, ...]:
    """Return how the light of a lamp can be chosen, in Home Assistant's words."""
    has_color = lamp.color is not None and channel != "white"
    has_temperature = lamp.color_temperature is not None and channel != "color"
    has_white = has_color and channel is None and not has_temperature and lamp.supports_color_white
    table = {"rgb": has_color, "color_temp": has_temperature, "white": has_white}
    modes = tuple(mode for mode, present in table.items() if present)
    return modes or ("brightness" if lamp.dimming is not None else "onoff",)


def _color_mode(lamp: Lamp, modes: tuple[str, ...]) -> str:
    """Return how the light is chosen now."""
    is_white = lamp.color_mode is not None and lamp.color_mode.mode == "white"
    wanted = ("color_temp", "white") if is_white else ("rgb",)
    return next((mode for mode in wanted if mode in modes), modes[0])


def _brightness(metadevice: Metadevice, lamp: Lamp, channel: str | None) -> int | None:
    """Return how bright a lamp or a channel is, if the vendor tells."""
    if lamp.dimming is None:
        return None
    percent = metadevice.states.get(("brightness", channel or lamp.dimming.function_instance))
    return None if percent is None else percent_to_brightness(percent)


def _white(lamp: Lamp, modes: tuple[str, ...]) -> dict[str, Any]:
    """Return the colour temperature and its limits, where the lamp has one."""
    if "color_temp" not in modes or lamp.color_temperature is None:
        return {}
    return {
        "color_temperature": lamp.color_temperature.temperature,
        "min_color_temperature": min(lamp.color_temperature.supported),
        "max_color_temperature": max(lamp.color_temperature.supported),
    }


def _color(lamp: Lamp, modes: tuple[str, ...]) -> dict[str, Any]:
    """Return the colour and the effects, where the lamp has colours."""
    if "rgb" not in modes or lamp.color is None:
        return {}
    effects = _effects(lamp)
    runs = lamp.color_mode is not None and lamp.color_mode.mode == _SEQUENCE and lamp.effect is not None
    return {
        "rgb": (lamp.color.red, lamp.color.green, lamp.color.blue),
        "effect": choose(effects, lamp.effect.effect) if runs and lamp.effect is not None else None,
        "effects": tuple(effects),
    }


def _effects(lamp: Lamp) -> dict[str, str]:
    """Return the vendor's words for the effects of a lamp by our own."""
    groups = lamp.effect.effects.values() if lamp.effect is not None else ()
    return slugs(effect for group in groups for effect in group)
