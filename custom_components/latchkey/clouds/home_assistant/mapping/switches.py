"""What is switched, set, pressed or looked at: switches, lamps, fans, numbers, choices, buttons, cameras."""

from typing import Final

from ...model import Button, Camera, Fan, Light, Number, Select, Switch
from .attributes import Maps, Told, parse_number
from .readings import is_on

_COLOR_MODES: Final = {
    "onoff": "onoff",
    "brightness": "brightness",
    "color_temp": "color_temp",
    "white": "white",
    "hs": "rgb",
    "xy": "rgb",
    "rgb": "rgb",
    "rgbw": "rgb",
    "rgbww": "rgb",
}
"""Each colour is told and taken as red, green and blue, too."""

_LIGHT_EFFECT: Final = 4
_LIGHT_FLASH: Final = 8
_LIGHT_TRANSITION: Final = 32

_FAN_SPEED: Final = 1
_FAN_OSCILLATE: Final = 2
_FAN_DIRECTION: Final = 4
_FAN_PRESET: Final = 8

_MAX_SPEEDS: Final = 100


def map_switch(told: Told) -> Switch:
    """Return something that is on or off."""
    return Switch(**told.common, on=is_on(told.state), device_class=told.text("device_class"))


def map_light(told: Told) -> Light:
    """Return a lamp."""
    modes = _color_modes(told)
    mode = _COLOR_MODES.get(told.text("color_mode") or "", modes[0])
    effect = told.text("effect")
    return Light(
        **told.common,
        on=is_on(told.state),
        color_mode=mode if mode in modes else modes[0],
        color_modes=modes,
        brightness=told.whole("brightness", highest=255),
        color_temperature=told.whole("color_temp_kelvin", lowest=1, highest=100_000),
        min_color_temperature=told.whole("min_color_temp_kelvin", lowest=1, highest=100_000),
        max_color_temperature=told.whole("max_color_temp_kelvin", lowest=1, highest=100_000),
        rgb=told.color("rgb_color"),
        effect=None if effect == "off" else effect,
        effects=tuple(each for each in told.texts("effect_list") if each != "off")
        if told.can(_LIGHT_EFFECT)
        else (),
        has_transition=told.can(_LIGHT_TRANSITION),
        has_flash=told.can(_LIGHT_FLASH),
    )


def _color_modes(told: Told) -> tuple[str, ...]:
    """Return how the light can be chosen; the simple ways stand alone."""
    theirs = told.texts("supported_color_modes")
    modes = tuple(dict.fromkeys(_COLOR_MODES[mode] for mode in theirs if mode in _COLOR_MODES))
    colored = tuple(mode for mode in modes if mode not in ("onoff", "brightness"))
    # White is a mode beside colours, never the only one.
    if colored and colored != ("white",):
        return colored
    return ("brightness",) if "brightness" in modes or colored else ("onoff",)


def map_fan(told: Told) -> Fan:
    """Return a fan."""
    step = told.number("percentage_step") or 1.0
    return Fan(
        **told.common,
        on=is_on(told.state),
        percentage=told.whole("percentage"),
        speeds=max(round(_MAX_SPEEDS / max(step, 1.0)), 1) if told.can(_FAN_SPEED) and step > 0 else 0,
        direction=told.text("direction"),
        has_direction=told.can(_FAN_DIRECTION),
        preset=told.text("preset_mode"),
        presets=told.texts("preset_modes") if told.can(_FAN_PRESET) else (),
        oscillating=told.flag("oscillating"),
        has_oscillation=told.can(_FAN_OSCILLATE),
    )


def map_number(told: Told) -> Number:
    """Return a number that can be set."""
    minimum, maximum = told.number("min"), told.number("max")
    if minimum is None or maximum is None or minimum >= maximum:
        minimum, maximum = 0.0, 100.0
    step = told.number("step")
    return Number(
        **told.common,
        value=parse_number(told.state),
        minimum=minimum,
        maximum=maximum,
        step=step if step is not None and step > 0 else 1.0,
        unit=told.text("unit_of_measurement"),
        device_class=told.text("device_class"),
    )


def map_select(told: Told) -> Select:
    """Return a choice."""
    options = told.texts("options")
    return Select(**told.common, option=told.state if told.state in options else None, options=options)


def map_button(told: Told) -> Button:
    """Return a button."""
    return Button(**told.common, device_class=told.text("device_class"))


def map_camera(told: Told) -> Camera:
    """Return a camera; its attributes hold keys to its pictures, which are left where they are."""
    return Camera(**told.common, on=told.state != "off")


MAPS: Final[Maps] = {
    "button": {"": map_button},
    "camera": {"": map_camera},
    "fan": {"": map_fan},
    "input_boolean": {"": map_switch},
    "input_button": {"": map_button},
    "input_number": {"": map_number},
    "input_select": {"": map_select},
    "light": {"": map_light},
    "number": {"": map_number},
    "select": {"": map_select},
    "switch": {"": map_switch},
}
