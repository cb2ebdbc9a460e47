"""The weather of another Home Assistant: as it is there, and forecasts for whoever looks at them."""

from typing import Any, Literal, override

import pytest
from homeassistant.components.weather import Forecast, WeatherEntity, WeatherEntityFeature
from homeassistant.components.weather.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import METRIC_SYSTEM, US_CUSTOMARY_SYSTEM

from .home import state
from .mirroring import Mirror

GARDEN = "weather.garden"


class Sky(WeatherEntity):
    """The weather there, which knows all that weather can tell."""

    entity_id = GARDEN
    _attr_unique_id = "garden"
    _attr_name = "Garden"
    _attr_should_poll = False
    _attr_attribution = "Told by a frog"
    _attr_condition = "lightning-rainy"
    _attr_native_temperature = 21.64
    _attr_native_apparent_temperature = 24.2
    _attr_native_dew_point = 12.3
    _attr_native_temperature_unit = "°C"
    _attr_humidity = 54.4
    _attr_native_pressure = 1013.257
    _attr_native_pressure_unit = "hPa"
    _attr_native_wind_speed = 3.1
    _attr_native_wind_gust_speed = 9.7
    _attr_native_wind_speed_unit = "m/s"
    _attr_wind_bearing: float | str | None = "NNW"
    _attr_native_visibility = 8.123
    _attr_native_visibility_unit = "km"
    _attr_native_precipitation_unit = "mm"
    _attr_ozone = 301.5
    _attr_uv_index = 4.2
    _attr_cloud_coverage = 37
    _attr_supported_features = (
        WeatherEntityFeature.FORECAST_DAILY
        | WeatherEntityFeature.FORECAST_HOURLY
        | WeatherEntityFeature.FORECAST_TWICE_DAILY
    )

    def __init__(self) -> None:
        self.foretold: list[Forecast] | None = [
            Forecast(
                datetime="2026-11-19T12:00:00+00:00",
                condition="pouring",
                is_daytime=True,
                native_temperature=20.71,
                native_templow=11.5,
                native_apparent_temperature=19.5,
                native_dew_point=8.2,
                humidity=61.0,
                native_pressure=1009.123,
                native_wind_speed=4.4,
                native_wind_gust_speed=11.1,
                wind_bearing=230.5,
                native_precipitation=3.456,
                precipitation_probability=80,
                uv_index=3,
                cloud_coverage=90,
            ),
            Forecast(datetime="2026-11-20T00:00:00+00:00", condition="fog", is_daytime=False),
        ]
        self.asked: list[str] = []

    def looked_at(self, kind: Literal["daily", "hourly", "twice_daily"] = "daily") -> int:
        """Return how many look at a forecast."""
        return len(self._forecast_listeners[kind])

    @override
    async def async_forecast_daily(self) -> list[Forecast] | None:
        self.asked.append("daily")
        return self.foretold

    @override
    async def async_forecast_hourly(self) -> list[Forecast] | None:
        self.asked.append("hourly")
        return self.foretold

    @override
    async def async_forecast_twice_daily(self) -> list[Forecast] | None:
        self.asked.append("twice_daily")
        return self.foretold


