"""Sirens: what people ask of them, and what their vendor hears."""

from typing import Any

import pytest
from homeassistant.components.siren import SirenEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import SetSiren, Siren

from .home import act, state
from .memory import link

ABILITIES = frozenset({"turn_on", "turn_off", "tones", "volume_set", "duration"})


@pytest.mark.parametrize(
    ("tones", "told"),
    [
        (("fire", 2), ["fire", 2]),
        ({1: "Fire", "two": "Flood"}, {1: "Fire", "two": "Flood"}),
    ],
)
async def test_a_siren_is_what_its_vendor_says(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, tones: Any, told: Any
) -> None:
    await link(hass, monkeypatch, Siren(key="siren", on=True, abilities=ABILITIES, tones=tones))
    now = state(hass, "siren.thing")
    assert now.state == "on"
    assert now.attributes["supported_features"] == sum(SirenEntityFeature)
    assert now.attributes["available_tones"] == told


async def test_a_siren_sounds_as_people_ask_and_stops(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    siren = Siren(key="siren", on=False, abilities=ABILITIES, tones={1: "Fire"})
    cloud = await link(hass, monkeypatch, siren)
    await act(hass, "siren.turn_on", "siren.thing", tone="Fire", duration=5, volume_level=0.5)
    await act(hass, "siren.turn_off", "siren.thing")
    assert cloud.commands == [SetSiren(on=True, tone=1, duration=5, volume=0.5), SetSiren(on=False)]


async def test_a_siren_that_has_no_tones_is_asked_for_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Siren(key="siren", on=False, abilities=frozenset({"turn_on"})))
    await act(hass, "siren.turn_on", "siren.thing", tone="Fire", duration=5)
    assert cloud.commands == [SetSiren(on=True)]
