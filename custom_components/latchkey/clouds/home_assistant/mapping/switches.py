"""What is switched, set, or pressed: switches, lamps, fans, numbers, choices, buttons."""

from typing import Any, Final, Literal, cast

from ...model import Button, Fan, Light, Number, Select, Switch
from .attributes import Maps, Told, parse_moment, parse_number
from .readings import is_on

_COLOR_MODES: Final = ("onoff", "brightness", "color_temp", "white", "hs", "xy", "rgb", "rgbw", "rgbww")
_PLAIN_MODES: Final = ("onoff", "brightness")

_LIGHT_EFFECT: Final = 4
_LIGHT_FLASH: Final = 8
_LIGHT_TRANSITION: Final = 32

_FAN_SPEED: Final = 1
_FAN_OSCILLATE: Final = 2
_FAN_DIRECTION: Final = 4
_FAN_PRESET: Final = 8
_FAN_TURN_OFF: Final = 16
_FAN_TURN_ON: Final = 32

_MAX_SPEEDS: Final = 100

_NUMBER_MODES: Final = ("auto", "box", "slider")


def map_switch(told: Told) -> Switch:
    """Return something that is on or off."""
    return Switch(**told.common, on=is_on(told.state), device_class=told.text("device_class"))


def map_light(told: Told) -> Light:
    """Return a lamp."""
    modes = _color_modes(told)
    return Light(
        **told.common,
        on=is_on(told.state),
        color_mode=_color_mode(told, modes),
        color_modes=modes,
        brightness=told.whole("brightness", highest=255),
        color_temperature=told.whole("color_temp_kelvin", lowest=1, highest=100_000),
        min_color_temperature=told.whole("min_color_temp_kelvin", lowest=1, highest=100_000),
        max_color_temperature=told.whole("max_color_temp_kelvin", lowest=1, highest=100_000),
        **_colors(told),
        effect=told.text("effect") if told.can(_LIGHT_EFFECT) else None,
        effects=told.texts("effect_list") if told.can(_LIGHT_EFFECT) else (),
        has_transition=told.can(_LIGHT_TRANSITION),
        has_flash=told.can(_LIGHT_FLASH),
    )


def _colors(told: Told) -> dict[str, Any]:
    """Return its colour in every way in which it is told."""
    return {
        "hs": told.numbers("hs_color", 360, 100),
        "xy": told.numbers("xy_color", 1, 1),
        "rgb": told.channels("rgb_color", 3),
        "rgbw": told.channels("rgbw_color", 4),
        "rgbww": told.channels("rgbww_color", 5),
    }


def _color_mode(told: Told, modes: tuple[str, ...]) -> str:
    """Return how the light is chosen now; while an effect runs, there may be less to choose."""
    mode = told.text("color_mode") or ""
    runs = told.can(_LIGHT_EFFECT) and told.text("effect") not in (None, "off")
    plain = () if not runs else _PLAIN_MODES if modes != ("onoff",) else ("onoff",)
    return mode if mode in (*modes, *plain, "unknown") else modes[0]


def _color_modes(told: Told) -> tuple[str, ...]:
    """Return how the light can be chosen; the simple ways stand alone."""
    theirs = told.texts("supported_color_modes")
    modes = tuple(mode for mode in theirs if mode in _COLOR_MODES)
    colored = tuple(mode for mode in modes if mode not in _PLAIN_MODES)
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
        can_turn_on=told.can(_FAN_TURN_ON),
        can_turn_off=told.can(_FAN_TURN_OFF),
        percentage=told.whole("percentage"),
        speeds=max(round(_MAX_SPEEDS / max(step, 1.0)), 1) if told.can(_FAN_SPEED) and step > 0 else 0,
        direction=told.text("direction"),
        has_direction=told.can(_FAN_DIRECTION),
        preset=told.text("preset_mode"),
        presets=told.texts("preset_modes"),
        has_presets=told.can(_FAN_PRESET),
        oscillating=told.flag("oscillating"),
        has_oscillation=told.can(_FAN_OSCILLATE),
    )


def map_number(told: Told) -> Number:
    """Return a number that can be set."""
    minimum, maximum, mode = told.number("min"), told.number("max"), told.text("mode")
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
        mode=cast("Literal['auto', 'box', 'slider'] | None", mode if mode in _NUMBER_MODES else None),
    )


def map_select(told: Told) -> Select:
    """Return a choice."""
    options = told.texts("options")
    return Select(**told.common, option=told.state if told.state in options else None, options=options)


def map_button(told: Told) -> Button:
    """Return a button."""
    return Button(
        **told.common,
        device_class=told.text("device_class"),
        tells_presses=True,
        pressed_at=parse_moment(told.state),
    )


MAPS: Final[Maps] = {
    "button": {"": map_button},
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
