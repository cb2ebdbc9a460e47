"""Answers that make no sense cost what they are about, and nothing else."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.evohome.bridge import parse_account
from custom_components.latchkey.clouds.evohome.installation import async_parse_location, list_locations
from custom_components.latchkey.clouds.evohome.mapping import map_location
from custom_components.latchkey.clouds.evohome.schedule import parse_schedule
from custom_components.latchkey.clouds.evohome.status import parse_status, parse_time
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount

API = EvohomeSimulator.API
LONDON = ZoneInfo("Europe/London")
STRANGE: list[Any] = [None, [], {}, "x", 1, True, -1e300, [None, 1, "x", [], {}], {"x": None}]

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def answer(vendor: EvohomeSimulator, where: str, body: Any, times: int = 1) -> None:
    """Have the vendor answer this."""
    text = body if isinstance(body, str) else json.dumps(body)
    vendor.faults.answer(
        f"{API}/{where}", status=200, body=text, content_type="application/json", times=times
    )


def home_status(vendor: EvohomeSimulator) -> tuple[str, Any]:
    """Return where the status of "Home" is, and what it is."""
    location = vendor.location("Home")
    return f"location/{location.id}/status", json.loads(json.dumps(location.status()))


def home_system(status: Any) -> Any:
    """Return the control system in a status."""
    return status["gateways"][0]["temperatureControlSystems"][0]


@pytest.mark.parametrize("temperature", [None, "warm", True, -300, 128, 1e300, float("nan"), [20]])
async def test_an_absurd_temperature_is_none_and_costs_nothing_else(
    account: LinkedAccount, temperature: Any
) -> None:
    where, status = home_status(account.vendor)
    zone = home_system(status)["zones"][1]
    zone["temperatureStatus"]["temperature"] = temperature
    zone["setpointStatus"]["targetHeatTemperature"] = temperature
    answer(account.vendor, where, status)
    await account.poll()
    assert account.climate("Kitchen").current_temperature is None
    assert account.climate("Kitchen").target_temperature is None
    assert account.climate("Kitchen").preset == "schedule"
    assert account.climate("Bathroom").current_temperature == 21.0


@pytest.mark.parametrize("strange", STRANGE)
async def test_a_strange_zone_leaves_the_others(account: LinkedAccount, strange: Any) -> None:
    where, status = home_status(account.vendor)
    home_system(status)["zones"][1] = strange
    answer(account.vendor, where, status)
    await account.poll()
    assert not account.device("Kitchen").available
    assert account.device("Bathroom").available
    assert account.device("Hot water").available


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("key", ["temperatureStatus", "setpointStatus", "activeFaults", "name"])
async def test_a_strange_part_of_a_zone_leaves_the_zone(
    account: LinkedAccount, key: str, strange: Any
) -> None:
    where, status = home_status(account.vendor)
    home_system(status)["zones"][1][key] = strange
    answer(account.vendor, where, status)
    zone_id = account.device("Kitchen").id
    snapshot = await account.poll()
    assert snapshot.devices[zone_id].available


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("key", ["systemModeStatus", "dhw", "activeFaults", "systemId", "new"])
async def test_a_strange_part_of_a_system_leaves_the_zones(
    account: LinkedAccount, key: str, strange: Any
) -> None:
    where, status = home_status(account.vendor)
    home_system(status)[key] = strange
    answer(account.vendor, where, status)
    await account.poll()
    assert account.climate("Kitchen").current_temperature == 18.5


async def test_a_name_that_is_null_leaves_the_zone_also_where_answers_are_logged(
    account: LinkedAccount, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    where, status = home_status(account.vendor)
    home_system(status)["zones"][1]["name"] = None
    answer(account.vendor, where, status)
    await account.poll()
    assert account.climate("Kitchen").current_temperature == 18.5
    assert where in caplog.text


@pytest.mark.parametrize("strange", [{"two words": 1}, {"name": 1.5}])
async def test_what_the_library_cannot_read_or_log_leaves_the_other_locations(
    account: LinkedAccount, caplog: pytest.LogCaptureFixture, strange: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    where, status = home_status(account.vendor)
    answer(account.vendor, where, status | strange)
    await account.poll()
    assert not account.device("Kitchen").available
    assert account.device("Cottage thermostat").available


async def test_words_that_are_not_known_are_none(account: LinkedAccount) -> None:
    where, status = home_status(account.vendor)
    system = home_system(status)
    system["systemModeStatus"]["mode"] = "Party"
    system["zones"][1]["setpointStatus"]["setpointMode"] = "Party"
    system["dhw"]["stateStatus"] = {"mode": "Party", "state": "Party"}
    answer(account.vendor, where, status)
    await account.poll()
    assert (account.climate("Home").mode, account.climate("Home").preset) == (None, None)
    assert account.climate("Kitchen").preset is None
    assert account.heater().mode is None


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"x"', "{}", '{"gateways": 1}', "{", "[" * 5000 + "]" * 5000]
)
async def test_a_strange_status_leaves_the_other_locations(account: LinkedAccount, body: str) -> None:
    where, _ = home_status(account.vendor)
    answer(account.vendor, where, body)
    await account.poll()
    assert not account.device("Kitchen").available
    assert account.device("Cottage thermostat").available


@pytest.mark.parametrize("body", ["", "null", "{}", '"x"', "[1]", '[{"locationInfo": null}]'])
async def test_a_strange_installation_is_temporary_and_forgets_nothing(
    account: LinkedAccount, body: str
) -> None:
    answer(account.vendor, "location/installationInfo", body)
    with pytest.raises(TemporaryError):
        await account.poll(discover=True)
    snapshot = await account.poll()
    assert set(snapshot.places.values()) == {"Home", "Cottage", "Office", "Studio"}


@pytest.mark.parametrize("body", ["{}", "[]", '{"userId": 7}', '{"userId": "../x"}', '{"userId": ""}'])
async def test_an_answer_without_an_account_is_temporary(account: LinkedAccount, body: str) -> None:
    answer(account.vendor, "userAccount", body)
    with pytest.raises(TemporaryError):
        await account.cloud.async_identify()


def test_an_account_without_a_username_is_called_by_its_id() -> None:
    assert parse_account({"user_id": "7"}).name == "7"


async def test_a_strange_location_leaves_the_others(account: LinkedAccount) -> None:
    vendor = account.vendor
    owner = vendor.accounts[EMAIL].person()
    listed = [location.information(owner) for location in vendor.accounts[EMAIL].locations.values()]
    listed[1]["locationInfo"]["locationId"] = 7
    answer(vendor, "location/installationInfo", [*listed, None, 3, "x", {}])
    snapshot = await account.poll(discover=True)
    assert set(snapshot.places.values()) == {"Home", "Office", "Studio"}


async def test_strange_capabilities_are_replaced_by_the_usual_ones() -> None:
    zone = {"zone_id": "3", "setpoint_capabilities": {"min_heat_setpoint": 90, "value_resolution": "x"}}
    system = {"system_id": "2", "zones": [zone], "dhw": {"dhw_id": "4"}, "allowed_system_modes": 3}
    raw = {
        "location_info": {"location_id": "1", "time_zone": {"time_zone_id": "Nowhere"}},
        "gateways": [{"temperature_control_systems": [None, {}, system]}],
    }
    location = await async_parse_location(raw)
    (parsed,) = location.systems
    assert (parsed.zones[0].minimum, parsed.zones[0].maximum, parsed.zones[0].step) == (5.0, 35.0, 0.5)
    assert parsed.zones[0].name == "3"
    assert location.name == "1"
    assert datetime(2026, 7, 1, tzinfo=location.time_zone).utcoffset() is not None
    assert len(list(map_location(location, None, {}))) == 3


@given(JSON)
def test_whatever_the_vendor_says_is_read_or_is_temporary(raw: Any) -> None:
    readers: list[Callable[[Any], object]] = [
        parse_account,
        list_locations,
        parse_schedule,
        lambda raw: parse_status(raw, LONDON),
        lambda raw: parse_status({"gateways": [raw]}, LONDON),
        lambda raw: parse_status({"gateways": [{"temperature_control_systems": [raw]}]}, LONDON),
    ]
    for read in readers:
        try:
            read(raw)
        except TemporaryError:
            continue


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01T10:00:00Z", "2026-07-01T11:00:00+01:00"),
        ("2026-07-01T10:00:00", "2026-07-01T10:00:00+01:00"),
        ("2026-07-01T10:00:00.1234567", "2026-07-01T10:00:00.123456+01:00"),
        ("2026-01-01T10:00:00", "2026-01-01T10:00:00+00:00"),
        ("2026-03-29T01:30:00", "2026-03-29T02:30:00+01:00"),
        ("2026-10-25T01:30:00", "2026-10-25T01:30:00+01:00"),
    ],
)
def test_a_time_without_an_offset_is_local(text: str, moment: str) -> None:
    parsed = parse_time(text, LONDON)
    assert parsed is not None
    assert parsed.isoformat() == moment


@pytest.mark.parametrize(
    "text", [None, 7, "", "soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_time_that_is_none_is_none(text: Any) -> None:
    assert parse_time(text, LONDON) is None
