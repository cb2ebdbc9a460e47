"""Weekly schedules: those that the catalogue begins with, and which the vendor takes."""

from datetime import time
from itertools import pairwise
from typing import Any

from .home import HotWater, Programmed, Zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def heating_week(setpoint: float) -> list[dict[str, Any]]:
    """Return a week that is warm twice a day, and has this set point in between."""
    points = [("06:30:00", 20.0), ("08:00:00", setpoint), ("17:30:00", 21.0), ("22:00:00", 15.0)]
    return _week([{"heatSetpoint": value, "timeOfDay": at} for at, value in points])


def hot_water_week() -> list[dict[str, Any]]:
    """Return a week with hot water twice a day."""
    points = [("06:30:00", "On"), ("08:30:00", "Off"), ("16:30:00", "On"), ("22:30:00", "Off")]
    return _week([{"dhwState": value, "timeOfDay": at} for at, value in points])


def accepts(programmed: Programmed, days: list[dict[str, Any]]) -> bool:
    """Return whether the vendor would take this schedule for this zone or hot water."""
    capabilities = programmed.schedule_capabilities
    if capabilities is None or tuple(day["dayOfWeek"] for day in days) != DAYS:
        return False
    fewest, most = capabilities["minSwitchpointsPerDay"], capabilities["maxSwitchpointsPerDay"]
    return all(
        fewest <= len(day["switchpoints"]) <= most
        and _ascends([point["timeOfDay"] for point in day["switchpoints"]])
        and all(_allows(programmed, point) for point in day["switchpoints"])
        for day in days
    )


def _ascends(times: list[str]) -> bool:
    moments = [time.fromisoformat(each) for each in times]
    return all(earlier < later for earlier, later in pairwise(moments))


def _allows(programmed: Programmed, point: dict[str, Any]) -> bool:
    match programmed:
        case Zone():
            limits = programmed.setpoint_capabilities
            return bool(limits["minHeatSetpoint"] <= point["heatSetpoint"] <= limits["maxHeatSetpoint"])
        case HotWater():
            return point["dhwState"] in programmed.state_capabilities["allowedStates"]
    raise TypeError(programmed)


def _week(switchpoints: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"dayOfWeek": day, "switchpoints": [dict(point) for point in switchpoints]} for day in DAYS]
