"""The weather, and what it will be."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, Final, cast, override

from homeassistant.components.weather import Forecast as NativeForecast
from homeassistant.components.weather import WeatherEntity, WeatherEntityFeature
from homeassistant.const import PRECISION_TENTHS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.coordinator import LatchkeyCoordinator
from .clouds.capabilities import HasForecasts
from .clouds.model import Device, Forecast, ForecastKind, Weather
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# A forecast is only asked for, and several people may look.
PARALLEL_UPDATES = 0

_FEATURES: Final = {
    "daily": WeatherEntityFeature.FORECAST_DAILY,
    "hourly": WeatherEntityFeature.FORECAST_HOURLY,
    "twice_daily": WeatherEntityFeature.FORECAST_TWICE_DAILY,
}

_MEASURED: Final = frozenset(
    {
        "apparent_temperature",
        "dew_point",
        "precipitation",
        "pressure",
        "temperature",
        "templow",
        "wind_gust_speed",
        "wind_speed",
    }
)
"""What of a forecast has a unit."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's weather."""
    async_add_features(entry, async_add_entities, Weather, LatchkeyWeather)


class LatchkeyWeather(LatchkeyEntity[Weather], WeatherEntity):
    """The weather somewhere."""

    # One more digit than Home Assistant shows of degrees Fahrenheit, since the vendor may tell it.
    _attr_precision = PRECISION_TENTHS

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Weather) -> None:
        """Take the feature as it is now; nobody looks at a forecast."""
        super().__init__(coordinator, device, feature)
        self._wanted: set[ForecastKind] = set()
        """The forecasts that somebody looks at."""

        self._watching: dict[ForecastKind, CALLBACK_TYPE] = {}
        self._told: dict[ForecastKind, Sequence[Forecast] | None] = {}

    @property
    @override
    def supported_features(self) -> WeatherEntityFeature:
        """Return which forecasts there are."""
        features = WeatherEntityFeature(0)
        for kind in self.feature.forecasts:
            features |= _FEATURES[kind]
        return features

    @property
    @override
    def condition(self) -> str | None:
        """Return what it is like."""
        return self.feature.condition

    @property
    @override
    def native_temperature(self) -> float | None:
        """Return how warm it is."""
        return self.feature.temperature

    @property
    @override
    def native_apparent_temperature(self) -> float | None:
        """Return how warm it feels."""
        return self.feature.apparent_temperature

    @property
    @override
    def native_dew_point(self) -> float | None:
        """Return the temperature of dew."""
        return self.feature.dew_point

    @property
    @override
    def native_temperature_unit(self) -> str | None:
        """Return the unit of all temperatures."""
        return self.feature.temperature_unit

    @property
    @override
    def humidity(self) -> float | None:
        """Return how humid it is."""
        return self.feature.humidity

    @property
    @override
    def native_pressure(self) -> float | None:
        """Return the pressure of the air."""
        return self.feature.pressure

    @property
    @override
    def native_pressure_unit(self) -> str | None:
        """Return the unit of the pressure."""
        return self.feature.pressure_unit

    @property
    @override
    def native_wind_speed(self) -> float | None:
        """Return how fast the wind is."""
        return self.feature.wind_speed

    @property
    @override
    def native_wind_gust_speed(self) -> float | None:
        """Return how fast gusts are."""
        return self.feature.wind_gust_speed

    @property
    @override
    def native_wind_speed_unit(self) -> str | None:
        """Return the unit of both speeds."""
        return self.feature.wind_speed_unit

    @property
    @override
    def wind_bearing(self) -> float | str | None:
        """Return where the wind comes from."""
        return self.feature.wind_bearing

    @property
    @override
    def native_visibility(self) -> float | None:
        """Return how far one sees."""
        return self.feature.visibility

    @property
    @override
    def native_visibility_unit(self) -> str | None:
        """Return the unit of the visibility."""
        return self.feature.visibility_unit

    @property
    @override
    def native_precipitation_unit(self) -> str | None:
        """Return the unit of rain in forecasts."""
        return self.feature.precipitation_unit

    @property
    @override
    def ozone(self) -> float | None:
        """Return how much ozone there is."""
        return self.feature.ozone

    @property
    @override
    def uv_index(self) -> float | None:
        """Return the ultraviolet index."""
        return self.feature.uv_index

    @property
    @override
    def cloud_coverage(self) -> float | None:
        """Return how much of the sky is covered."""
        return self.feature.cloud_coverage

    @override
    async def async_forecast_daily(self) -> list[NativeForecast] | None:
        """Return the forecast of each day."""
        return await self._async_forecast("daily")

    @override
    async def async_forecast_hourly(self) -> list[NativeForecast] | None:
        """Return the forecast of each hour."""
        return await self._async_forecast("hourly")

    @override
    async def async_forecast_twice_daily(self) -> list[NativeForecast] | None:
        """Return the forecast of each half of a day."""
        return await self._async_forecast("twice_daily")

    async def _async_forecast(self, kind: ForecastKind) -> list[NativeForecast] | None:
        """Return a forecast: as it was told where somebody looks at it, else as it is now."""
        if kind in self._told:
            forecast = self._told[kind]
        else:
            forecast = await self.async_ask(
                HasForecasts, lambda cloud: cloud.async_get_forecast(*self.feature_id, kind)
            )
        return None if forecast is None else [_native(each) for each in forecast]

    @callback
    @override
    def _async_subscription_started(self, forecast_type: ForecastKind) -> None:
        """Be told a forecast, since somebody looks at it."""
        self._wanted.add(forecast_type)
        self._watch(forecast_type)

    @callback
    @override
    def _async_subscription_ended(self, forecast_type: ForecastKind) -> None:
        """Be told it no more, since nobody looks."""
        self._wanted.discard(forecast_type)
        self._unwatch(forecast_type)

    @override
    async def async_added_to_hass(self) -> None:
        """Be told what somebody looked at before it had another entity id."""
        await super().async_added_to_hass()
        for kind in self._wanted:
            self._watch(kind)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Be told nothing any more."""
        for kind in self._wanted:
            self._unwatch(kind)
        await super().async_will_remove_from_hass()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Have forecasts told anew where the units are others: what was told is in the ones before."""
        before = _units(self.feature)
        super()._handle_coordinator_update()
        if _units(self.feature) != before:
            for kind in self._wanted:
                self._unwatch(kind)
                self._watch(kind)

    def _watch(self, kind: ForecastKind) -> None:
        cloud = self.coordinator.able(HasForecasts)
        self._watching[kind] = cloud.watch_forecast(*self.feature_id, kind, partial(self._take, kind))

    def _unwatch(self, kind: ForecastKind) -> None:
        self._told.pop(kind, None)
        if kind in self._watching:
            self._watching.pop(kind)()

    @callback
    def _take(self, kind: ForecastKind, forecast: Sequence[Forecast] | None) -> None:
        """Take a forecast, and tell whoever looks at it."""
        self._told[kind] = forecast
        self.coordinator.config_entry.async_create_task(self.hass, self.async_update_listeners({kind}))


def _units(weather: Weather) -> tuple[str | None, ...]:
    """Return the units of forecasts."""
    return (
        weather.temperature_unit,
        weather.pressure_unit,
        weather.wind_speed_unit,
        weather.precipitation_unit,
    )


def _native(forecast: Forecast) -> NativeForecast:
    """Return a forecast as Home Assistant takes it: it converts what it is told to be native."""
    told: dict[str, Any] = {key: value for key, value in asdict(forecast).items() if value is not None}
    return cast("NativeForecast", {f"native_{key}" if key in _MEASURED else key: told[key] for key in told})
