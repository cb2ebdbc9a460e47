"""An account with a home of every kind."""

from .builder import (
    for_days,
    for_hours,
    hot_water,
    identifier,
    location,
    permanent,
    schedules,
    setpoints,
    zone,
)
from .home import Location, System, Zone
from .schedule import heating_week

QUARTER = "00:15:00"


def catalogue() -> list[Location]:
    """Return "Home", "Cottage", "Office" and "Studio"; ids and names are the same in every run."""
    return [home(), cottage(), office(), studio()]


def home() -> Location:
    """Return an evohome with zones and hot water; one zone's radiator valve has no contact."""
    attic = zone("Attic", None, 15.0)
    attic.faults = ["TempZoneActuatorCommunicationLost"]
    system = System(
        id=identifier("system Home"),
        model="EvoTouch",
        mode="Auto",
        modes=[
            permanent("HeatingOff"),
            permanent("Auto"),
            permanent("AutoWithReset"),
            for_hours("AutoWithEco"),
            for_days("Away"),
            for_days("DayOff"),
            for_days("Custom"),
        ],
        zones=[
            zone("Living room", 19.5, 20.0),
            zone("Kitchen", 18.5),
            zone("Bathroom", 21.0, 21.0, kind="UnderfloorHeating"),
            attic,
        ],
        hot_water=hot_water("Home", 48.0),
    )
    return location("Home", system)


def cottage() -> Location:
    """Return a Round Thermostat, which has no hot water and fewer modes, in another time zone."""
    system = System(
        id=identifier("system Cottage"),
        model="EvoTouch",
        mode="Auto",
        modes=[permanent("Auto"), for_hours("AutoWithEco"), for_days("Away"), permanent("HeatingOff")],
        zones=[zone("Cottage thermostat", 16.0, 18.0, model="RoundWireless", kind="Thermostat")],
    )
    return location("Cottage", system, "Europe/Amsterdam")


def office() -> Location:
    """Return a VisionPRO, whose one zone has the id of its system."""
    hold = {"minDuration": "1.00:00:00", "maxDuration": "365.23:45:00", "timingResolution": QUARTER}
    thermostat = _retail_thermostat("Office thermostat", "VisionProWifiRetail", **hold)
    thermostat.schedule = heating_week(19.0)
    thermostat.schedule_capabilities = schedules(0, 4, QUARTER)
    return location("Office", _retail_system(thermostat))


def studio() -> Location:
    """Return a FocusPRO, which has a fan and no schedules, and whose one zone has the id of its system."""
    thermostat = _retail_thermostat("Studio thermostat", "FocusProWifiRetail")
    thermostat.fan_modes = ["Auto", "On"]
    return location("Studio", _retail_system(thermostat))


def _retail_thermostat(name: str, model: str, **hold: str) -> Zone:
    vacation = {"isChangeable": True, "isCancelable": True, **hold}
    capabilities = setpoints(4.5, 32.0, QUARTER, vacationHoldCapabilities=vacation)
    capabilities["allowedSetpointModes"] = [*capabilities["allowedSetpointModes"], "VacationHold"]
    return Zone(
        id=identifier(f"system {name}"),
        name=name,
        model=model,
        kind="Thermostat",
        temperature=20.5,
        scheduled=19.0,
        setpoint_capabilities=capabilities,
        schedule=None,
        schedule_capabilities=None,
    )


def _retail_system(thermostat: Zone) -> System:
    modes = [permanent("Off"), permanent("Heat")]
    return System(id=thermostat.id, model=thermostat.model, mode="Heat", modes=modes, zones=[thermostat])
