"""Homes in degrees Fahrenheit."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_system import METRIC_SYSTEM, US_CUSTOMARY_SYSTEM
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Climate, WaterHeater
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

AIR_CONDITIONER = "climate.garage_ac"


@pytest.fixture
async def american_entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of an account in a home in degrees Fahrenheit."""
    hass.config.units = US_CUSTOMARY_SYSTEM
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@pytest.mark.usefixtures("american_entry")
async def test_an_air_conditioner_has_the_degrees_of_the_vendors_app(hass: HomeAssistant) -> None:
    attributes = state(hass, AIR_CONDITIONER).attributes
    assert (attributes["min_temp"], attributes["max_temp"], attributes["target_temp_step"]) == (60, 86, 1)
    assert (attributes["temperature"], attributes["current_temperature"]) == (72, 77)


@pytest.mark.usefixtures("american_entry")
async def test_each_of_its_degrees_can_be_set_and_stays(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    for degrees in range(60, 87):
        await act(hass, "climate.set_temperature", AIR_CONDITIONER, temperature=degrees)
        change = hubspace.changes[-1]
        assert (change.units, change.values) == ("fahrenheit", {"temperature|cooling-target": degrees})
        assert state(hass, AIR_CONDITIONER).attributes["temperature"] == degrees


@pytest.mark.usefixtures("american_entry")
async def test_a_number_that_is_a_temperature_has_the_vendors_limits(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    target = "number.freezer_freezing_target"
    attributes = state(hass, target).attributes
    assert (attributes["min"], attributes["max"], attributes["step"]) == (-12, 10, 1)
    assert (state(hass, target).state, attributes["unit_of_measurement"]) == ("-4", "°F")
    await act(hass, "number.set_value", target, value=5)
    assert hubspace.changes[-1].values == {"temperature|freezer-target": 5}
    assert state(hass, target).state == "5"


async def test_a_home_that_changes_to_degrees_celsius_reads_everything_anew(
    hass: HomeAssistant, american_entry: MockConfigEntry
) -> None:
    await hass.config.async_update(unit_system="metric")
    await hass.async_block_till_done()
    assert hass.config.units is METRIC_SYSTEM
    attributes = state(hass, AIR_CONDITIONER).attributes
    assert (attributes["min_temp"], attributes["max_temp"], attributes["target_temp_step"]) == (16, 30, 0.5)


async def test_half_a_degree_of_another_home_in_degrees_fahrenheit_is_not_lost(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    hass.config.units = US_CUSTOMARY_SYSTEM
    half: dict[str, Any] = {"current_temperature": (68.5 - 32) / 1.8, "has_fractions": True}
    await link(
        hass,
        monkeypatch,
        Climate(key="climate", name="Stove", mode="heat", modes=("heat",), **half),
        WaterHeater(key="boiler", name="Boiler", mode="eco", modes=("eco",), **half),
    )
    assert state(hass, "climate.thing_stove").attributes["current_temperature"] == 68.5
    assert state(hass, "water_heater.thing_boiler").attributes["current_temperature"] == 68.5
