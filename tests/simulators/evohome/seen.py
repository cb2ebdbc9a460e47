"""The systems that were seen at real homes, in this project's own words: facts, without whose they are."""

from collections.abc import Callable, Mapping
from typing import Final

from .builder import (
    evohome,
    focus_pro,
    hot_water,
    location,
    location_without_gateway,
    own_system,
    plain_evohome,
    round_gateway,
    round_thermostat,
    vision_pro,
    zone,
)
from .home import Location, Zone
from .schedule import week


def evohome_that_saves() -> list[Location]:
    """Return nine zones with radiators, of which one is dead and one held, and hot water that is held off.

    The set points of the schedules are in tenths, although the system says that it counts in halves.
    """
    rooms = [
        zone("Hall", 19.0),
        zone("Living room", 19.0),
        zone("Kitchen", 20.0),
        zone("Lower bathroom", 20.0, 16.0),
        zone("Bedroom", 21.0, 16.0),
        zone("Nursery", 19.5),
        zone("Upper bathroom", 21.5, 16.5),
    ]
    # It still tells how warm it was when its sensor was last heard.
    rooms[0].faults = ["TempZoneSensorCommunicationLost"]
    dead = _held(zone("Shed", None), 5.0)
    dead.faults = ["TempZoneActuatorCommunicationLost"]
    guests = _held(zone("Guest room", 19.5), 14.0)
    water = hot_water("Saver", 23.0)
    water.mode, water.override = "PermanentOverride", "Off"
    short = {"06:30": "On", "08:30": "Off", "12:00": "On", "13:00": "Off", "16:30": "On", "22:30": "Off"}
    long = {"06:30": "On", "09:30": "Off", "12:00": "On", "13:00": "Off", "16:30": "On", "23:00": "Off"}
    water.schedule = week(short, Saturday=long, Sunday=long)
    early = {"07:00": 18.1, "08:00": 16.0, "22:10": 18.6, "23:00": 15.9}
    late = {"07:00": 18.5, "08:30": 16.0, "22:10": 18.6, "23:00": 15.9}
    for room in (dead, *rooms, guests):
        room.schedule = week(early, Saturday=late, Sunday=late)
    system = evohome("Saver", [dead, *rooms, guests], mode="AutoWithEco", water=water)
    return [location("Saver", system)]


def vision_pro_that_heats() -> list[Location]:
    """Return a VisionPRO that follows its schedule."""
    return [location("Chapel", own_system(vision_pro("Chapel thermostat", 21.5, 21.5), "Off", "Heat"))]


def focus_pro_that_is_off() -> list[Location]:
    """Return a FocusPRO that is turned off, and keeps its target of 23 degrees."""
    system = own_system(focus_pro("Cabin thermostat", 23.0, 23.0), "Off", "Heat", mode="Off")
    return [location("Cabin", system, "Australia/Sydney")]


def focus_pro_that_cools() -> list[Location]:
    """Return a FocusPRO that also cools; how it was is not known."""
    system = own_system(focus_pro("Dining room thermostat", 21.0, 20.0, cools=True), "Off", "Heat", "Cool")
    return [location("Dining room", system, "Europe/Brussels")]


def two_round_thermostats() -> list[Location]:
    """Return two Round Thermostats; how they were is not known."""
    zones = [round_thermostat("Downstairs", 20.0, 20.0), round_thermostat("Upstairs", 18.0, 17.5)]
    return [location("Farm", round_gateway("Farm", zones), "Europe/Helsinki")]


def round_thermostat_beside_a_lost_zone() -> list[Location]:
    """Return a Round Thermostat, and a zone whose sensor is not heard and whose schedule is empty."""
    lost = zone("Canal house, lost", 22.0, 5.0, kind="ZoneTemperatureControl")
    lost.faults, lost.schedule = ["TempZoneSensorCommunicationLost"], []
    heard = round_thermostat("Canal house, heard", 22.0, 20.0)
    heard.schedule = week(
        {"05:30": 22.0, "08:00": 20.0, "16:00": 22.5, "23:00": 15.0},
        Wednesday={"05:30": 22.0, "08:00": 20.0, "12:00": 22.5, "23:00": 15.0},
        Saturday={"07:00": 22.0, "16:00": 22.5, "23:00": 15.0},
        Sunday={"07:30": 22.0, "16:00": 22.5, "23:00": 15.0},
    )
    return [location("Canal house", round_gateway("Canal house", [lost, heard]), "Europe/Amsterdam")]


def four_locations() -> list[Location]:
    """Return twelve zones with hot water, one zone, a gateway without a system, and no gateway at all."""
    temperatures = [19.0, 19.5, 20.0, 20.5, 21.0, 21.5, 22.0, 22.5, 18.0, 18.5, 23.0, 23.5]
    rooms = [
        zone(f"Room {number}", temperature, temperature - 2)
        for number, temperature in enumerate(temperatures, start=1)
    ]
    lodge = plain_evohome("Lodge", [zone("Lodge", 20.0, 19.0)])
    return [
        location("Manor", plain_evohome("Manor", rooms, hot_water("Manor", 48.0))),
        location("Lodge", lodge, "Europe/Brussels"),
        location("Stable", None, "Europe/Amsterdam"),
        location_without_gateway("Meadow", "Australia/Sydney"),
    ]


SEEN: Final[Mapping[str, Callable[[], list[Location]]]] = {
    "default": evohome_that_saves,
    "hass_032585": vision_pro_that_heats,
    "hass_094805": focus_pro_that_is_off,
    "hass_099625": two_round_thermostats,
    "hass_102815": focus_pro_that_cools,
    "hass_139906": round_thermostat_beside_a_lost_zone,
    "system_007": four_locations,
}
"""By the names of their samples."""


def _held(room: Zone, target: float) -> Zone:
    """Return a zone that somebody has given a target for good."""
    room.mode, room.override = "PermanentOverride", target
    return room
