"""An account with a home of every kind."""

from .builder import (
    evohome,
    focus_pro,
    hot_water,
    location,
    own_system,
    round_gateway,
    round_thermostat,
    vision_pro,
    zone,
)
from .home import Location


def catalogue() -> list[Location]:
    """Return "Home", "Cottage", "Office" and "Studio"; ids and names are the same in every run."""
    return [home(), cottage(), office(), studio()]


def home() -> Location:
    """Return an evohome with zones and hot water; one zone's radiator valve has no contact."""
    attic = zone("Attic", None, 15.0)
    attic.faults = ["TempZoneActuatorCommunicationLost"]
    zones = [
        zone("Living room", 19.5, 20.0),
        zone("Kitchen", 18.5),
        zone("Bathroom", 21.0, 21.0, kind="UnderfloorHeating"),
        attic,
    ]
    return location("Home", evohome("Home", zones, water=hot_water("Home", 48.0)))


def cottage() -> Location:
    """Return a Round Thermostat, which has no hot water and fewer modes, in another time zone."""
    thermostat = round_thermostat("Cottage thermostat", 16.0, 18.0)
    return location("Cottage", round_gateway("Cottage", [thermostat]), "Europe/Amsterdam")


def office() -> Location:
    """Return a VisionPRO, whose one zone has the id of its system."""
    thermostat = vision_pro("Office thermostat", 20.5, 19.0)
    return location("Office", own_system(thermostat, "Off", "Heat"))


def studio() -> Location:
    """Return a FocusPRO, which has a fan and no schedules, and whose one zone has the id of its system."""
    thermostat = focus_pro("Studio thermostat", 20.5, 19.0)
    return location("Studio", own_system(thermostat, "Off", "Heat"))
