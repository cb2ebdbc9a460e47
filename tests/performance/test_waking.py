"""Who is woken by what: as many entities as features changed, however many there are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.account.coordinator import LatchkeyCoordinator
from custom_components.latchkey.account.devices import DeviceKeeper
from custom_components.latchkey.clouds.model import Device, Snapshot, Switch
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.entities.entity import LatchkeyEntity
from tests.components.memory import MemoryCloud, link
from tests.performance.counting import Calls, counted

DEVICES = 50
SWITCHES = 2
"""How many each device has."""

MORE = 400
"""How many devices without features come in some tests."""


def home(*on: int) -> Snapshot:
    """Return a home of many devices; the first switch of some of them is on."""
    return Snapshot(
        devices={"thing": Device(id="thing", name="Thing")}
        | {
            str(number): Device(
                id=str(number),
                name=f"Device {number}",
                features={
                    f"switch {index}": Switch(
                        key=f"switch {index}", name=f"Switch {index}", on=index == 0 and number in on
                    )
                    for index in range(SWITCHES)
                },
            )
            for number in range(DEVICES)
        }
    )


def changed(before: Snapshot, *on: int) -> Snapshot:
    """Return a home in which the first switch of some devices was turned on, and all else is as before."""
    devices = {str(number): home(number).devices[str(number)] for number in on}
    return replace(before, devices={**before.devices, **devices})


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the entities that looked whether they changed."""
    woken: list[str] = []
    look = LatchkeyEntity._handle_coordinator_update

    def note(entity: LatchkeyEntity[Any]) -> None:
        woken.append(entity.entity_id)
        look(entity)

    monkeypatch.setattr(LatchkeyEntity, "_handle_coordinator_update", note)
    return woken


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, latchkey: None) -> MemoryCloud:
    """Return the cloud of an account with many devices, which is set up."""
    cloud = await link(hass, monkeypatch)
    cloud._home = home()
    await poll(hass)
    assert len(hass.states.async_all("switch")) == DEVICES * SWITCHES
    return cloud


def coordinator(hass: HomeAssistant) -> LatchkeyCoordinator:
    """Return the coordinator of the account."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    found: LatchkeyCoordinator = entry.runtime_data
    return found


async def poll(hass: HomeAssistant) -> Calls:
    """Poll the account; return what that cost."""
    with counted() as calls:
        await coordinator(hass).async_refresh()
    await hass.async_block_till_done()
    return calls


@pytest.fixture
def listened(hass: HomeAssistant, cloud: MemoryCloud) -> list[None]:
    """Return how often those were called who want to know which features there are."""
    called: list[None] = []
    coordinator(hass).async_add_listener(lambda: called.append(None))
    return called


async def test_a_poll_in_which_nothing_changed_wakes_nobody(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud, listened: list[None]
) -> None:
    woken.clear()
    await poll(hass)
    assert not woken
    assert not listened


async def test_a_poll_in_which_nothing_changed_costs_no_more_for_many_devices(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    few = (await poll(hass)).all
    more = {f"more {number}": Device(id=f"more {number}", name=f"{number}") for number in range(MORE)}
    cloud._home = replace(cloud._home, devices={**cloud._home.devices, **more})
    await poll(hass)
    assert (await poll(hass)).all < few + MORE / 2


@pytest.mark.parametrize("count", [1, 10])
async def test_a_poll_wakes_as_many_entities_as_features_changed(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud, listened: list[None], count: int
) -> None:
    woken.clear()
    cloud._home = changed(cloud._home, *range(count))
    await poll(hass)
    assert sorted(woken) == sorted(f"switch.device_{number}_switch_0" for number in range(count))
    assert not listened
    assert sum(each.state == "on" for each in hass.states.async_all("switch")) == count


async def test_a_poll_in_which_all_changed_wakes_each_entity_once(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud
) -> None:
    woken.clear()
    cloud._home = changed(cloud._home, *range(DEVICES))
    await poll(hass)
    assert len(woken) == len(set(woken)) == DEVICES


async def test_a_poll_that_was_built_anew_and_is_the_same_wakes_nobody(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud, listened: list[None]
) -> None:
    woken.clear()
    cloud._home = home()
    await poll(hass)
    assert not woken
    assert not listened


async def test_a_poll_that_fails_wakes_all_once_and_so_does_the_one_that_does_not(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud, listened: list[None]
) -> None:
    woken.clear()
    cloud.fetch_error = TimeoutError()
    for _ in range(3):
        await poll(hass)
    assert len(woken) == len(set(woken)) == DEVICES * SWITCHES
    assert {each.state for each in hass.states.async_all("switch")} == {"unavailable"}
    woken.clear()
    cloud.fetch_error = None
    for _ in range(3):
        await poll(hass)
    assert len(woken) == len(set(woken)) == DEVICES * SWITCHES
    assert {each.state for each in hass.states.async_all("switch")} == {"off"}
    assert not listened


async def test_a_device_that_is_gone_wakes_its_own_entities(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud, listened: list[None]
) -> None:
    woken.clear()
    cloud._home = replace(
        cloud._home, devices={key: device for key, device in cloud._home.devices.items() if key != "7"}
    )
    await poll(hass)
    assert sorted(woken) == [f"switch.device_7_switch_{index}" for index in range(SWITCHES)]
    assert len(listened) == 1


async def test_what_a_push_told_is_compared_anew_with_the_next_poll(
    hass: HomeAssistant, woken: list[str], cloud: MemoryCloud
) -> None:
    polled = cloud._home
    cloud.listener.changed(changed(polled, 3), [("3", "switch 0")])
    woken.clear()
    await poll(hass)
    assert woken == ["switch.device_3_switch_0"]
    assert {each.state for each in hass.states.async_all("switch")} == {"off"}


async def test_a_poll_writes_nothing_to_registries_where_devices_are_as_they_were(
    hass: HomeAssistant, cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[None] = []
    remove: Callable[..., Any] = DeviceKeeper.async_remove_stale

    async def note(keeper: DeviceKeeper, snapshot: Snapshot) -> None:
        listed.append(None)
        await remove(keeper, snapshot)

    monkeypatch.setattr(DeviceKeeper, "async_remove_stale", note)
    cloud._home = changed(cloud._home, 1)
    await poll(hass)
    assert not listed