class Onlooker:
    """Who looks at a forecast."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def __call__(self, forecast: Any) -> None:
        self.told.append(forecast)

    def last(self) -> Any:
        """Return the conditions of what was told last."""
        return [each["condition"] for each in self.told[-1]] if self.told and self.told[-1] else None


@pytest.fixture
async def sky(mirror: Mirror) -> Sky:
    """Return the weather there, which is linked."""
    sky = Sky()
    await mirror.add(sky)
    await mirror.link()
    return sky


def entity_here(mirror: Mirror) -> WeatherEntity:
    """Return the entity here."""
    entity = mirror.here.data[DATA_COMPONENT].get_entity(mirror.id(GARDEN))
    assert entity is not None
    return entity


async def forecast(hass: HomeAssistant, kind: str, entity_id: str) -> Any:
    """Return a forecast as an action returns it."""
    answer: Any = await hass.services.async_call(
        "weather",
        "get_forecasts",
        {"entity_id": entity_id, "type": kind},
        blocking=True,
        return_response=True,
    )
    return answer[entity_id]["forecast"]


async def forecast_here(mirror: Mirror, kind: str = "daily") -> Any:
    """Return a forecast as an action here returns it."""
    return await forecast(mirror.here, kind, mirror.id(GARDEN))


def told(hass: HomeAssistant, entity_id: str) -> tuple[str, dict[str, Any]]:
    """Return all that the weather says, whatever it is called."""
    now = state(hass, entity_id)
    return now.state, {key: value for key, value in now.attributes.items() if key != "friendly_name"}


@pytest.mark.usefixtures("sky")
async def test_the_weather_is_here_as_it_is_there(mirror: Mirror) -> None:
    assert told(mirror.here, mirror.id(GARDEN)) == told(mirror.there, GARDEN)
    assert told(mirror.here, mirror.id(GARDEN))[1]["attribution"] == "Told by a frog"


async def test_a_change_there_is_seen_here(mirror: Mirror, sky: Sky) -> None:
    sky._attr_condition, sky._attr_wind_bearing = "sunny", 12.5
    sky.async_write_ha_state()
    await mirror.until(lambda: state(mirror.here, mirror.id(GARDEN)).state, "sunny")
    assert told(mirror.here, mirror.id(GARDEN)) == told(mirror.there, GARDEN)


@pytest.mark.parametrize("kind", ["daily", "hourly", "twice_daily"])
async def test_a_forecast_is_here_as_it_is_there(mirror: Mirror, sky: Sky, kind: str) -> None:
    foretold = await forecast_here(mirror, kind)
    assert foretold == await forecast(mirror.there, kind, GARDEN)
    assert foretold[0]["temperature"] == 20.7
    await mirror.until(sky.looked_at, 0)
    assert set(sky.asked) == {kind}


async def test_there_may_be_no_forecast_for_now(mirror: Mirror, sky: Sky) -> None:
    sky.foretold = None
    assert await forecast_here(mirror) == []


@pytest.mark.parametrize(("unit_system", "there"), [(METRIC_SYSTEM, 70.7), (US_CUSTOMARY_SYSTEM, 21.6)])
async def test_a_temperature_is_converted_and_not_cut(mirror: Mirror, unit_system: Any, there: float) -> None:
    sky = Sky()
    if unit_system is METRIC_SYSTEM:
        sky._attr_precision = 0.1
        mirror.there.config.units = US_CUSTOMARY_SYSTEM
        sky._attr_native_temperature, sky._attr_native_temperature_unit = there, "°F"
    mirror.here.config.units = unit_system
    await mirror.add(sky)
    await mirror.link()
    assert told(mirror.there, GARDEN)[1]["temperature"] == there
    assert told(mirror.here, mirror.id(GARDEN))[1]["temperature"] == {70.7: 21.5, 21.6: 70.9}[there]


async def test_a_forecast_is_told_as_long_as_somebody_looks(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    assert sky.looked_at() == 0
    end = entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    assert sky.looked_at() == 1
    sky.foretold = [Forecast(datetime="2026-11-20T12:00:00+00:00", condition="sunny")]
    await sky.async_update_listeners({"daily"})
    await mirror.until(watched.last, ["sunny"])
    sky.foretold = None
    await sky.async_update_listeners({"daily"})
    await mirror.until(lambda: watched.told[-1], None)
    end()
    await mirror.until(sky.looked_at, 0)


async def test_a_forecast_that_is_looked_at_is_not_asked_for_again(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    end = entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    sky.asked.clear()
    assert [each["condition"] for each in await forecast_here(mirror)] == ["pouring", "fog"]
    assert sky.asked == []
    end()
    sky.foretold = []
    assert await forecast_here(mirror) == []


async def test_a_forecast_is_told_anew_where_the_units_there_are_others(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    await mirror.until(lambda: "daily" in entity_here(mirror)._told, True)  # type: ignore[attr-defined]
    watched.told.clear()
    mirror.remote.entities.async_update_entity_options(GARDEN, "weather", {"temperature_unit": "°F"})
    await mirror.until(watched.last, ["pouring", "fog"])
    # There, it is rounded to a whole degree.
    assert watched.told[-1][0]["temperature"] == pytest.approx(20.7, abs=0.3)


async def test_a_forecast_goes_on_after_the_connection_was_lost(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    await mirror.hang_up()
    sky.foretold = [Forecast(datetime="2026-11-20T12:00:00+00:00", condition="sunny")]
    await mirror.until(watched.last, ["sunny"])
    assert sky.looked_at() == 1


async def test_a_forecast_goes_on_after_its_integration_was_loaded_anew(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    await sky.async_remove()
    new = Sky()
    new.foretold = [Forecast(datetime="2026-11-20T12:00:00+00:00", condition="sunny")]
    await mirror.add(new)
    await mirror.until(watched.last, ["sunny"])
    assert new.looked_at() == 1


async def test_a_forecast_goes_on_under_another_entity_id(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    mirror.remote.entities.async_update_entity(GARDEN, new_entity_id="weather.yard")
    await mirror.there.async_block_till_done()
    await mirror.until(lambda: state(mirror.here, mirror.id("weather.yard")).state, "lightning-rainy")
    await mirror.until(sky.looked_at, 1)
    sky.foretold = [Forecast(datetime="2026-11-20T12:00:00+00:00", condition="sunny")]
    await sky.async_update_listeners({"daily"})
    await mirror.until(watched.last, ["sunny"])


async def test_a_forecast_goes_on_where_the_entity_here_gets_another_id(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    er.async_get(mirror.here).async_update_entity(mirror.id(GARDEN), new_entity_id="weather.yard")
    await mirror.here.async_block_till_done()
    await mirror.until(sky.looked_at, 1)
    sky.foretold = [Forecast(datetime="2026-11-20T12:00:00+00:00", condition="sunny")]
    await sky.async_update_listeners({"daily"})
    await mirror.until(watched.last, ["sunny"])


async def test_nothing_is_looked_at_any_more_where_the_account_is_unloaded(mirror: Mirror, sky: Sky) -> None:
    watched = Onlooker()
    entity_here(mirror).async_subscribe_forecast("daily", watched)
    await mirror.until(watched.last, ["pouring", "fog"])
    assert await mirror.here.config_entries.async_unload(mirror.entry.entry_id)
    await mirror.until(sky.looked_at, 0)
