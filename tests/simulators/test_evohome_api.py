"""evohome-async reads and changes the simulator's homes."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from evohomeasync2 import ControlSystem, EvohomeClient, HotWater, Zone
from evohomeasync2 import exceptions as errors

from .conftest import TokenManager
from .evohome import EvohomeSimulator
from .evohome.builder import location_without_gateway
from .vendors import EMAIL, PASSWORD

HOST = "https://tccna.resideo.com"


@pytest.fixture
def library(evohome_async_3: None, evohome: EvohomeSimulator, client: aiohttp.ClientSession) -> EvohomeClient:
    """Return evohome-async, which has asked for nothing so far."""
    return EvohomeClient(TokenManager(EMAIL, PASSWORD, client))


@pytest.fixture
async def home(library: EvohomeClient) -> ControlSystem:
    """Return the control system of "Home", whose status has been read."""
    await library.setup()
    await refresh(library)
    system = library.locations[0].tcs
    assert system is not None
    return system


@pytest.fixture
def kitchen(home: ControlSystem) -> Zone:
    return home.zone_by_name["Kitchen"]


@pytest.fixture
def hot_water(home: ControlSystem) -> HotWater:
    assert home.hotwater is not None
    return home.hotwater


async def refresh(library: EvohomeClient) -> None:
    """Read the status of every location."""
    for location in library.locations:
        await location.get_status(raise_on_stale_config=True)


def in_one_hour() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


async def test_evohome_async_logs_in_once_and_loads_every_location(
    evohome: EvohomeSimulator, library: EvohomeClient
) -> None:
    await library.setup()
    await refresh(library)
    assert [location.name for location in library.locations] == ["Home", "Cottage", "Office", "Studio"]
    assert evohome.count(evohome.TOKEN) == 1
    assert evohome.count(f"{evohome.API}/location/*/status") == 4


async def test_evohome_async_sees_every_kind_of_system(library: EvohomeClient) -> None:
    await library.setup()
    await refresh(library)
    systems = {location.name: location.tcs for location in library.locations}
    kinds = {name: (system.model, system.mode) for name, system in systems.items() if system is not None}
    assert kinds == {
        "Home": ("evo_touch", "auto"),
        "Cottage": ("evo_touch", "auto"),
        "Office": ("vision_pro_wifi_retail", "heat"),
        "Studio": ("focus_pro_wifi_retail", "heat"),
    }


async def test_evohome_async_sees_a_zone(kitchen: Zone) -> None:
    assert kitchen.temperature == 18.5
    assert kitchen.target_heat_temperature == 17.0
    assert kitchen.mode == "follow_schedule"
    assert (kitchen.min_heat_setpoint, kitchen.max_heat_setpoint) == (5.0, 35.0)


async def test_evohome_async_sees_a_zone_without_a_temperature_and_its_fault(home: ControlSystem) -> None:
    attic = home.zone_by_name["Attic"]
    assert attic.temperature is None
    assert [fault["fault_type"] for fault in attic.active_faults] == ["temp_zone_actuator_communication_lost"]


async def test_evohome_async_sees_the_hot_water(hot_water: HotWater) -> None:
    assert hot_water.temperature == 48.0
    assert (hot_water.state, hot_water.mode) == ("on", "follow_schedule")


async def test_a_set_point_is_in_force_until_its_time(
    library: EvohomeClient, kitchen: Zone, evohome: EvohomeSimulator
) -> None:
    until = in_one_hour()
    await kitchen.set_temperature(22.5, until=until)
    await refresh(library)
    assert (kitchen.target_heat_temperature, kitchen.mode) == (22.5, "temporary_override")
    assert kitchen.until == until
    evohome.zone("Kitchen").until = datetime.now(UTC) - timedelta(seconds=1)
    await refresh(library)
    assert (kitchen.target_heat_temperature, kitchen.mode) == (17.0, "follow_schedule")


async def test_a_permanent_set_point_stays_until_it_is_reset(
    evohome: EvohomeSimulator, kitchen: Zone
) -> None:
    await kitchen.set_temperature(12.0)
    zone = evohome.zone("Kitchen")
    assert (zone.mode, zone.override) == ("PermanentOverride", 12.0)
    await kitchen.reset()
    assert zone.mode == "FollowSchedule"


@pytest.mark.parametrize("setpoint", [4.5, 35.5])
async def test_a_set_point_out_of_range_is_refused(
    evohome: EvohomeSimulator, kitchen: Zone, setpoint: float
) -> None:
    body = {"setpointMode": "PermanentOverride", "heatSetpointValue": setpoint}
    with pytest.raises(errors.ApiCallRejectedError, match="HeatSetpointOutOfRange"):
        await kitchen._auth.put(f"temperatureZone/{kitchen.id}/heatSetpoint", json=body)
    assert evohome.zone("Kitchen").mode == "FollowSchedule"


async def test_a_set_point_without_a_value_is_refused(evohome: EvohomeSimulator, kitchen: Zone) -> None:
    body = {"setpointMode": "PermanentOverride"}
    with pytest.raises(errors.ApiCallRejectedError, match="InvalidInput"):
        await kitchen._auth.put(f"temperatureZone/{kitchen.id}/heatSetpoint", json=body)


async def test_a_system_mode_ends_at_its_time(
    evohome: EvohomeSimulator, library: EvohomeClient, home: ControlSystem
) -> None:
    until = in_one_hour()
    await home.set_mode("auto_with_eco", until=until)
    await refresh(library)
    assert (home.mode, home.is_permanent, home.until) == ("auto_with_eco", False, until)
    evohome.system("Home").until = datetime.now(UTC) - timedelta(seconds=1)
    await refresh(library)
    assert (home.mode, home.is_permanent) == ("auto", True)


async def test_a_heating_that_is_off_asks_for_the_lowest_set_point(
    library: EvohomeClient, home: ControlSystem, kitchen: Zone
) -> None:
    await home.set_mode("heating_off")
    await refresh(library)
    assert home.mode == "heating_off"
    assert kitchen.target_heat_temperature == 5.0


async def test_a_reset_ends_every_override(
    evohome: EvohomeSimulator, home: ControlSystem, kitchen: Zone, hot_water: HotWater
) -> None:
    await kitchen.set_temperature(12.0)
    await hot_water.set_off()
    await home.set_mode("auto_with_reset")
    assert evohome.system("Home").mode == "Auto"
    assert evohome.zone("Kitchen").mode == "FollowSchedule"
    assert evohome.hot_water("Home").mode == "FollowSchedule"


@pytest.mark.parametrize(
    "body",
    [
        {"systemMode": "Heat", "permanent": True},
        {"systemMode": "Auto", "permanent": False, "timeUntil": "2030-01-01T00:00:00Z"},
        {"systemMode": "Away", "permanent": False},
    ],
    ids=["not allowed", "never temporary", "without an end"],
)
async def test_a_system_mode_that_it_does_not_allow_is_refused(
    evohome: EvohomeSimulator, home: ControlSystem, body: dict[str, object]
) -> None:
    with pytest.raises(errors.ApiCallRejectedError):
        await home._auth.put(f"temperatureControlSystem/{home.id}/mode", json=body)
    assert evohome.system("Home").mode == "Auto"


async def test_hot_water_is_switched_off_for_an_hour(library: EvohomeClient, hot_water: HotWater) -> None:
    until = in_one_hour()
    await hot_water.set_off(until=until)
    await refresh(library)
    assert (hot_water.state, hot_water.mode, hot_water.until) == ("off", "temporary_override", until)


async def test_a_state_that_hot_water_does_not_know_is_refused(hot_water: HotWater) -> None:
    body = {"mode": "PermanentOverride", "state": "Boil"}
    with pytest.raises(errors.ApiCallRejectedError, match="DhwStateNotAllowed"):
        await hot_water._auth.put(f"domesticHotWater/{hot_water.id}/state", json=body)


async def test_the_schedule_of_a_zone_is_read_and_written(kitchen: Zone) -> None:
    schedule = await kitchen.get_schedule()
    assert len(schedule) == 7
    schedule[0]["switchpoints"][0]["heat_setpoint"] = 23.5
    await kitchen.set_schedule(schedule)
    assert (await kitchen.get_schedule())[0]["switchpoints"][0]["heat_setpoint"] == 23.5


async def test_the_schedule_of_hot_water_is_read_and_written(hot_water: HotWater) -> None:
    schedule = await hot_water.get_schedule()
    schedule[6]["switchpoints"][0]["time_of_day"] = "05:00:00"
    await hot_water.set_schedule(schedule)
    assert (await hot_water.get_schedule())[6]["switchpoints"][0]["time_of_day"] == "05:00:00"


async def test_a_schedule_out_of_order_is_refused(kitchen: Zone) -> None:
    schedule = await kitchen.get_schedule()
    schedule[0]["switchpoints"].reverse()
    with pytest.raises(errors.ApiCallRejectedError, match="InvalidSchedule"):
        await kitchen.set_schedule(schedule)


async def test_a_thermostat_without_schedules_says_so(library: EvohomeClient) -> None:
    await library.setup()
    studio = library.locations[3].tcs
    assert studio is not None
    with pytest.raises(errors.InvalidScheduleError):
        await studio.zones[0].get_schedule()


async def test_a_change_may_take_its_time(evohome: EvohomeSimulator, kitchen: Zone) -> None:
    evohome.tasks.outcome = "Running"
    task = await kitchen.set_temperature(22.0)
    assert await task.get_state() == "running"
    assert evohome.zone("Kitchen").mode == "FollowSchedule"
    evohome.tasks.finish()
    await task.wait()
    assert evohome.zone("Kitchen").override == 22.0


async def test_a_change_may_fail_after_all(evohome: EvohomeSimulator, kitchen: Zone) -> None:
    evohome.tasks.outcome = "Failed"
    task = await kitchen.set_temperature(22.0)
    with pytest.raises(errors.CommTaskFailedError):
        await task.wait()
    assert evohome.zone("Kitchen").mode == "FollowSchedule"


async def test_zones_can_be_renamed_and_removed(evohome: EvohomeSimulator, library: EvohomeClient) -> None:
    evohome.zone("Kitchen").name = "Pantry"
    evohome.remove_zone("Bathroom")
    await library.setup()
    system = library.locations[0].tcs
    assert system is not None
    assert list(system.zone_by_name) == ["Living room", "Pantry", "Attic"]


async def test_locations_come_and_go(evohome: EvohomeSimulator, library: EvohomeClient) -> None:
    for name in ("Home", "Cottage"):
        evohome.remove_location(name)
    evohome.location("Office").gateway = None
    evohome.add_location(location_without_gateway("Garage"))
    await library.setup()
    await refresh(library)
    assert {location.name: len(location.gateways) for location in library.locations} == {
        "Office": 0,
        "Studio": 1,
        "Garage": 0,
    }


async def test_an_account_may_be_empty(evohome: EvohomeSimulator, library: EvohomeClient) -> None:
    evohome.empty()
    await library.setup()
    assert library.locations == []


async def test_what_belongs_to_somebody_else_is_refused(
    evohome: EvohomeSimulator, client: aiohttp.ClientSession
) -> None:
    other = evohome.add_account("bob@example.com", PASSWORD)
    bearer = evohome.tokens.issue(other.id).bearer
    client.headers["Authorization"] = f"bearer {bearer}"
    home = evohome.location("Home")
    async with client.get(f"{HOST}{evohome.API}/location/{home.id}/status") as response:
        assert response.status == 401
    mode = f"{HOST}{evohome.API}/temperatureControlSystem/{evohome.system('Home').id}/mode"
    async with client.put(mode, json={"systemMode": "Away", "permanent": True}) as response:
        assert response.status == 401
    assert evohome.system("Home").mode == "Auto"


async def test_a_dead_bearer_is_refused(evohome: EvohomeSimulator, client: aiohttp.ClientSession) -> None:
    bearer = evohome.tokens.issue(evohome.accounts[EMAIL].id).bearer
    evohome.tokens.expire_bearers()
    headers = {"Authorization": f"bearer {bearer}"}
    async with client.get(f"{HOST}{evohome.API}/userAccount", headers=headers) as response:
        assert response.status == 401
