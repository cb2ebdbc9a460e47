"""Trackers: where people and things are, as their vendor says, and who is told."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Tracker
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics

from .home import state
from .memory import MemoryCloud, link

TRACKER = "device_tracker.thing"
ALICE = Tracker(
    key="it", location="Library", latitude=52.379189, longitude=4.899431, accuracy=12.0, source="gps"
)


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud that knows where Alice is."""
    return await link(hass, monkeypatch, ALICE)


async def test_somebody_is_in_the_zone_that_their_vendor_says_though_it_is_none_here(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    assert state(hass, TRACKER).state == "Library"
    attributes = state(hass, TRACKER).attributes
    assert (attributes["latitude"], attributes["longitude"]) == (52.379189, 4.899431)
    assert (attributes["gps_accuracy"], attributes["source_type"]) == (12.0, "gps")
    assert attributes["tracking_type"] == "position"


async def test_somebody_is_in_the_zones_of_this_side_by_where_they_are(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    zone = {"radius": 100, "passive": False}
    hass.states.async_set("zone.here", "0", {"latitude": 52.379189, "longitude": 4.899431, **zone})
    hass.states.async_set("zone.there", "0", {"latitude": 50.0, "longitude": 4.0, **zone})
    cloud.push(Tracker(key="it", location="home", latitude=52.379, longitude=4.8994))
    assert state(hass, TRACKER).state == "home"
    assert state(hass, TRACKER).attributes["in_zones"] == ["zone.here"]


async def test_a_thing_may_be_known_to_be_at_home_and_nothing_else(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.push(Tracker(key="it", location="not_home", source="router", is_by_connection=True))
    attributes = state(hass, TRACKER).attributes
    assert state(hass, TRACKER).state == "not_home"
    assert (attributes["source_type"], attributes["tracking_type"]) == ("router", "connection")
    assert "latitude" not in attributes


async def test_diagnostics_do_not_show_where_anybody_is(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(Tracker(key="it", location="home", latitude=52.379189, longitude=4.899431))
    (entry,) = hass.config_entries.async_entries("latchkey")
    told: dict[str, Any] = await async_get_config_entry_diagnostics(hass, entry)
    (device,) = told["devices"].values()
    (shown,) = device["features"]
    assert {shown[key] for key in ("location", "latitude", "longitude", "accuracy")} == {"**REDACTED**"}
    assert "52" not in str(device)
