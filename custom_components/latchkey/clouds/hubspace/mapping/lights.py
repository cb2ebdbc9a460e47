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
"""The vendor's colour mode while one of its sequences runs."""

_EFFECTS_BY_MODE: Final = {"circadian-rhythm": "circadian_rhythm", "night-light": "night_light"}
"""Colour modes that are effects here: their light is neither chosen nor, in some, dimmed."""

_NO_EFFECT: Final = "off"
_WHITE_MODES: Final = ("white", "circadian-rhythm")


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


def light_arguments(lamp: Lamp, target: Target, command: SetLight) -> dict[str, Any]:
    """Return what the vendor library's `LightController.set_state` takes for a command."""
    arguments: dict[str, Any] = {"on": command.on, "channel": target.channel}
    if not command.on:
        return arguments
    if command.brightness is not None:
        arguments["brightness"] = brightness_to_percent(command.brightness)
    if command.color_temperature is not None:
        arguments["temperature"] = command.color_temperature
    if command.rgb is not None:
        arguments["color"] = command.rgb
    if command.effect in (sequences := _sequences(lamp)):
        arguments["effect"] = sequences[command.effect]
    mode = _mode_to_set(lamp, target, command)
    # The library mixes the channels' modes by itself.
    if mode is not None and (target.channel is None or mode == _SEQUENCE):
        arguments["color_mode"] = mode
    return arguments


def _mode_to_set(lamp: Lamp, target: Target, command: SetLight) -> str | None:
    """Return the vendor's colour mode that a command leads to; None where it stays."""
    if command.effect == _NO_EFFECT:
        return target.plain_mode
    if command.effect is not None:
        return _modes_of_effects(lamp).get(command.effect, _SEQUENCE)
    if command.rgb is not None:
        return "color"
    if command.white or command.color_temperature is not None:
        return "white"
    # What cannot be dimmed is left by who dims it.
    return target.plain_mode if command.brightness is not None and not _can_be_dimmed(lamp) else None


def _part(metadevice: Metadevice, lamp: Lamp, channel: str | None = None) -> Part:
    """Return a lamp, or one channel or zone of it."""
    zone = channel or lamp.instance
    label, index = _name(zone)
    modes = _color_modes(lamp, channel)
    effects = (*(_sequences(lamp) if "rgb" in modes else ()), *_modes_of_effects(lamp))
    light = Light(
        key=key(metadevice.id, "light", zone),
        label=label,
        index=index,
        on=lamp.is_on if channel is None else lamp.channel_on(channel),
        color_mode=_color_mode(lamp, modes),
        color_modes=modes,
        brightness=_brightness(metadevice, lamp, channel),
        effect=(_effect(lamp, modes) or _NO_EFFECT) if effects else None,
        effects=(_NO_EFFECT, *effects) if effects else (),
        **_white(lamp, modes),
        rgb=(lamp.color.red, lamp.color.green, lamp.color.blue) if "rgb" in modes and lamp.color else None,
    )
    target = Target(
        metadevice_id=metadevice.id,
        item_id=lamp.id,
        channel=channel,
        plain_mode=_plain_mode(metadevice, lamp),
        wake=_wake(metadevice, zone),
    )
    return Part(feature=light, target=target)


def _wake(metadevice: Metadevice, zone: str | None) -> Values:
    """Return what must be set besides to light one zone, and no other, of a lamp that is off."""
    if zone is None or metadevice.power is None or not metadevice.is_off:
        return {}
    others: Values = {switch: "off" for other, switch in metadevice.zones.items() if other != zone}
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
    """Return how the light is chosen now; not at all where it cannot even be dimmed."""
    if not _can_be_dimmed(lamp):
        return "onoff"
    wanted = ("color_temp", "white") if _mode(lamp) in _WHITE_MODES else ("rgb",)
    return next((mode for mode in wanted if mode in modes), modes[0])


def _brightness(metadevice: Metadevice, lamp: Lamp, channel: str | None) -> int | None:
    """Return how bright a lamp or a channel is, if the vendor tells."""
    if lamp.dimming is None or not _can_be_dimmed(lamp):
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


def _mode(lamp: Lamp) -> str | None:
    """Return the vendor's colour mode that a lamp is in."""
    return lamp.color_mode.mode if lamp.color_mode is not None else None


def _can_be_dimmed(lamp: Lamp) -> bool:
    """Return whether a lamp has a brightness in the mode that it is in."""
    return not lamp.color_mode_has_hint(_mode(lamp) or "", "no-brightness")


def _plain_mode(metadevice: Metadevice, lamp: Lamp) -> str | None:
    """Return the colour mode that the end of the running effect leads to."""
    mode = _mode(lamp)
    if lamp.color_mode is None or (mode != _SEQUENCE and mode not in _EFFECTS_BY_MODE):
        return None
    otherwise = "white" if lamp.supports_color_white else "color"
    return metadevice.plain_modes.get(lamp.color_mode.function_instance, otherwise)


def _effect(lamp: Lamp, modes: tuple[str, ...]) -> str | None:
    """Return the effect that runs."""
    if _mode(lamp) == _SEQUENCE and "rgb" in modes and lamp.effect is not None:
        return choose(_sequences(lamp), lamp.effect.effect)
    return choose(_modes_of_effects(lamp), _mode(lamp))


def _sequences(lamp: Lamp) -> dict[str, str]:
    """Return the vendor's words for the sequences of a lamp by our own."""
    groups = lamp.effect.effects.values() if lamp.effect is not None else ()
    return slugs(effect for group in groups for effect in group)


def _modes_of_effects(lamp: Lamp) -> dict[str, str]:
    """Return the colour modes of a lamp that are effects here, by our words for them."""
    return {ours: theirs for theirs, ours in _EFFECTS_BY_MODE.items() if theirs in (lamp.color_modes or ())}
