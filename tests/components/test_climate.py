"""Thermostats and air conditioners: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.components.climate import ClimateEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Climate, SetClimate
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

THERMOSTAT = "climate.thermostat"
AIR_CONDITIONER = "climate.garage_ac"


@pytest.fixture
def thermostat(hubspace: HubspaceSimulator) -> str:
    """Return the vendor's id of the thermostat."""
    return hubspace.find("Thermostat").id


@pytest.fixture
def air_conditioner(hubspace: HubspaceSimulator) -> str:
    """Return the vendor's id of the air conditioner."""
    return hubspace.find("Garage AC").id


@pytest.mark.usefixtures("loaded_entry")
async def test_a_mode_is_chosen(hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str) -> None:
    await act(hass, "climate.set_hvac_mode", THERMOSTAT, hvac_mode="cool")
    assert hubspace.state(thermostat, "mode") == "cool"
    assert state(hass, THERMOSTAT).state == "cool"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_temperature_is_the_one_of_the_mode(
    hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str
) -> None:
    await act(hass, "climate.set_temperature", THERMOSTAT, temperature=20.5)
    assert hubspace.state(thermostat, "temperature", "heating-target") == 20.5
    assert hubspace.state(thermostat, "temperature", "cooling-target") == 26.5
    assert state(hass, THERMOSTAT).attributes["temperature"] == 20.5


@pytest.mark.usefixtures("loaded_entry")
async def test_a_range_is_set_together_with_its_mode(
    hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str
) -> None:
    await act(
        hass,
        "climate.set_temperature",
        THERMOSTAT,
        hvac_mode="heat_cool",
        target_temp_low=19,
        target_temp_high=25,
    )
    assert hubspace.state(thermostat, "mode") == "auto"
    assert hubspace.state(thermostat, "temperature", "auto-heating-target") == 19
    assert hubspace.state(thermostat, "temperature", "auto-cooling-target") == 25
    attributes = state(hass, THERMOSTAT).attributes
    assert (attributes["target_temp_low"], attributes["target_temp_high"]) == (19, 25)
    assert attributes["temperature"] is None


@pytest.mark.usefixtures("loaded_entry")
async def test_a_fan_mode_is_chosen(
    hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str
) -> None:
    await act(hass, "climate.set_fan_mode", THERMOSTAT, fan_mode="intermittent")
    assert hubspace.state(thermostat, "fan-mode") == "intermittent"
    assert state(hass, THERMOSTAT).attributes["fan_mode"] == "intermittent"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_schedule_is_put_on_hold(
    hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str
) -> None:
    assert state(hass, THERMOSTAT).attributes["preset_mode"] == "scheduled"
    await act(hass, "climate.set_preset_mode", THERMOSTAT, preset_mode="hold")
    assert hubspace.state(thermostat, "run-mode") == "hold"
    assert state(hass, THERMOSTAT).attributes["preset_mode"] == "hold"


@pytest.mark.usefixtures("loaded_entry")
async def test_an_air_conditioner_is_turned_off_and_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator, air_conditioner: str
) -> None:
    await act(hass, "climate.turn_off", AIR_CONDITIONER)
    assert hubspace.state(air_conditioner, "power") == "off"
    assert state(hass, AIR_CONDITIONER).state == "off"
    await act(hass, "climate.turn_on", AIR_CONDITIONER)
    assert hubspace.state(air_conditioner, "power") == "on"
    assert state(hass, AIR_CONDITIONER).state == "cool"


@pytest.mark.usefixtures("loaded_entry")
async def test_an_air_conditioner_that_is_turned_on_is_in_the_mode_that_it_had(
    hass: HomeAssistant, hubspace: HubspaceSimulator, air_conditioner: str
) -> None:
    await act(hass, "climate.set_hvac_mode", AIR_CONDITIONER, hvac_mode="dry")
    await act(hass, "climate.turn_off", AIR_CONDITIONER)
    await act(hass, "climate.turn_on", AIR_CONDITIONER)
    assert hubspace.state(air_conditioner, "mode") == "dehumidify"
    assert state(hass, AIR_CONDITIONER).state == "dry"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_thermostat_is_turned_off_and_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator, thermostat: str
) -> None:
    await act(hass, "climate.turn_off", THERMOSTAT)
    assert hubspace.state(thermostat, "mode") == "off"
    await act(hass, "climate.turn_on", THERMOSTAT)
    assert hubspace.state(thermostat, "mode") == "auto"


