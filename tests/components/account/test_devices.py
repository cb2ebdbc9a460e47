"""The device registry keeps in step with what a vendor says, in whatever order it says it."""

from dataclasses import replace
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.account import devices
from custom_components.latchkey.account.devices import DeviceKeeper
from custom_components.latchkey.clouds.model import Device, Snapshot

HOUR = devices.MISSING_LIFE.total_seconds()
HUB = Device(id="hub", name="Hub")
SENSOR = Device(id="sensor", name="Sensor", parent="hub")


@pytest.fixture
def keeper(hass: HomeAssistant, entry: MockConfigEntry) -> DeviceKeeper:
    """Return what keeps the devices of an account."""
    return DeviceKeeper(hass, entry.entry_id, "memory:alice", places_are_rooms=True)


def home(*devices: Device) -> Snapshot:
    """Return a home of these devices."""
    return Snapshot(devices={device.id: device for device in devices})


def registered(keeper: DeviceKeeper) -> dict[str | None, dr.DeviceEntry]:
    """Return what the registry knows, by name."""
    return {entry.name: entry for entry in keeper.registered}


def links(keeper: DeviceKeeper) -> bool:
    """Return whether the sensor is known to be reached through the hub."""
    found = registered(keeper)
    return found["Sensor"].via_device_id == found["Hub"].id


@pytest.mark.parametrize("order", [(HUB, SENSOR), (SENSOR, HUB)])
async def test_a_child_is_linked_in_whatever_order_devices_come(
    keeper: DeviceKeeper, order: tuple[Device, ...]
) -> None:
    await keeper.async_follow(home(), home(*order))
    assert links(keeper)


async def test_a_child_is_linked_when_its_parent_comes_later_and_again_when_it_comes_back(
    keeper: DeviceKeeper,
) -> None:
    alone, both = home(SENSOR), home(SENSOR, HUB)
    await keeper.async_follow(home(), alone)
    for _ in range(2):
        await keeper.async_follow(alone, both)
        assert links(keeper)
        await keeper.async_follow(both, alone)
        await keeper.async_remove_stale(replace(alone, unchosen=frozenset({"hub"})))
        assert registered(keeper)["Sensor"].via_device_id is None


async def test_a_device_that_claims_to_be_its_own_parent_has_none(keeper: DeviceKeeper) -> None:
    await keeper.async_follow(home(), home(Device(id="odd", name="Odd", parent="odd")))
    assert registered(keeper)["Odd"].via_device_id is None


async def test_a_device_that_is_new_goes_to_the_area_of_its_place(keeper: DeviceKeeper) -> None:
    lamp = Device(id="lamp", name="Lamp", place="1")
    await keeper.async_follow(home(), Snapshot(devices={"lamp": lamp}, places={"1": "Kitchen"}))
    assert registered(keeper)["Lamp"].area_id == "kitchen"


