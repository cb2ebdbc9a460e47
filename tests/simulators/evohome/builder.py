"""Words to describe homes in: a line a zone instead of the vendor's many."""

from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from .home import Gateway, HotWater, Location, System, Zone
from .schedule import heating_week, hot_water_week

OVERRIDES = ["PermanentOverride", "FollowSchedule", "TemporaryOverride"]
EVERY_DAY = "1.00:00:00"
TEN_MINUTES = "00:10:00"


def identifier(name: str) -> str:
    """Return a number that is the same in every run."""
    return str(1_000_000 + uuid5(NAMESPACE_DNS, f"{name}.evohome.example").int % 9_000_000)


def permanent(mode: str) -> dict[str, Any]:
    """Return a system mode without an end."""
    return {"systemMode": mode, "canBePermanent": True, "canBeTemporary": False}


def for_hours(mode: str) -> dict[str, Any]:
    """Return a system mode that may end after some hours of one day."""
    return _temporary(mode, "Duration", EVERY_DAY, "01:00:00")


def for_days(mode: str) -> dict[str, Any]:
    """Return a system mode that may end after some days."""
    return _temporary(mode, "Period", "99.00:00:00", EVERY_DAY)


def zone(
    name: str,
    temperature: float | None,
    scheduled: float = 17.0,
    *,
    model: str = "HeatingZone",
    kind: str = "RadiatorZone",
) -> Zone:
    """Return a zone of a system that speaks as evohome does."""
    return Zone(
        id=identifier(f"zone {name}"),
        name=name,
        model=model,
        kind=kind,
        temperature=temperature,
        scheduled=scheduled,
        setpoint_capabilities=setpoints(5.0, 35.0),
        schedule=heating_week(scheduled),
        schedule_capabilities=schedules(1),
    )


def hot_water(name: str, temperature: float | None) -> HotWater:
    """Return the hot water of a system."""
    capabilities = schedules(1)
    del capabilities["setpointValueResolution"]
    return HotWater(
        id=identifier(f"hot water {name}"),
        temperature=temperature,
        schedule=hot_water_week(),
        schedule_capabilities=capabilities,
        state_capabilities={
            "allowedStates": ["On", "Off"],
            "allowedModes": ["FollowSchedule", "PermanentOverride", "TemporaryOverride"],
            "maxDuration": EVERY_DAY,
            "timingResolution": TEN_MINUTES,
        },
    )


def setpoints(lowest: float, highest: float, timing: str = TEN_MINUTES, **more: Any) -> dict[str, Any]:
    """Return what set points a zone takes."""
    return {
        "maxHeatSetpoint": highest,
        "minHeatSetpoint": lowest,
        "valueResolution": 0.5,
        "canControlHeat": True,
        "canControlCool": False,
        "allowedSetpointModes": OVERRIDES,
        "maxDuration": EVERY_DAY,
        "timingResolution": timing,
        **more,
    }


def schedules(fewest: int, most: int = 6, timing: str = TEN_MINUTES) -> dict[str, Any]:
    """Return what schedules a zone takes."""
    return {
        "maxSwitchpointsPerDay": most,
        "minSwitchpointsPerDay": fewest,
        "timingResolution": timing,
        "setpointValueResolution": 0.5,
    }


def location(name: str, system: System | None, time_zone: str = "Europe/London") -> Location:
    """Return a location with a gateway."""
    number = identifier(f"gateway {name}")
    gateway = Gateway(id=number, mac=f"00D02D{int(number):06X}"[-12:], system=system)
    return Location(id=identifier(f"location {name}"), name=name, gateway=gateway, time_zone=time_zone)


def location_without_gateway(name: str) -> Location:
    """Return a location that is only a name and an address."""
    return Location(id=identifier(f"location {name}"), name=name, gateway=None)


def _temporary(mode: str, timing_mode: str, longest: str, timing: str) -> dict[str, Any]:
    return {
        "systemMode": mode,
        "canBePermanent": True,
        "canBeTemporary": True,
        "maxDuration": longest,
        "timingResolution": timing,
        "timingMode": timing_mode,
    }
