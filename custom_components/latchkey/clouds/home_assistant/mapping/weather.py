"""The weather, and what it will be."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...model import Forecast, ForecastKind, Weather
from ...raw import is_number, read_mapping, read_mappings, read_text
from .attributes import Maps, Told

_FORECASTS: Final[Mapping[ForecastKind, int]] = {"daily": 1, "hourly": 2, "twice_daily": 4}
"""By kinds: the feature of an entity that has them."""

_NUMBERS: Final = (
    "apparent_temperature",
    "cloud_coverage",
    "dew_point",
    "humidity",
    "precipitation",
    "precipitation_probability",
    "pressure",
    "temperature",
    "templow",
    "uv_index",
    "wind_gust_speed",
    "wind_speed",
)


def map_weather(told: Told) -> Weather:
    """Return how the weather is, in the units in which it is told."""
    return Weather(
        **told.common,
        condition=told.state,
        forecasts=frozenset(kind for kind, feature in _FORECASTS.items() if told.can(feature)),
        temperature=told.number("temperature"),
        apparent_temperature=told.number("apparent_temperature"),
        dew_point=told.number("dew_point"),
        temperature_unit=told.text("temperature_unit"),
        humidity=told.number("humidity"),
        pressure=told.number("pressure"),
        pressure_unit=told.text("pressure_unit"),
        wind_speed=told.number("wind_speed"),
        wind_gust_speed=told.number("wind_gust_speed"),
        wind_speed_unit=told.text("wind_speed_unit"),
        wind_bearing=told.text("wind_bearing") or told.number("wind_bearing"),
        visibility=told.number("visibility"),
        visibility_unit=told.text("visibility_unit"),
        precipitation_unit=told.text("precipitation_unit"),
        ozone=told.number("ozone"),
        uv_index=told.number("uv_index"),
        cloud_coverage=told.number("cloud_coverage"),
    )


def parse_forecasts(event: Any, kind: ForecastKind) -> tuple[Forecast, ...] | None:
    """Return the forecast that `weather/subscribe_forecast` tells; None where there is none now."""
    told = read_mapping(event).get("forecast")
    if not isinstance(told, list):
        return None
    parsed = _parse_all(told)
    # Home Assistant demands of a half of a day that it says which.
    return tuple(each for each in parsed if kind != "twice_daily" or each.is_daytime is not None)


def _parse_all(told: list[Any]) -> Iterable[Forecast]:
    for raw in read_mappings(told):
        when = read_text(raw.get("datetime"))
        if when is not None:
            yield _parse(when, raw)


def _parse(when: str, raw: Mapping[str, Any]) -> Forecast:
    day, bearing = raw.get("is_daytime"), raw.get("wind_bearing")
    return Forecast(
        datetime=when,
        condition=read_text(raw.get("condition")),
        is_daytime=day if isinstance(day, bool) else None,
        wind_bearing=bearing if is_number(bearing) else read_text(bearing),
        **{name: raw[name] for name in _NUMBERS if is_number(raw.get(name))},
    )


MAPS: Final[Maps] = {
    "weather": {"": map_weather},
}
