"""A forecast that is told there, and what becomes of what makes no sense."""

from typing import Any

import pytest

from custom_components.latchkey.clouds.home_assistant.mapping.weather import parse_forecasts
from custom_components.latchkey.clouds.model import Forecast

NOON = "2026-11-30T12:00:00+00:00"


def test_a_forecast_is_read() -> None:
    told = {"datetime": NOON, "condition": "fog", "temperature": 7, "wind_bearing": "NW", "uv_index": 0.5}
    assert parse_forecasts({"forecast": [told]}, "daily") == (
        Forecast(datetime=NOON, condition="fog", temperature=7, wind_bearing="NW", uv_index=0.5),
    )


@pytest.mark.parametrize("event", [None, 7, {}, {"forecast": None}, {"forecast": {}}])
def test_there_may_be_none(event: Any) -> None:
    assert parse_forecasts(event, "daily") is None


def test_what_is_told_of_no_time_is_left_out() -> None:
    told = [None, {}, {"datetime": 7}, {"datetime": NOON, "temperature": "warm", "condition": {}}]
    assert parse_forecasts({"forecast": told}, "daily") == (Forecast(datetime=NOON),)


def test_half_a_day_that_may_be_either_is_left_out() -> None:
    told = [{"datetime": NOON}, {"datetime": NOON, "is_daytime": False}, {"datetime": NOON, "is_daytime": 1}]
    assert parse_forecasts({"forecast": told}, "twice_daily") == (Forecast(datetime=NOON, is_daytime=False),)


def test_a_forecast_without_end_ends() -> None:
    assert len(parse_forecasts({"forecast": [{"datetime": NOON}] * 5000}, "hourly") or ()) == 1000
