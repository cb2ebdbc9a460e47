"""The catalogue of what was seen says the same as the samples, where these are at hand."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .evohome.account import Account
from .evohome.home import Location, Programmed
from .evohome.seen import SEEN

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "evohome"

IDS = {"dhwId", "gatewayId", "locationId", "systemId", "userId"}
OWNED = {
    "city",
    "country",
    "crc",
    "firstname",
    "language",
    "lastname",
    "mac",
    "name",
    "postcode",
    "streetAddress",
    "username",
}
OF_ITS_DAY = {"currentOffsetMinutes", "displayName", "since"}
OTHER_WORDS = IDS | OWNED | OF_ITS_DAY
"""What says whose a home is, or when and in which language it was asked for: told, but differently."""


@cache
def owner() -> Account:
    """Return somebody whose home it may be."""
    return Account(id="1234567", email="alice@example.com", password="secret")


def read(sample: str, name: str) -> Any:
    """Return a file of a sample."""
    path = SAMPLES / sample / name
    if not path.exists():
        pytest.skip("the samples are not beside this checkout")
    return json.loads(path.read_text())


def facts(told: Any, system_id: str = "") -> Any:
    """Return what an answer tells, but for names; of a zone's id whether it is that of its system."""
    if isinstance(told, list):
        return [facts(item, system_id) for item in told]
    if not isinstance(told, dict):
        return told
    system_id = told.get("systemId", system_id)
    return {key: _fact(key, value, system_id) for key, value in told.items()}


def _fact(key: str, value: Any, system_id: str) -> Any:
    if key == "zoneId":
        return value == system_id
    return type(value).__name__ if key in OTHER_WORDS else facts(value, system_id)


def programmed(locations: Iterable[Location]) -> list[Programmed]:
    """Return all that may have a schedule, in the order in which the vendor lists it."""
    systems = [location.system for location in locations if location.system is not None]
    return [
        part
        for system in systems
        for part in (*system.zones, *([system.hot_water] if system.hot_water else []))
    ]


by_sample = pytest.mark.parametrize(("sample", "make"), SEEN.items())
type Make = Callable[[], list[Location]]


def test_every_sample_is_in_the_catalogue() -> None:
    if not SAMPLES.exists():
        pytest.skip("the samples are not beside this checkout")
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == set(SEEN)


@by_sample
def test_what_is_installed_is_what_was_seen(sample: str, make: Make) -> None:
    told = [location.information(owner().person()) for location in make()]
    assert facts(told) == facts(read(sample, "user_locations.json"))


@by_sample
def test_an_account_is_described_as_it_was_seen(sample: str, make: Make) -> None:
    assert make()
    assert facts(owner().information()) == facts(read(sample, "user_account.json"))


@by_sample
def test_how_a_home_is_is_what_was_seen(sample: str, make: Make) -> None:
    seen = [location["locationInfo"]["locationId"] for location in read(sample, "user_locations.json")]
    for location, location_id in zip(make(), seen, strict=True):
        if not (SAMPLES / sample / f"status_{location_id}.json").exists():
            pytest.skip("nobody has seen how it was")
        assert facts(location.status()) == facts(read(sample, f"status_{location_id}.json"))


def test_schedules_are_what_was_seen() -> None:
    *_, guests, water = programmed(SEEN["default"]())
    assert read("default", "schedule_zone.json") == {"dailySchedules": guests.schedule}
    assert read("default", "schedule_dhw.json") == {"dailySchedules": water.schedule}
    lost, heard = programmed(SEEN["hass_139906"]())
    assert read("hass_139906", "schedule_3454854.json") == {"dailySchedules": lost.schedule}
    assert read("hass_139906", "schedule_3454855.json") == {"dailySchedules": heard.schedule}


def test_the_other_temperatures_of_a_sample_say_the_same() -> None:
    (thermostat,) = programmed(SEEN["hass_032585"]())
    assert list(read("hass_032585", "temperatures.json").values()) == [thermostat.temperature]


def test_readings_come_in_half_degrees_as_the_docs_say() -> None:
    temperatures = [part.temperature for make in SEEN.values() for part in programmed(make())]
    assert all(temperature % 0.5 == 0 for temperature in temperatures if temperature is not None)
    docs = Path(__file__).parents[2] / "docs" / "evohome.md"
    assert "Readings come in half degrees: " in docs.read_text()
