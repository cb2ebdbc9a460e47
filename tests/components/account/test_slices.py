"""What many entities cost: the event loop gets on with other things, and only those are told that must be."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import EntityPlatform

from custom_components.latchkey.account.coordinator import LatchkeyCoordinator
from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds import slices
from custom_components.latchkey.clouds.model import BinarySensor, Feature, Snapshot, Switch
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.entities.entity import LatchkeyEntity

from ..home import act, state
from ..memory import MemoryCloud, link

MANY = 40
type WhenFirstIsAdded = Callable[[Callable[[LatchkeyCoordinator], None]], None]

PUMP = Switch(key="pump", name="Pump", on=False)


def switches(*, on: bool = False) -> list[Feature]:
    """Return many switches."""
    return [Switch(key=f"switch {number}", name=f"Switch {number}", on=on) for number in range(MANY)]


@pytest.fixture
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be so quick that the next may follow at once."""
    monkeypatch.setattr(slices, "SLICE", 0.0)


@contextmanager
def turns(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[Counter[int]]:
    """Count how often all entities together do something in each turn of the event loop."""
    counted: Counter[int] = Counter()
    turn, loop = 0, asyncio.get_running_loop()
    timer = loop.call_soon(lambda: None)
    original: Callable[..., Any] = getattr(LatchkeyEntity, name)

    def note(entity: LatchkeyEntity[Any]) -> Any:
        counted[turn] += 1
        return original(entity)

    def tick() -> None:
        nonlocal turn, timer
        turn += 1
        timer = loop.call_soon(tick)

    tick()
    monkeypatch.setattr(LatchkeyEntity, name, note)
    try:
        yield counted
    finally:
        timer.cancel()
        monkeypatch.setattr(LatchkeyEntity, name, original)


@pytest.fixture
def when_first_is_added(monkeypatch: pytest.MonkeyPatch) -> WhenFirstIsAdded:
    """Return what has something happen when the first entity is added, while all others wait."""
    original = LatchkeyEntity.async_added_to_hass

    def have_happen(happening: Callable[[LatchkeyCoordinator], None]) -> None:
        async def add(entity: LatchkeyEntity[Any]) -> None:
            monkeypatch.setattr(LatchkeyEntity, "async_added_to_hass", original)
            happening(entity.coordinator)
            await original(entity)

        monkeypatch.setattr(LatchkeyEntity, "async_added_to_hass", add)

    return have_happen


@pytest.mark.usefixtures("short_slices")
async def test_what_changes_before_an_entity_is_added_is_what_it_shows(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, when_first_is_added: WhenFirstIsAdded
) -> None:
    last = switches(on=True)[-1]

    def change(coordinator: LatchkeyCoordinator) -> None:
        thing = coordinator.data.devices["thing"]
        changed = replace(thing, features={**thing.features, last.key: last})
        coordinator.changed(Snapshot(devices={"thing": changed}), {("thing", last.key)})

    when_first_is_added(change)
    await link(hass, monkeypatch, *switches())
    assert state(hass, f"switch.thing_switch_{MANY - 1}").state == "on"


@pytest.mark.usefixtures("short_slices")
async def test_an_entity_that_is_added_when_the_vendor_is_lost_is_not_available(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, when_first_is_added: WhenFirstIsAdded
) -> None:
    when_first_is_added(lambda coordinator: coordinator.lost(TemporaryError("it is away")))
    await link(hass, monkeypatch, *switches())
    assert state(hass, f"switch.thing_switch_{MANY - 1}").state == STATE_UNAVAILABLE


@pytest.mark.usefixtures("short_slices")
async def test_the_event_loop_gets_its_turn_between_entities_that_are_added(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with turns(monkeypatch, "async_added_to_hass") as added:
        await link(hass, monkeypatch, *switches())
    assert added.total() == MANY
    assert max(added.values()) == 1


@pytest.mark.usefixtures("short_slices")
async def test_the_event_loop_gets_its_turn_between_entities_that_are_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with turns(monkeypatch, "_handle_coordinator_update") as told:
        cloud = await link(hass, monkeypatch, *switches())
        told.clear()
        cloud.push_all(*switches(on=True))
        await hass.async_block_till_done()
    assert told.total() == MANY
    assert max(told.values()) == 1
    assert {each.state for each in hass.states.async_all("switch")} == {"on"}


@pytest.mark.usefixtures("short_slices")
async def test_the_event_loop_gets_its_turn_between_entities_that_are_removed(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, *switches())
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    with turns(monkeypatch, "async_will_remove_from_hass") as removed:
        await hass.config_entries.async_unload(entry.entry_id)
    assert removed.total() == MANY
    assert max(removed.values()) == 1
    assert {each.state for each in hass.states.async_all("switch")} == {STATE_UNAVAILABLE}


@pytest.mark.usefixtures("short_slices")
async def test_an_account_that_is_removed_leaves_nothing_in_the_registries(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, *switches())
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert not hass.states.async_all("switch")


@pytest.mark.usefixtures("short_slices")
async def test_an_account_that_is_unloaded_while_entities_are_added_leaves_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    cloud.push_all(PUMP, *switches())
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert {each.state for each in hass.states.async_all("switch")} == {STATE_UNAVAILABLE}
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert [each.state for each in hass.states.async_all("switch")] == ["off"] * (MANY + 1)


async def test_what_changes_while_others_are_told_is_told_too(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP, *switches())
    monkeypatch.setattr(slices, "SLICE", 0.0)
    cloud.push_all(PUMP, *switches(on=True))
    cloud.push(replace(PUMP, on=True))
    assert state(hass, "switch.thing_pump").state == "on"
    await hass.async_block_till_done()
    assert {each.state for each in hass.states.async_all("switch")} == {"on"}


async def test_a_mistake_of_one_entity_leaves_the_others(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cloud = await link(hass, monkeypatch, PUMP, *switches())
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    stop = entry.runtime_data.async_add_listener(lambda: 1 / 0, ("thing", "pump"))
    cloud.push_all(replace(PUMP, on=True), *switches(on=True))
    await hass.async_block_till_done()
    assert {each.state for each in hass.states.async_all("switch")} == {"on"}
    assert "ZeroDivisionError" in caplog.text
    stop()


def with_another_device(cloud: MemoryCloud) -> Snapshot:
    """Return the home of a cloud, and in it another device with one feature."""
    lamp = Switch(key="lamp", name="Lamp", on=False)
    other = replace(cloud._home.devices["thing"], id="other", name="Other", features={"lamp": lamp})
    return replace(cloud._home, devices={**cloud._home.devices, "other": other})


async def test_a_command_that_changes_nothing_is_told_to_nobody(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, looked: list[str]
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    looked.clear()
    await act(hass, "switch.turn_on", "switch.thing_pump")
    assert len(cloud.commands) == 1
    assert not looked


async def test_what_a_command_changes_is_told_to_the_entities_of_that_device(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, looked: list[str]
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    cloud._home = with_another_device(cloud)
    cloud.listener.changed(cloud._home, None)
    await hass.async_block_till_done()
    looked.clear()
    thing = cloud._home.devices["thing"]
    changed = replace(thing, features={"pump": replace(PUMP, on=True)})
    cloud._home = replace(cloud._home, devices={**cloud._home.devices, "thing": changed})
    await act(hass, "switch.turn_on", "switch.thing_pump")
    assert looked == ["switch.thing_pump"]
    assert state(hass, "switch.thing_pump").state == "on"


async def test_what_a_command_brings_gets_its_entity(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    cloud.has(PUMP, BinarySensor(key="door", name="Door", on=True))
    await act(hass, "switch.turn_on", "switch.thing_pump")
    await hass.async_block_till_done()
    assert state(hass, "binary_sensor.thing_door").state == "on"


async def test_who_listens_no_more_is_not_told_of_what_others_are_being_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    told: list[str] = []
    stops: list[Callable[[], None]] = []

    def stop_the_other() -> None:
        stops[0]()

    entry.runtime_data.async_add_listener(stop_the_other)
    stops.append(entry.runtime_data.async_add_listener(lambda: told.append("gone")))
    cloud.push_all(PUMP, *switches())
    await hass.async_block_till_done()
    assert not told


async def test_what_is_pushed_once_an_account_is_being_unloaded_is_told_to_nobody(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, looked: list[str]
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await entry.runtime_data.work.async_end()
    cloud.push_all(replace(PUMP, on=True))
    assert not looked


async def test_entities_are_added_many_at_a_time_as_long_as_that_takes_no_time(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE", 60.0)
    calls: list[int] = []
    add = EntityPlatform.async_add_entities

    async def note(platform: EntityPlatform, new: list[Any], *arguments: Any, **options: Any) -> None:
        if platform.domain == "switch":
            calls.append(len(new))
        await add(platform, new, *arguments, **options)

    monkeypatch.setattr(EntityPlatform, "async_add_entities", note)
    await link(hass, monkeypatch, *switches())
    assert sum(calls) == MANY
    assert len(calls) <= MANY.bit_length()