async def test_what_has_no_mode_to_be_turned_on_in_cannot_be_turned_on(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    dryer = Climate(key="dryer", mode="off", modes=("off", "dry", "fan_only"), has_target_temperature=False)
    await link(hass, monkeypatch, dryer)
    features = state(hass, "climate.thing").attributes["supported_features"]
    assert features == ClimateEntityFeature.TURN_OFF


@pytest.mark.usefixtures("loaded_entry")
async def test_the_louvres_of_an_air_conditioner_swing(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "climate.set_swing_mode", "climate.study_ac", swing_mode="off")
    assert hubspace.state(hubspace.find("Study AC").id, "air-swing") == "off"
    assert state(hass, "climate.study_ac").attributes["swing_mode"] == "off"


@pytest.mark.usefixtures("loaded_entry")
async def test_the_fan_of_an_air_conditioner_has_speeds(
    hass: HomeAssistant, hubspace: HubspaceSimulator, air_conditioner: str
) -> None:
    await act(hass, "climate.set_fan_mode", AIR_CONDITIONER, fan_mode="high")
    assert hubspace.state(air_conditioner, "fan-speed", "ac-fan-speed") == "fan-speed-2-100"


async def test_a_climate_device_that_can_do_nothing_but_its_mode_has_no_other_feature(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    heater = Climate(key="heater", mode="heat", modes=("heat",), has_target_temperature=False)
    await link(hass, monkeypatch, heater)
    attributes = state(hass, "climate.thing").attributes
    assert attributes["supported_features"] == 0
    assert (attributes["min_temp"], attributes["max_temp"]) == (7, 35)


async def test_a_lowest_temperature_of_zero_is_zero(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cellar = Climate(key="cellar", mode="cool", modes=("cool",), min_temperature=-5, max_temperature=0)
    await link(hass, monkeypatch, cellar)
    attributes = state(hass, "climate.thing").attributes
    assert (attributes["min_temp"], attributes["max_temp"]) == (-5, 0)


async def test_a_temperature_alone_keeps_the_mode(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Climate(key="heater", mode=None, modes=("off", "heat")))
    assert state(hass, "climate.thing").state == "unknown"
    await act(hass, "climate.set_temperature", "climate.thing", temperature=21)
    assert cloud.commands == [SetClimate(target_temperature=21)]


async def test_a_humidity_and_upright_louvres_are_set_where_there_are_any(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    conditioner = Climate(
        key="climate",
        mode="dry",
        modes=("off", "dry"),
        target_humidity=50,
        has_target_humidity=True,
        min_humidity=35,
        max_humidity=80,
        horizontal_swing_mode="off",
        horizontal_swing_modes=("off", "on"),
    )
    cloud = await link(hass, monkeypatch, conditioner)
    attributes = state(hass, "climate.thing").attributes
    assert (attributes["humidity"], attributes["min_humidity"], attributes["max_humidity"]) == (50, 35, 80)
    assert attributes["swing_horizontal_mode"] == "off"
    await act(hass, "climate.set_humidity", "climate.thing", humidity=45)
    await act(hass, "climate.set_swing_horizontal_mode", "climate.thing", swing_horizontal_mode="on")
    assert cloud.commands == [SetClimate(target_humidity=45), SetClimate(horizontal_swing_mode="on")]


async def test_the_limits_of_a_humidity_are_those_of_home_assistant_where_the_vendor_says_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    dryer = Climate(key="climate", mode="dry", modes=("off", "dry"), has_target_humidity=True)
    await link(hass, monkeypatch, dryer)
    attributes = state(hass, "climate.thing").attributes
    assert (attributes["min_humidity"], attributes["max_humidity"]) == (30, 99)
