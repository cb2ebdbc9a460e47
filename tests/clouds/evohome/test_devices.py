"""What the vendor tells, as devices and features."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.latchkey.clouds.model import Climate, Sensor
from tests.simulators.evohome.builder import zone
from tests.simulators.evohome.home import SINCE

from .account import LinkedAccount

ALL_PRESETS = ("none", "eco", "away", "day_off", "custom", "reset")


def test_every_system_zone_and_hot_water_is_a_device_at_its_location(account: LinkedAccount) -> None:
    places = account.snapshot.places
    found = sorted((places[device.place or ""], device.name) for device in account.snapshot.devices.values())
    assert found == [
        ("Cottage", "Cottage"),
        ("Cottage", "Cottage thermostat"),
        ("Home", "Attic"),
        ("Home", "Bathroom"),
        ("Home", "Home"),
        ("Home", "Hot water"),
        ("Home", "Kitchen"),
        ("Home", "Living room"),
        ("Office", "Office"),
        ("Office", "Office thermostat"),
        ("Studio", "Studio"),
        ("Studio", "Studio thermostat"),
    ]


def test_places_are_the_locations(account: LinkedAccount) -> None:
    location = account.vendor.location("Home")
    assert account.snapshot.places[location.id] == "Home"
    assert account.device("Kitchen").place == location.id


@pytest.mark.parametrize("name", ["Kitchen", "Hot water"])
def test_zones_and_hot_water_are_reached_through_their_system(account: LinkedAccount, name: str) -> None:
    assert account.device(name).parent == account.device("Home").id == account.vendor.system("Home").id


def test_a_thermostat_that_is_its_own_system_is_two_devices(account: LinkedAccount) -> None:
    assert account.vendor.zone("Office thermostat").id == account.vendor.system("Office").id
    assert account.device("Office thermostat").id != account.device("Office").id


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Home", "evohome"),
        ("Kitchen", "evohome zone"),
        ("Hot water", "evohome hot water"),
        ("Cottage thermostat", "Round Thermostat"),
        ("Office", "VisionPRO Wi-Fi"),
        ("Studio", "FocusPRO Wi-Fi"),
    ],
)
def test_a_device_has_the_name_that_is_on_its_box(account: LinkedAccount, name: str, model: str) -> None:
    assert (account.device(name).maker, account.device(name).model) == ("Honeywell", model)


def test_a_zone_is_a_thermostat(account: LinkedAccount) -> None:
    assert replace(account.climate("Kitchen"), attributes={}) == Climate(
        key="climate",
        mode="heat",
        modes=("off", "heat"),
        action="idle",
        current_temperature=18.5,
        target_temperature=17.0,
        min_temperature=5.0,
        max_temperature=35.0,
        temperature_step=0.5,
        preset="schedule",
        presets=("schedule", "temporary", "permanent"),
    )


def test_a_zone_has_a_temperature_to_plot(account: LinkedAccount) -> None:
    assert account.temperature("Kitchen") == Sensor(
        key="temperature",
        label="temperature",
        value=18.5,
        unit="°C",
        device_class="temperature",
        state_class="measurement",
    )


def test_a_zone_without_a_temperature_is_there_all_the_same(account: LinkedAccount) -> None:
    assert account.device("Attic").available
    assert account.climate("Attic").current_temperature is None
    assert account.climate("Attic").target_temperature == 15.0
    assert account.temperature("Attic").value is None


async def test_a_zone_at_its_lowest_target_is_off(account: LinkedAccount) -> None:
    account.vendor.zone("Kitchen").scheduled = 5.0
    await account.poll()
    assert account.climate("Kitchen").mode == "off"


async def test_a_vacation_that_a_zone_holds_is_a_preset_as_long_as_it_lasts(account: LinkedAccount) -> None:
    thermostat = account.vendor.zone("Office thermostat")
    for mode, preset, is_offered in (
        ("VacationHold", "vacation", True),
        ("FollowSchedule", "schedule", False),
    ):
        thermostat.mode = mode
        await account.poll()
        assert account.climate("Office thermostat").preset == preset
        assert ("vacation" in account.climate("Office thermostat").presets) is is_offered


@pytest.mark.parametrize(
    ("temperature", "target", "action"),
    [
        (18.5, 19.0, "heating"),
        (18.5, 18.0, "idle"),
        (18.5, 18.5, None),
        (18.5, 5.0, "off"),
        (None, 19.0, None),
    ],
)
async def test_a_zone_tells_whether_it_heats_where_half_degrees_can_tell(
    account: LinkedAccount, temperature: float | None, target: float, action: str | None
) -> None:
    kitchen = account.vendor.zone("Kitchen")
    kitchen.temperature, kitchen.scheduled = temperature, target
    await account.poll()
    assert account.climate("Kitchen").action == action


async def test_a_zone_whose_sensor_is_not_heard_does_not_tell_whether_it_heats(
    account: LinkedAccount,
) -> None:
    account.vendor.zone("Kitchen").faults = ["TempZoneSensorCommunicationLost"]
    await account.poll()
    assert account.climate("Kitchen").action is None


@pytest.mark.parametrize(
    ("targets", "action"),
    [((19.0, 18.0), "heating"), ((18.0, 5.0), "idle"), ((18.5, 18.0), None), ((5.0, 5.0), None)],
)
async def test_a_house_heats_where_one_zone_does_and_idles_where_none_does(
    account: LinkedAccount, targets: tuple[float, float], action: str | None
) -> None:
    home = account.vendor.system("Home")
    home.zones = home.zones[:2]
    for room, target in zip(home.zones, targets, strict=True):
        room.temperature, room.scheduled = 18.5, target
    await account.poll(discover=True)
    assert account.climate("Home").action == action


@pytest.mark.parametrize(("name", "mode"), [("Home", "HeatingOff"), ("Office", "Off")])
async def test_a_house_that_is_off_does_nothing_and_neither_do_its_zones(
    account: LinkedAccount, name: str, mode: str
) -> None:
    account.vendor.system(name).mode = mode
    await account.poll()
    for device in (name, {"Home": "Kitchen", "Office": "Office thermostat"}[name]):
        assert (account.climate(device).mode, account.climate(device).action) == ("off", "off")


async def test_a_house_of_which_no_zone_is_heard_has_no_temperature(account: LinkedAccount) -> None:
    for room in account.vendor.system("Home").zones:
        room.temperature = None
    await account.poll()
    assert account.climate("Home").current_temperature is None


async def test_what_cannot_follow_a_schedule_is_not_on_hold(account: LinkedAccount) -> None:
    assert account.climate("Studio thermostat").preset == "permanent"
    assert account.climate("Studio").attributes["on_hold"] == []


async def test_the_end_of_an_override_is_told_in_the_time_of_the_location(account: LinkedAccount) -> None:
    kitchen = account.vendor.zone("Cottage thermostat")
    kitchen.mode, kitchen.until = "TemporaryOverride", datetime(2036, 7, 1, 10, 0, tzinfo=UTC)
    await account.poll()
    assert account.climate("Cottage thermostat").attributes["until"] == "2036-07-01T12:00:00+02:00"


@pytest.mark.parametrize(
    ("name", "presets"),
    [
        ("Home", ALL_PRESETS),
        ("Cottage", ("none", "eco", "away", "reset")),
        ("Office", ("none", "reset")),
        ("Studio", ()),
    ],
)
def test_a_system_has_exactly_the_presets_that_it_allows(
    account: LinkedAccount, name: str, presets: tuple[str, ...]
) -> None:
    climate = account.climate(name)
    assert (climate.mode, climate.modes) == ("heat", ("off", "heat"))
    assert (climate.preset, climate.presets) == ("none" if presets else None, presets)


def test_a_system_has_the_mean_temperature_of_its_zones_and_no_target(account: LinkedAccount) -> None:
    assert account.climate("Home") == Climate(
        key="climate",
        mode="heat",
        modes=("off", "heat"),
        action="heating",
        current_temperature=19.7,
        has_target_temperature=False,
        preset="none",
        presets=ALL_PRESETS,
        attributes={"on_hold": []},
    )


async def test_a_system_tells_until_when_its_mode_holds(account: LinkedAccount) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    account.vendor.system("Home").set_mode("Away", until)
    await account.poll()
    assert account.climate("Home").preset == "away"
    assert datetime.fromisoformat(str(account.climate("Home").attributes["until"])) == until


def test_hot_water_is_a_water_heater(account: LinkedAccount) -> None:
    heater = account.heater()
    assert (heater.mode, heater.modes, heater.current_temperature) == ("auto", ("on", "off", "auto"), 48.0)
    assert account.temperature("Hot water").value == 48.0


async def test_hot_water_whose_sensor_has_no_contact_has_no_temperature(account: LinkedAccount) -> None:
    account.vendor.hot_water("Home").temperature = None
    await account.poll()
    assert account.heater().current_temperature is None
    assert account.device("Hot water").available


@pytest.mark.parametrize(
    ("fault", "on"),
    [
        ("TempZoneActuatorLowBattery", {"fault", "battery_low"}),
        ("TempZoneSensorLowBattery", {"fault", "battery_low"}),
        ("TempZoneSensorCommunicationLost", {"fault", "communication_lost"}),
        ("SomethingNew", {"fault"}),
    ],
)
async def test_a_fault_of_a_zone_is_told_and_goes_away(
    account: LinkedAccount, fault: str, on: set[str]
) -> None:
    keys = ("fault", "battery_low", "communication_lost")
    account.vendor.zone("Kitchen").faults = [fault]
    await account.poll()
    assert {key for key in keys if account.fault("Kitchen", key).on} == on
    since = f"{SINCE}+00:00"
    assert account.fault("Kitchen", "fault").attributes == {
        "active_faults": [{"fault": fault, "since": since}]
    }
    account.vendor.zone("Kitchen").faults = []
    await account.poll()
    assert not any(account.fault("Kitchen", key).on for key in keys)


async def test_a_fault_of_the_hot_water_is_told(account: LinkedAccount) -> None:
    account.vendor.hot_water("Home").faults = ["DHWSensorLowBattery"]
    await account.poll()
    assert account.fault("Hot water", "battery_low").on


async def test_faults_of_a_system_and_of_its_gateway_are_told_together(account: LinkedAccount) -> None:
    gateway = account.vendor.location("Home").gateway
    assert gateway is not None
    gateway.faults = ["GatewayCommunicationLost"]
    account.vendor.system("Home").faults = ["BoilerServiceRequired"]
    await account.poll()
    faults = account.fault("Home", "fault").attributes["active_faults"]
    assert isinstance(faults, list)
    assert len(faults) == 2
    assert account.fault("Home", "communication_lost").on
    assert not account.fault("Kitchen", "fault").on


async def test_a_zone_that_is_renamed_stays_the_same_device(account: LinkedAccount) -> None:
    before = account.device("Kitchen").id
    account.vendor.zone("Kitchen").name = "Pantry"
    await account.poll()
    assert account.device("Pantry").id == before


async def test_a_zone_that_was_removed_but_is_still_listed_is_left_out(account: LinkedAccount) -> None:
    account.vendor.system("Home").zones.append(zone("Ghost", None, kind="Unknown", model="Unknown"))
    snapshot = await account.poll(discover=True)
    assert "Ghost" not in {device.name for device in snapshot.devices.values()}
    assert not account.cloud._is_doubtful


async def test_the_devices_of_a_location_that_does_not_answer_are_there_and_tell_nothing(
    account: LinkedAccount,
) -> None:
    account.vendor.faults.answer(f"*/location/{account.vendor.location('Home').id}/status", status=500)
    await account.poll()
    assert account.climate("Kitchen").target_temperature is None
    assert account.climate("Home").mode is None
    assert account.climate("Home").preset is None
    assert account.heater().mode is None
    assert account.fault("Kitchen", "fault").on is None
