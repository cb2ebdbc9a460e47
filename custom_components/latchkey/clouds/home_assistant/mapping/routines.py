"""What does several things at once: scenes, scripts and automations."""

from typing import Final

from ...model import Button, Scene, Switch
from .attributes import Maps, Told, parse_moment
from .readings import is_on


def map_scene(told: Told) -> Scene:
    """Return a scene; its state is when it was activated last."""
    return Scene(**told.common, activated_at=parse_moment(told.state))


def map_script(told: Told) -> Switch:
    """Return a script, which is on while it runs."""
    return Switch(**{**told.common, "label": "script"}, on=is_on(told.state))


def map_automation(told: Told) -> Switch:
    """Return whether an automation is enabled; who turns everything in a room off does not mean that."""
    common = {**told.common, "label": "automation", "category": "config"}
    return Switch(**common, on=is_on(told.state))


def map_trigger(told: Told) -> Button:
    """Return what triggers an automation."""
    return Button(**{**told.named("trigger"), "category": "config"})


MAPS: Final[Maps] = {
    "automation": {"": map_automation, "trigger": map_trigger},
    "scene": {"": map_scene},
    "script": {"": map_script},
}
