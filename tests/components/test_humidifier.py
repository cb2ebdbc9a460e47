"""Dehumidifiers: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.components.humidifier import HumidifierEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Humidifier, SetHumidifier
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

DEHUMIDIFIER = "humidifier.closet_dehumidifier"


@pytest.mark.usefixtures("loaded_entry")
async def test_a_dehumidifier_is_turned_off_and_on(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    closet = hubspace.find("Closet dehumidifier").id
    for action in ("off", "on"):
        await act(hass, f"humidifier.turn_{action}", DEHUMIDIFIER)
        assert hubspace.state(closet, "power") == action
        assert state(hass, DEHUMIDIFIER).state == action


@pytest.mark.usefixtures("loaded_entry")
async def test_a_dehumidifier_takes_a_mode_and_a_target(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    await act(hass, "humidifier.set_mode", DEHUMIDIFIER, mode="continuous")
    await act(hass, "humidifier.set_humidity", DEHUMIDIFIER, humidity=63)
    attributes = state(hass, DEHUMIDIFIER).attributes
    assert (attributes["mode"], attributes["humidity"]) == ("continuous", 65)
    assert (attributes["min_humidity"], attributes["max_humidity"]) == (35, 85)
    assert hubspace.state(hubspace.find("Closet dehumidifier").id, "humidity", "target") == 65


async def test_a_humidifier_without_modes_or_limits_has_those_of_home_assistant(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, Humidifier(key="mist", on=True))
    attributes = state(hass, "humidifier.thing").attributes
    assert attributes["supported_features"] == HumidifierEntityFeature(0)
    assert (attributes["min_humidity"], attributes["max_humidity"]) == (0, 100)


async def test_a_humidifier_says_what_it_does_and_takes_what_it_has(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    mist = Humidifier(
        key="mist", on=True, action="humidifying", mode="eco", modes=("eco", "boost"), humidity_step=5
    )
    cloud = await link(hass, monkeypatch, mist)
    attributes = state(hass, "humidifier.thing").attributes
    assert (attributes["action"], attributes["target_humidity_step"]) == ("humidifying", 5)
    await act(hass, "humidifier.set_humidity", "humidifier.thing", humidity=45)
    await act(hass, "humidifier.set_mode", "humidifier.thing", mode="boost")
    assert cloud.commands == [SetHumidifier(target_humidity=45), SetHumidifier(mode="boost")]
