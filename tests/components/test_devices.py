"""The device registry keeps in step with what a vendor says, in whatever order it says it."""

from dataclasses import replace

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Device, Snapshot
from custom_components.latchkey.devices import DeviceKeeper

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


@pytest.mark.parametrize("devices", [(HUB, SENSOR), (SENSOR, HUB)])
async def test_a_child_is_linked_in_whatever_order_devices_come(
    keeper: DeviceKeeper, devices: tuple[Device, ...]
) -> None:
    keeper.async_follow(home(), home(*devices))
    assert links(keeper)


async def test_a_child_is_linked_when_its_parent_comes_later_and_again_when_it_comes_back(
    keeper: DeviceKeeper,
) -> None:
    alone, both = home(SENSOR), home(SENSOR, HUB)
    keeper.async_follow(home(), alone)
    for _ in range(2):
        keeper.async_follow(alone, both)
        assert links(keeper)
        keeper.async_follow(both, alone)
        keeper.async_remove_stale(alone)
        assert registered(keeper)["Sensor"].via_device_id is None


async def test_a_device_that_claims_to_be_its_own_parent_has_none(keeper: DeviceKeeper) -> None:
    keeper.async_follow(home(), home(Device(id="odd", name="Odd", parent="odd")))
    assert registered(keeper)["Odd"].via_device_id is None


async def test_a_device_that_is_new_goes_to_the_area_of_its_place(keeper: DeviceKeeper) -> None:
    lamp = Device(id="lamp", name="Lamp", place="1")
    keeper.async_follow(home(), Snapshot(devices={"lamp": lamp}, places={"1": "Kitchen"}))
    assert registered(keeper)["Lamp"].area_id == "kitchen"


async def test_a_whole_home_is_no_area(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    keeper = DeviceKeeper(hass, entry.entry_id, "memory:alice", places_are_rooms=False)
    lamp = Device(id="lamp", name="Lamp", place="1")
    before = Snapshot(devices={"lamp": lamp}, places={"1": "Holiday house"})
    keeper.async_follow(home(), before)
    keeper.async_follow(
        before, Snapshot(devices={"lamp": replace(lamp, name="Lantern")}, places={"1": "Boat"})
    )
    assert registered(keeper)["Lantern"].area_id is None


async def test_what_the_registry_knows_of_a_device_follows_its_versions(keeper: DeviceKeeper) -> None:
    old = home(Device(id="lamp", name="Lamp", software_version="1"))
    new = home(Device(id="lamp", name="Lamp", software_version="2"))
    keeper.async_follow(home(), old)
    keeper.async_follow(old, new)
    assert registered(keeper)["Lamp"].sw_version == "2"
