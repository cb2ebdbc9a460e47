"""Words to describe homes in: a line a zone instead of the vendor's many."""

from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from .home import Gateway, HotWater, Location, System, Zone
from .schedule import heating_week, hot_water_week

OVERRIDES = ["PermanentOverride", "FollowSchedule", "TemporaryOverride"]
EVERY_DAY = "1.00:00:00"
TEN_MINUTES = "00:10:00"
QUARTER = "00:15:00"


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
    fewest_switchpoints: int = 1,
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
        schedule_capabilities=schedules(fewest_switchpoints),
    )


def round_thermostat(name: str, temperature: float | None, scheduled: float) -> Zone:
    """Return a Round Thermostat, whose days need no switch point."""
    return zone(name, temperature, scheduled, model="RoundWireless", kind="Thermostat", fewest_switchpoints=0)


def vision_pro(name: str, temperature: float, scheduled: float) -> Zone:
    """Return a VisionPRO, which counts in quarters of an hour, and can hold a target for a vacation."""
    longest = {"minDuration": EVERY_DAY, "maxDuration": "365.23:45:00", "timingResolution": QUARTER}
    vacation = {"isChangeable": True, "isCancelable": True, **longest}
    return Zone(
        id=identifier(f"system {name}"),
        name=name,
        model="VisionProWifiRetail",
        kind="Thermostat",
        temperature=temperature,
        scheduled=scheduled,
        setpoint_capabilities=setpoints(
            4.5,
            32.0,
            QUARTER,
            vacationHoldCapabilities=vacation,
            allowedSetpointModes=[*OVERRIDES, "VacationHold"],
        ),
        schedule=heating_week(scheduled),
        schedule_capabilities=schedules(0, 4, QUARTER),
    )


def focus_pro(name: str, temperature: float, target: float, *, cools: bool = False) -> Zone:
    """Return a FocusPRO: no schedules, no temporary overrides, a fan, and perhaps cooling."""
    vacation = {"isChangeable": False, "isCancelable": False}
    cooling = {
        "canControlCool": True,
        "minCoolSetpoint": 10.0,
        "maxCoolSetpoint": 37.0,
        "setpointDeadband": 0.0,
    }
    return Zone(
        id=identifier(f"system {name}"),
        name=name,
        model="FocusProWifiRetail",
        kind="Thermostat",
        temperature=temperature,
        mode="PermanentOverride",
        override=target,
        fan_modes=["Auto", "On"],
        setpoint_capabilities=setpoints(
            4.5,
            32.0,
            QUARTER,
            vacationHoldCapabilities=vacation,
            allowedSetpointModes=["PermanentOverride", "VacationHold"],
            **(cooling if cools else {}),
        ),
        schedule=None,
        schedule_capabilities=None,
    )


def evohome(name: str, zones: list[Zone], *, mode: str = "Auto", water: HotWater | None = None) -> System:
    """Return an evohome with all its modes."""
    modes = [
        permanent("HeatingOff"),
        permanent("Auto"),
        permanent("AutoWithReset"),
        for_hours("AutoWithEco"),
        for_days("Away"),
        for_days("DayOff"),
        for_days("Custom"),
    ]
    return _evo_touch(name, modes, zones, mode, water)


def round_gateway(name: str, zones: list[Zone]) -> System:
    """Return what Round Thermostats belong to, which knows fewer modes than an evohome."""
    modes = [permanent("Auto"), for_hours("AutoWithEco"), for_days("Away"), permanent("HeatingOff")]
    return _evo_touch(name, modes, zones)


def plain_evohome(name: str, zones: list[Zone], water: HotWater | None = None) -> System:
    """Return an evohome that is on or off, and knows nothing else."""
    return _evo_touch(name, [permanent("HeatingOff"), permanent("Auto")], zones, water=water)


def own_system(thermostat: Zone, *modes: str, mode: str = "Heat") -> System:
    """Return the system that a thermostat is by itself, under the same id."""
    return System(
        id=thermostat.id,
        model=thermostat.model,
        mode=mode,
        modes=[permanent(each) for each in modes],
        zones=[thermostat],
    )


def _evo_touch(
    name: str,
    modes: list[dict[str, Any]],
    zones: list[Zone],
    mode: str = "Auto",
    water: HotWater | None = None,
) -> System:
    system_id = identifier(f"system {name}")
    return System(id=system_id, model="EvoTouch", mode=mode, modes=modes, zones=zones, hot_water=water)


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


def location_without_gateway(name: str, time_zone: str = "Europe/London") -> Location:
    """Return a location that is only a name and an address."""
    return Location(id=identifier(f"location {name}"), name=name, gateway=None, time_zone=time_zone)


def _temporary(mode: str, timing_mode: str, longest: str, timing: str) -> dict[str, Any]:
    return {
        "systemMode": mode,
        "canBePermanent": True,
        "canBeTemporary": True,
        "maxDuration": longest,
        "timingResolution": timing,
        "timingMode": timing_mode,
    }
