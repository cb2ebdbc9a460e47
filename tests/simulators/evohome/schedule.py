"""Weekly schedules: those that the catalogue begins with, and which the vendor takes."""

from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Any

from .home import HotWater, Programmed, Zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


type Points = Mapping[str, float | str]
"""From when on something applies: a set point, or the state of hot water."""


def heating_week(setpoint: float) -> list[dict[str, Any]]:
    """Return a week that is warm twice a day, and has this set point in between."""
    return week({"06:30": 20.0, "08:00": setpoint, "17:30": 21.0, "22:00": 15.0})


def hot_water_week() -> list[dict[str, Any]]:
    """Return a week with hot water twice a day."""
    return week({"06:30": "On", "08:30": "Off", "16:30": "On", "22:30": "Off"})


def week(every_day: Points, **others: Points) -> list[dict[str, Any]]:
    """Return a week whose days are alike, but for those that are named."""
    return [{"dayOfWeek": day, "switchpoints": _day(others.get(day, every_day))} for day in DAYS]


def _day(points: Points) -> list[dict[str, Any]]:
    return [
        {"dhwState" if isinstance(value, str) else "heatSetpoint": value, "timeOfDay": f"{at}:00"}
        for at, value in points.items()
    ]


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
