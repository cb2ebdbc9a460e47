"""What switches, lamps, fans and buttons are told."""

from typing import Final

from ...model import Button, Fan, Light, PressButton, SetFan, SetLight, SetSwitch, Switch
from .action import Action, Actions, Target, each, given

_FULL_BRIGHTNESS: Final = 255
_COLORS: Final = ("hs", "xy", "rgb", "rgbw", "rgbww")


def _set_light(command: SetLight, _target: Target) -> list[Action]:
    fields = given(transition=command.transition, flash=command.flash)
    if not command.on:
        return [Action("turn_off", fields)]
    if command.white:
        return [Action("turn_on", fields | {"white": command.brightness or _FULL_BRIGHTNESS})]
    colors = {mode: getattr(command, mode) for mode in _COLORS}
    fields |= given(
        brightness=command.brightness,
        color_temp_kelvin=command.color_temperature,
        **{f"{mode}_color": list(color) for mode, color in colors.items() if color is not None},
        effect=command.effect,
    )
    return [Action("turn_on", fields)]


def _set_switch(command: SetSwitch, _target: Target) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off")]


def _set_fan(command: SetFan, _target: Target) -> list[Action]:
    if command.on is not None:
        speed = given(percentage=command.percentage, preset_mode=command.preset) if command.on else {}
        actions = [Action("turn_on" if command.on else "turn_off", speed)]
    else:
        actions = each(
            set_percentage=given(percentage=command.percentage),
            set_preset_mode=given(preset_mode=command.preset),
        )
    return actions + each(
        set_direction=given(direction=command.direction),
        oscillate=given(oscillating=command.oscillating),
    )


def _press(_command: PressButton, target: Target) -> list[Action]:
    # A button that is a part of something else is called like what it does.
    return [Action(target.part.name or "press")]


ACTIONS: Final[Actions] = {
    SetLight: (Light, _set_light),
    SetSwitch: (Switch, _set_switch),
    SetFan: (Fan, _set_fan),
    PressButton: (Button, _press),
}
