"""Boilers of hot water: what people ask of them, and what a cloud hears."""

from dataclasses import replace

import pytest
from homeassistant.components.water_heater import WaterHeaterEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from custom_components.latchkey.clouds.model import (
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    WaterHeater,
)

from .home import act, state
from .memory import link

HOT_WATER = "water_heater.thing"
BOILER = WaterHeater(key="hot_water", mode="auto", modes=("on", "off", "auto"), current_temperature=48.5)


async def test_a_boiler_tells_its_mode_and_how_hot_the_water_is(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, BOILER)
    boiler = state(hass, HOT_WATER)
    assert boiler.state == "auto"
    assert boiler.attributes["current_temperature"] == 48.5
    assert boiler.attributes["operation_list"] == ["on", "off", "auto"]
    assert boiler.attributes["temperature"] is None


async def test_a_boiler_of_which_the_vendor_says_nothing_is_unknown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, WaterHeater(key="hot_water", mode=None, modes=("on", "off")))
    assert state(hass, HOT_WATER).state == "unknown"
    assert state(hass, HOT_WATER).attributes["current_temperature"] is None


async def test_a_boiler_tells_between_which_temperatures_the_water_shall_be(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, replace(BOILER, target_temperature_low=50, target_temperature_high=60))
    told = state(hass, HOT_WATER).attributes
    assert (told["target_temp_low"], told["target_temp_high"]) == (50, 60)


async def test_a_mode_is_chosen(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, BOILER)
    await act(hass, "water_heater.set_operation_mode", HOT_WATER, operation_mode="auto")
    assert cloud.commands == [SetWaterHeater("auto")]


async def test_a_boiler_is_turned_on_and_off(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, BOILER)
    await act(hass, "water_heater.turn_on", HOT_WATER)
    await act(hass, "water_heater.turn_off", HOT_WATER)
    assert cloud.commands == [SetWaterHeater("on"), SetWaterHeater("off")]


async def test_a_boiler_that_has_no_such_modes_is_turned_on_and_off_where_it_can(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    boiler = WaterHeater(key="hot_water", mode="off", modes=("eco",), has_power=True)
    cloud = await link(hass, monkeypatch, boiler)
    await act(hass, "water_heater.turn_on", HOT_WATER)
    await act(hass, "water_heater.turn_off", HOT_WATER)
    assert cloud.commands == [SetWaterHeaterPower(on=True), SetWaterHeaterPower(on=False)]


async def test_a_mode_that_a_boiler_does_not_have_is_refused(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, BOILER)
    with pytest.raises(ServiceValidationError):
        await act(hass, "water_heater.set_operation_mode", HOT_WATER, operation_mode="eco")
    assert not cloud.commands


async def test_a_boiler_that_only_follows_its_schedule_cannot_be_turned_on_or_off(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, WaterHeater(key="hot_water", mode="auto", modes=("auto",)))
    features = state(hass, HOT_WATER).attributes["supported_features"]
    assert features == WaterHeaterEntityFeature.OPERATION_MODE


async def test_a_boiler_is_made_hotter_and_told_that_its_people_are_away_where_it_cares(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    boiler = WaterHeater(
        key="hot_water",
        mode="eco",
        modes=("eco", "off"),
        target_temperature=50,
        has_target_temperature=True,
        min_temperature=40,
        max_temperature=65,
        temperature_step=5,
        away=False,
        has_away=True,
    )
    cloud = await link(hass, monkeypatch, boiler)
    attributes = state(hass, HOT_WATER).attributes
    assert (attributes["temperature"], attributes["min_temp"], attributes["max_temp"]) == (50, 40, 65)
    assert attributes["target_temp_step"] == 5
    assert attributes["away_mode"] == "off"
    await act(hass, "water_heater.set_temperature", HOT_WATER, temperature=55)
    await act(hass, "water_heater.set_away_mode", HOT_WATER, away_mode=True)
    await act(hass, "water_heater.set_away_mode", HOT_WATER, away_mode=False)
    assert cloud.commands == [
        SetWaterTemperature(55),
        SetWaterHeaterAway(away=True),
        SetWaterHeaterAway(away=False),
    ]
