"""The weather, and what it will be."""

from dataclasses import dataclass
from typing import Literal

from .feature import Feature

type ForecastKind = Literal["daily", "hourly", "twice_daily"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather(Feature):
    """How the weather is now, in units that it names."""

    platform = "weather"

    condition: str | None
    forecasts: frozenset[ForecastKind] = frozenset()
    """Those that `HasForecasts` returns."""

    temperature: float | None = None
    apparent_temperature: float | None = None
    dew_point: float | None = None
    temperature_unit: str | None = None
    humidity: float | None = None
    pressure: float | None = None
    pressure_unit: str | None = None
    wind_speed: float | None = None
    wind_gust_speed: float | None = None
    wind_speed_unit: str | None = None
    wind_bearing: float | str | None = None
    visibility: float | None = None
    visibility_unit: str | None = None
    precipitation_unit: str | None = None
    ozone: float | None = None
    uv_index: float | None = None
    cloud_coverage: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How the weather will be at some time, in the units of the weather."""

    datetime: str
    condition: str | None = None
    is_daytime: bool | None = None
    temperature: float | None = None
    templow: float | None = None
    apparent_temperature: float | None = None
    dew_point: float | None = None
    humidity: float | None = None
    pressure: float | None = None
    wind_speed: float | None = None
    wind_gust_speed: float | None = None
    wind_bearing: float | str | None = None
    precipitation: float | None = None
    precipitation_probability: float | None = None
    uv_index: float | None = None
    cloud_coverage: float | None = None