async def test_a_whole_home_is_no_area(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    keeper = DeviceKeeper(hass, entry.entry_id, "memory:alice", places_are_rooms=False)
    lamp = Device(id="lamp", name="Lamp", place="1")
    before = Snapshot(devices={"lamp": lamp}, places={"1": "Holiday house"})
    await keeper.async_follow(home(), before)
    await keeper.async_follow(
        before, Snapshot(devices={"lamp": replace(lamp, name="Lantern")}, places={"1": "Boat"})
    )
    assert registered(keeper)["Lantern"].area_id is None


@pytest.fixture
def heating(hass: HomeAssistant, entry: MockConfigEntry) -> DeviceKeeper:
    """Return what keeps the devices of an account whose places are whole homes."""
    return DeviceKeeper(hass, entry.entry_id, "memory:alice", places_are_rooms=False)


VALVE = Device(id="valve", name="Valve", place="house", room="living room")


@pytest.mark.parametrize("area", [{"name": "Living Room"}, {"name": "Lounge", "aliases": {"Living room"}}])
async def test_a_device_of_a_room_is_put_into_the_area_of_that_name(
    hass: HomeAssistant, heating: DeviceKeeper, area: dict[str, Any]
) -> None:
    known = ar.async_get(hass).async_create(**area)
    await heating.async_follow(home(), home(VALVE))
    assert registered(heating)["Valve"].area_id == known.id


async def test_no_area_is_made_for_the_room_of_a_device(hass: HomeAssistant, heating: DeviceKeeper) -> None:
    await heating.async_follow(home(), home(VALVE))
    assert registered(heating)["Valve"].area_id is None
    assert not ar.async_get(hass).areas


async def test_an_alias_of_two_areas_is_that_of_none(hass: HomeAssistant, heating: DeviceKeeper) -> None:
    for name in ("Lounge", "Den"):
        ar.async_get(hass).async_create(name, aliases={"Living room"})
    await heating.async_follow(home(), home(VALVE))
    assert registered(heating)["Valve"].area_id is None


async def test_a_room_that_two_homes_have_is_no_area(hass: HomeAssistant, heating: DeviceKeeper) -> None:
    ar.async_get(hass).async_create("Living room")
    other = replace(VALVE, id="other", name="Other", place="cottage", room="Living room")
    await heating.async_follow(home(), home(VALVE, other))
    assert {entry.area_id for entry in heating.registered} == {None}


async def test_a_device_whose_room_is_renamed_goes_to_the_area_of_that_name_unless_a_person_moved_it(
    hass: HomeAssistant, heating: DeviceKeeper
) -> None:
    for name in ("Living room", "Study", "Hobby room"):
        ar.async_get(hass).async_create(name)
    moved = replace(VALVE, id="moved", name="Moved")
    before = home(VALVE, moved)
    await heating.async_follow(home(), before)
    dr.async_get(hass).async_update_device(registered(heating)["Moved"].id, area_id="hobby_room")
    await heating.async_follow(before, home(replace(VALVE, room="study"), replace(moved, room="study")))
    assert registered(heating)["Valve"].area_id == "study"
    assert registered(heating)["Moved"].area_id == "hobby_room"


async def test_a_device_that_a_person_took_out_of_its_room_stays_out(
    hass: HomeAssistant, heating: DeviceKeeper
) -> None:
    ar.async_get(hass).async_create("Living room")
    await heating.async_follow(home(), home(VALVE))
    dr.async_get(hass).async_update_device(registered(heating)["Valve"].id, area_id=None)
    await heating.async_follow(home(), home(VALVE))
    assert registered(heating)["Valve"].area_id is None


async def test_a_place_that_is_an_alias_is_that_area(hass: HomeAssistant, keeper: DeviceKeeper) -> None:
    lounge = ar.async_get(hass).async_create("Lounge", aliases={"Living room"})
    lamp = Device(id="lamp", name="Lamp", place="1")
    await keeper.async_follow(home(), Snapshot(devices={"lamp": lamp}, places={"1": "Living Room"}))
    assert registered(keeper)["Lamp"].area_id == lounge.id


LAMP = Device(id="lamp", name="Lamp", place="1")


def room(name: str, *devices: Device) -> Snapshot:
    """Return a home of one room."""
    return Snapshot(devices={device.id: device for device in devices or (LAMP,)}, places={"1": name})


async def test_an_area_that_holds_the_account_alone_is_renamed_with_its_room(
    hass: HomeAssistant, keeper: DeviceKeeper
) -> None:
    areas = ar.async_get(hass)
    await keeper.async_follow(home(), room("Kitchen"))
    await keeper.async_follow(room("Kitchen"), room("Galley"))
    assert [(area.id, area.name) for area in areas.async_list_areas()] == [("kitchen", "Galley")]
    assert registered(keeper)["Lamp"].area_id == "kitchen"
    await keeper.async_follow(room("Galley"), room("galley"))
    assert [area.name for area in areas.async_list_areas()] == ["galley"]


@pytest.mark.parametrize("what", ["a device", "an entity", "an alias", "a name that another one has"])
async def test_an_area_that_is_a_persons_is_not_renamed_and_the_device_goes_to_one_of_the_new_name(
    hass: HomeAssistant, keeper: DeviceKeeper, what: str
) -> None:
    areas, entities = ar.async_get(hass), er.async_get(hass)
    await keeper.async_follow(home(), room("Kitchen"))
    if what == "a device":
        other = MockConfigEntry(domain="maker")
        other.add_to_hass(hass)
        fridge = dr.async_get(hass).async_get_or_create(
            config_entry_id=other.entry_id, identifiers={("maker", "fridge")}
        )
        dr.async_get(hass).async_update_device(fridge.id, area_id="kitchen")
    elif what == "an entity":
        thermometer = entities.async_get_or_create("sensor", "maker", "fridge")
        entities.async_update_entity(thermometer.entity_id, area_id="kitchen")
    elif what == "an alias":
        areas.async_update("kitchen", aliases={"Cookhouse"})
    else:
        areas.async_create("Galley")
    await keeper.async_follow(room("Kitchen"), room("Galley"))
    assert {area.id: area.name for area in areas.async_list_areas()} == {
        "kitchen": "Kitchen",
        "galley": "Galley",
    }
    assert registered(keeper)["Lamp"].area_id == "galley"


async def test_a_room_that_was_renamed_before_the_start_takes_its_devices_along(
    hass: HomeAssistant, keeper: DeviceKeeper
) -> None:
    await keeper.async_follow(home(), room("Kitchen"))
    ar.async_get(hass).async_update("kitchen", aliases={"Cookhouse"})
    new = replace(LAMP, id="new", name="New")
    started = Snapshot(devices={}, places={"1": "Kitchen"})
    await keeper.async_follow(started, room("Galley", LAMP, new))
    assert {entry.area_id for entry in keeper.registered} == {"galley"}


async def test_an_area_that_a_person_renamed_keeps_its_name_and_its_devices(
    hass: HomeAssistant, keeper: DeviceKeeper
) -> None:
    areas = ar.async_get(hass)
    await keeper.async_follow(home(), room("Kitchen"))
    areas.async_update("kitchen", name="Cookhouse")
    await keeper.async_follow(room("Kitchen"), room("Galley"))
    assert [area.name for area in areas.async_list_areas()] == ["Cookhouse"]
    assert registered(keeper)["Lamp"].area_id == "kitchen"


async def test_a_device_that_leaves_its_room_leaves_the_area_unless_a_person_moved_it(
    hass: HomeAssistant, keeper: DeviceKeeper
) -> None:
    moved = replace(LAMP, id="moved", name="Moved")
    before = room("Kitchen", LAMP, moved)
    await keeper.async_follow(home(), before)
    attic = ar.async_get(hass).async_create("Attic")
    dr.async_get(hass).async_update_device(registered(keeper)["Moved"].id, area_id=attic.id)
    await keeper.async_follow(before, room("Kitchen", replace(LAMP, place=None), replace(moved, place=None)))
    assert registered(keeper)["Lamp"].area_id is None
    assert registered(keeper)["Moved"].area_id == "attic"


async def test_a_device_stays_in_its_area_where_only_the_name_of_the_room_is_missing(
    keeper: DeviceKeeper,
) -> None:
    await keeper.async_follow(home(), room("Kitchen"))
    await keeper.async_follow(room("Kitchen"), home(replace(LAMP, software_version="2")))
    assert registered(keeper)["Lamp"].area_id == "kitchen"


async def test_what_the_registry_knows_of_a_device_follows_its_versions(keeper: DeviceKeeper) -> None:
    old = home(Device(id="lamp", name="Lamp", software_version="1"))
    new = home(Device(id="lamp", name="Lamp", software_version="2"))
    await keeper.async_follow(home(), old)
    await keeper.async_follow(old, new)
    assert registered(keeper)["Lamp"].sw_version == "2"


async def test_what_the_registry_knows_of_a_device_is_what_the_vendor_tells(keeper: DeviceKeeper) -> None:
    page = "https://home.example/lamp"
    await keeper.async_follow(home(), home(Device(id="lamp", name="Lamp", page=page, serial_number="L-1")))
    assert registered(keeper)["Lamp"].configuration_url == page
    assert registered(keeper)["Lamp"].serial_number == "L-1"


async def test_what_is_software_is_a_service(keeper: DeviceKeeper) -> None:
    lamp, forecast = Device(id="lamp", name="Lamp"), Device(id="sky", name="Forecast", is_service=True)
    await keeper.async_follow(home(), home(lamp, forecast))
    types = {name: device.entry_type for name, device in registered(keeper).items()}
    assert types == {"Lamp": None, "Forecast": dr.DeviceEntryType.SERVICE}


# What is missing


class Answers:
    """What a vendor answers, one after the other, to a keeper that knows the hub and the sensor."""

    def __init__(self, keeper: DeviceKeeper, monkeypatch: pytest.MonkeyPatch) -> None:
        self._now = 0.0
        self._before = home(HUB, SENSOR)
        self.keeper = keeper
        monkeypatch.setattr(devices, "monotonic", lambda: self._now)

    async def give(self, answer: Snapshot, *, after: float = 0.0) -> set[str | None]:
        """Give an answer after so many seconds; return the names of the devices that are registered then."""
        self._now += after
        await self.keeper.async_follow(self._before, answer)
        await self.keeper.async_remove_stale(answer)
        self._before = answer
        return set(registered(self.keeper))


@pytest.fixture
async def answers(keeper: DeviceKeeper, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Return the answers of a vendor."""
    await keeper.async_follow(home(), home(HUB, SENSOR))
    return Answers(keeper, monkeypatch)


BOTH = {"Hub", "Sensor"}


async def test_a_device_that_is_missing_for_an_hour_and_in_three_answers_is_gone(answers: Answers) -> None:
    assert await answers.give(home(HUB, SENSOR)) == BOTH
    assert await answers.give(home(HUB)) == BOTH
    assert await answers.give(home(HUB), after=HOUR / 2) == BOTH
    assert await answers.give(home(HUB), after=HOUR / 2) == {"Hub"}


async def test_a_device_that_is_missing_in_many_answers_within_the_hour_stays(answers: Answers) -> None:
    for _ in range(59):
        assert await answers.give(home(HUB), after=60.0) == BOTH


async def test_a_device_that_is_missing_for_hours_in_two_answers_stays(answers: Answers) -> None:
    assert await answers.give(home(HUB)) == BOTH
    assert await answers.give(home(HUB), after=5 * HOUR) == BOTH
    assert await answers.give(home(HUB), after=60.0) == {"Hub"}


async def test_a_device_that_was_listed_in_between_is_missing_anew(answers: Answers) -> None:
    for _ in range(3):
        assert await answers.give(home(HUB)) == BOTH
    assert await answers.give(home(HUB, SENSOR), after=HOUR) == BOTH
    assert await answers.give(home(HUB)) == BOTH


async def test_a_device_that_a_person_does_not_want_goes_at_once(answers: Answers) -> None:
    assert await answers.give(replace(home(HUB), unchosen=frozenset({"sensor"}))) == {"Hub"}


async def test_an_answer_that_says_nothing_of_a_home_is_none_of_its_devices(answers: Answers) -> None:
    hub, sensor = replace(HUB, place="house"), replace(SENSOR, place="house")
    lamp = Device(id="lamp", name="Lamp", place="cottage")
    await answers.keeper.async_follow(home(), home(lamp))
    await answers.give(home(hub, sensor, lamp))
    silent = replace(home(), silent_places=frozenset({"house"}))
    for _ in range(3):
        assert "Lamp" in await answers.give(silent, after=HOUR / 3)
    assert await answers.give(silent, after=HOUR / 3) == BOTH
    for _ in range(9):
        assert await answers.give(silent, after=HOUR) == BOTH


async def test_a_home_that_never_has_devices_stops_no_removal(answers: Answers) -> None:
    answer = replace(home(replace(HUB, place="house")), silent_places=frozenset({"empty"}))
    for _ in range(3):
        assert await answers.give(answer) == BOTH
    # Nobody has told since the start where the sensor is, but it is reached through the hub.
    assert await answers.give(answer, after=HOUR) == {"Hub"}


async def test_a_device_of_which_nobody_knows_the_home_stays_while_one_is_silent(answers: Answers) -> None:
    answer = replace(home(SENSOR), silent_places=frozenset({"empty"}))
    for _ in range(4):
        assert await answers.give(answer, after=HOUR) == BOTH
    for _ in range(3):
        assert await answers.give(home(SENSOR), after=HOUR / 2) in (BOTH, {"Sensor"})
    assert await answers.give(home(SENSOR)) == {"Sensor"}
