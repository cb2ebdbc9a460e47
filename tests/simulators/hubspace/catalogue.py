"""A home with a device of every class, and a home with many lights."""

from .builder import device, home, room, switch
from .climates import air_conditioner, dehumidifier, freezer, heating_air_conditioner, thermostat
from .fans import ceiling_fan, exhaust_fan
from .lights import (
    color_light,
    dimmer,
    dimmer_switch,
    dual_channel_light,
    light_with_trim,
    vanity_light,
    white_light,
)
from .metadevice import Metadevice
from .security import alarm, keypad
from .switches import door_lock, glass_door, office_switch, outlet, transformer, water_timer


def catalogue() -> list[Metadevice]:
    """Return every device that was seen and some of other classes, with two rooms.

    Ids and names are the same in every run.
    """
    bedroom_fan, bedroom_light, bedroom = ceiling_fan()
    bath_fan, bath_fan_light, bath = exhaust_fan()
    plugs = [outlet("Garden plug 1"), outlet("Garden plug 2")]
    sprinklers = water_timer("Sprinkler"), water_timer("Sprinkler 2")
    study = heating_air_conditioner()
    return [
        color_light(),
        white_light("Hall light"),
        vanity_light(),
        dimmer(),
        dual_channel_light(),
        light_with_trim(),
        bedroom_fan,
        bedroom_light,
        bedroom,
        bath_fan,
        bath_fan_light,
        bath,
        office_switch(),
        dimmer_switch("Stairs dimmer 1"),
        dimmer_switch("Stairs dimmer 2"),
        *plugs,
        glass_door(),
        transformer(),
        door_lock(),
        *sprinklers,
        thermostat(),
        air_conditioner(),
        study,
        dehumidifier(),
        alarm(),
        keypad(),
        freezer(),
        device("Mystery", "coffee-machine", switch("power", None, "on"), model="Brewer 9"),
        room("Bedroom", bedroom_fan, bedroom_light, bedroom),
        room("Garden", *plugs, *sprinklers),
        home("Home", study),
    ]


def many(count: int) -> list[Metadevice]:
    """Return that many simple lights, named "Light 1" and so on."""
    return [white_light(f"Light {index}") for index in range(1, count + 1)]
