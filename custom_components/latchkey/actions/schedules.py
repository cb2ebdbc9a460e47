"""Weekly schedules as people write them: for each day of the week, from when on what applies."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

import voluptuous as vol
from homeassistant.const import ATTR_STATE, ATTR_TEMPERATURE, STATE_OFF, STATE_ON, UnitOfTemperature
from homeassistant.core import ServiceResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonValueType
from homeassistant.util.unit_conversion import TemperatureConverter

from ..clouds.model import Schedule, Switchpoint

ATTR_AT: Final = "at"
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _state(value: Any) -> str:
    """Return on or off; YAML reads either as a boolean where it is not quoted."""
    return STATE_ON if cv.boolean(value) else STATE_OFF


SWITCHPOINT_SCHEMA: Final = vol.All(
    {
        vol.Required(ATTR_AT): cv.time,
        vol.Exclusive(ATTR_TEMPERATURE, "value"): vol.Coerce(float),
        vol.Exclusive(ATTR_STATE, "value"): _state,
    },
    cv.has_at_least_one_key(ATTR_TEMPERATURE, ATTR_STATE),
)
SCHEDULE_SCHEMA: Final = vol.Schema(
    {vol.Optional(day, default=list): vol.All(cv.ensure_list, [SWITCHPOINT_SCHEMA]) for day in DAYS}
)


def to_celsius(temperature: float, unit: str) -> float:
    """Return a temperature that a person wrote in their unit."""
    celsius = TemperatureConverter.convert(temperature, unit, UnitOfTemperature.CELSIUS)
    return temperature if unit == UnitOfTemperature.CELSIUS else round(celsius, 2)


def from_celsius(celsius: float, unit: str) -> float:
    """Return a temperature as a person reads it in their unit."""
    temperature = TemperatureConverter.convert(celsius, UnitOfTemperature.CELSIUS, unit)
    return celsius if unit == UnitOfTemperature.CELSIUS else round(temperature, 1)


def parse_schedule(days: Mapping[str, Sequence[Mapping[str, Any]]], unit: str) -> Schedule:
    """Return the schedule that a person wrote, with temperatures in their unit."""
    return tuple(chain.from_iterable(_parse_day(number, days[day], unit) for number, day in enumerate(DAYS)))


def _parse_day(weekday: int, points: Sequence[Mapping[str, Any]], unit: str) -> Sequence[Switchpoint]:
    """Return the switch points of a day in their order."""
    parsed = (
        Switchpoint(
            weekday=weekday,
            at=point[ATTR_AT],
            value=point[ATTR_STATE] if ATTR_STATE in point else to_celsius(point[ATTR_TEMPERATURE], unit),
        )
        for point in points
    )
    return sorted(parsed, key=lambda point: point.at)


def describe_schedule(schedule: Schedule, unit: str) -> ServiceResponse:
    """Return a schedule as a person would write it, with temperatures in their unit."""
    return {
        day: [_describe(point, unit) for point in schedule if point.weekday == number]
        for number, day in enumerate(DAYS)
    }


def _describe(point: Switchpoint, unit: str) -> dict[str, JsonValueType]:
    at = {ATTR_AT: point.at.isoformat()}
    if isinstance(point.value, str):
        return {**at, ATTR_STATE: point.value}
    return {**at, ATTR_TEMPERATURE: from_celsius(point.value, unit)}
