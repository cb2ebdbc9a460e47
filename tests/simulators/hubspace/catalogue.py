"""A home with a device of every class, and a home with many lights.

The devices' names are: "Porch light" (RGBW with effects), "Hall light" (colour temperature), "Laundry dimmer",
"Bath light" (dual channel: color and white), "Ring light" (multi-zone: main and trim), "Bedroom fan" with
"Bedroom fan light" under the ceiling fan "Bedroom", "Bath fan" (exhaust), "Office switch", "Garden plug 1" and
"Garden plug 2" (one outlet each of one device), "Glass door", "Transformer", "Front door" (lock), "Sprinkler",
"Thermostat", "Garage AC", "Alarm", "Alarm keypad", "Freezer", "Mystery" (unknown class). Rooms: "Bedroom" has the
fan, "Garden" the plugs and the sprinkler.
"""

from .metadevice import Metadevice


def catalogue() -> list[Metadevice]:
    """Return one device of every class, and two rooms; ids are the same in every run."""
    return []


def many(count: int) -> list[Metadevice]:
    """Return that many simple lights, named "Light 1" and so on."""
    raise NotImplementedError
