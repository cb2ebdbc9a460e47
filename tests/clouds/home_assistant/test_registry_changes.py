"""What a change of the other side's registries costs, and what is told of it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import slices
from custom_components.latchkey.clouds.home_assistant import follower, home, mapping, reading
from custom_components.latchkey.clouds.home_assistant.client import Client
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.stale import MAX_ENTITIES, Stale
from custom_components.latchkey.clouds.model import FeatureId, Switch
from custom_components.latchkey.clouds.settings import Selection, Settings

from .listening import Listener, feature, found
from .remote import Remote

FULL = "config/entity_registry/list"
ICONS = "frontend/get_icons"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the other side is asked."""
    asked: list[str] = []
    ask = Client.async_ask

    async def note(client: Client, command: str, **fields: Any) -> Any:
        asked.append(command)
        return await ask(client, command, **fields)

    monkeypatch.setattr(Client, "async_ask", note)
    return asked


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the entities that are mapped."""
    mapped: list[str] = []
    map_part: Callable[..., Any] = mapping.map_part

    def note(part: Any, *rest: Any) -> Any:
        mapped.append(part.entity.entity_id)
        return map_part(part, *rest)

    monkeypatch.setattr(home, "map_part", note)
    return mapped


@pytest.fixture
async def many(remote: Remote, cloud: HomeAssistantCloud, listener: Listener) -> Listener:
    """Return who is told what changes of many entities, beside a lamp."""
    for number in range(60):
        remote.add_entity(f"switch.pump_{number}", "off", device=f"Device {number // 10}")
    while len(names(listener)) < 61:
        await listener.next()
    return listener


def names(listener: Listener) -> list[str | None]:
    """Return the names of all features."""
    devices = listener.snapshot.devices.values()
    return [feature.name for device in devices for feature in device.features.values()]


def is_on(listener: Listener, name: str) -> bool | None:
    """Return whether a switch is on; None where it is not available."""
    switch = feature(listener.snapshot, name)
    assert isinstance(switch, Switch)
    return switch.on if switch.available else None


async def until(listener: Listener, is_so: Callable[[], bool]) -> None:
    """Wait until something is told that makes it so."""
    while not is_so():
        await listener.next()


async def test_one_rename_costs_one_entity(
    remote: Remote, many: Listener, asked: list[str], mapped: list[str]
) -> None:
    before = many.snapshot
    remote.entities.async_update_entity("switch.pump_7", name="Well")
    await until(many, lambda: "Well" in names(many))
    assert set(mapped) == {"switch.pump_7"}
    assert FULL not in asked
    assert ICONS not in asked
    well, _ = found(many.snapshot, "Well")
    changed = [key for key, device in many.snapshot.devices.items() if device is not before.devices[key]]
    assert changed == [well[0]]
    assert many.told[-1] is not None
    assert well in many.told[-1]


async def test_one_device_that_is_renamed_costs_its_entities(
    remote: Remote, many: Listener, asked: list[str], mapped: list[str]
) -> None:
    device = remote.device("Device 3")
    remote.devices.async_update_device(device.id, name_by_user="Cellar")
    await until(many, lambda: many.snapshot.devices[device.id].name == "Cellar")
    assert set(mapped) == {f"switch.pump_{number}" for number in range(30, 40)}
    assert FULL not in asked


async def test_one_room_that_is_renamed_costs_no_entity(
    remote: Remote, many: Listener, asked: list[str], mapped: list[str]
) -> None:
    area = remote.areas.async_create("Hall")
    await until(many, lambda: many.snapshot.places.get(area.id) == "Hall")
    remote.areas.async_update(area.id, name="Corridor")
    await until(many, lambda: many.snapshot.places.get(area.id) == "Corridor")
    assert many.told[-1] is None
    assert not mapped
    assert FULL not in asked


async def test_a_label_alone_changes_nothing_that_is_shown(
    remote: Remote, cloud: HomeAssistantCloud, many: Listener, asked: list[str], mapped: list[str]
) -> None:
    label = remote.labels.async_create("Shared")
    await until(many, lambda: cloud._home.registry.labels.get(label.label_id) == "Shared")
    assert not mapped
    assert FULL not in asked


async def test_an_entity_that_gets_a_label_that_was_chosen_is_shown(
    remote: Remote, session: TokenSession
) -> None:
    label = remote.labels.async_create("Shared")
    remote.add_entity("switch.pump", "off")
    remote.add_entity("switch.well", "off")
    settings = Settings(selection=Selection(labels=frozenset({label.label_id})))
    cloud, listener = HomeAssistantCloud(session, settings, url=remote.url), Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    remote.entities.async_update_entity("switch.pump", labels={label.label_id})
    await until(listener, lambda: names(listener) == ["Pump"])
    remote.hass.states.async_set("switch.pump", "on")
    await until(listener, lambda: is_on(listener, "Pump") is True)
    listening.cancel()
    await asyncio.wait([listening])


async def test_an_entity_that_gets_another_entity_id_is_never_shown_as_unknown_once_it_is_read(
    remote: Remote, many: Listener
) -> None:
    remote.entities.async_update_entity("switch.pump_7", new_entity_id="switch.well")
    remote.hass.states.async_set("switch.well", "on")
    await until(many, lambda: found(many.snapshot, "Pump 7")[1].object_id == "well")
    assert is_on(many, "Pump 7") is True
    remote.hass.states.async_set("switch.well", "off")
    await until(many, lambda: is_on(many, "Pump 7") is False)


async def test_an_entity_that_is_new_is_told_with_its_state(
    remote: Remote, many: Listener, mapped: list[str], asked: list[str]
) -> None:
    remote.add_entity("switch.well", "on", device="Device 1")
    await until(many, lambda: "Well" in names(many))
    assert is_on(many, "Well") is True
    assert set(mapped) == {"switch.well"}
    assert FULL not in asked


async def test_the_icons_of_an_integration_that_is_new_are_read_with_its_first_entity(
    remote: Remote, many: Listener, asked: list[str]
) -> None:
    remote.hass.config.components.add("sun")
    dawn = remote.entities.async_get_or_create(
        "sensor", "sun", "dawn", original_name="Next dawn", translation_key="next_dawn"
    )
    remote.hass.states.async_set(dawn.entity_id, "2026-11-20T06:00:00+00:00")
    await until(many, lambda: "Next dawn" in names(many))
    assert feature(many.snapshot, "Next dawn").icon == "mdi:sun-clock"
    remote.entities.async_update_entity(dawn.entity_id, name="Dawn")
    await until(many, lambda: "Dawn" in names(many))
    assert asked.count(ICONS) == 1


async def test_a_name_that_only_the_state_tells_is_kept_where_the_registry_has_none(
    remote: Remote, many: Listener
) -> None:
    entry = remote.entities.async_get_or_create("switch", "maker", "nameless", suggested_object_id="nameless")
    remote.hass.states.async_set(entry.entity_id, "on", {"friendly_name": "Fountain"})
    await until(many, lambda: "Fountain" in names(many))


async def test_what_happens_while_all_is_read_is_neither_lost_nor_undone(
    remote: Remote,
    cloud: HomeAssistantCloud,
    many: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = reading.async_read

    async def read_slowly(client: Client) -> Any:
        answer = await read(client)
        remote.hass.states.async_set("switch.pump_7", "on")
        await until(many, lambda: is_on(many, "Pump 7") is True)
        return answer

    monkeypatch.setattr(follower, "async_read", read_slowly)
    pump = feature(await cloud.async_fetch(), "Pump 7")
    assert isinstance(pump, Switch)
    assert pump.on


async def test_where_too_much_changed_all_is_read(
    remote: Remote, many: Listener, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setattr(follower, "MAX_SUBSCRIPTIONS", 1)
    remote.entities.async_update_entity("switch.pump_7", name="Well")
    await until(many, lambda: "Well" in names(many))
    assert asked.count(FULL) == 1


async def test_another_configuration_of_the_other_side_is_read_with_all_the_rest(
    remote: Remote, many: Listener, asked: list[str]
) -> None:
    await remote.hass.config.async_update(location_name="Grandparents")
    await until(many, lambda: many.snapshot.devices["instance"].name == "Grandparents")
    assert asked.count(FULL) == 1


def test_a_change_that_says_nothing_is_one_of_anything() -> None:
    for event in (None, {}, {"event_type": "entity_registry_updated", "data": {"entity_id": "?"}}):
        stale = Stale()
        stale.take(event)
        assert stale.everything


def test_many_changes_are_one_of_anything() -> None:
    stale = Stale()
    for number in range(MAX_ENTITIES + 1):
        assert not stale.everything
        entity_id = f"light.lamp_{number}"
        stale.take({"event_type": "entity_registry_updated", "data": {"entity_id": entity_id}})
    assert stale.everything


async def test_many_changes_within_a_moment_are_told_in_several_batches(
    remote: Remote, cloud: HomeAssistantCloud, many: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "MAX_BATCH", 10)
    told: list[frozenset[FeatureId]] = []
    for number in range(60):
        remote.hass.states.async_set(f"switch.pump_{number}", "on")
    while sum(map(len, told)) < 60:
        await many.next()
        told = [each for each in many.told if each is not None]
    assert max(map(len, told)) <= 10


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_over_another_socket_only_what_changed_meanwhile_is_mapped(
    remote: Remote, cloud: HomeAssistantCloud, many: Listener, mapped: list[str]
) -> None:
    client = cloud._connection.client
    assert client is not None
    remote.entities.async_update_entity("switch.pump_3", name="Well")
    remote.devices.async_update_device(remote.device("Device 5").id, name_by_user="Fountain")
    await client._socket.hang_up()
    remote.hass.states.async_set("switch.pump_7", "on")
    await until(many, lambda: len(many.losses) == 1 and is_on(many, "Pump 7") is True)
    assert set(mapped) == {
        "switch.pump_3",
        "switch.pump_7",
        *(f"switch.pump_{number}" for number in range(50, 60)),
    }
    assert "Well" in names(many)


async def test_a_reading_that_finds_nothing_new_is_the_snapshot_of_before(
    cloud: HomeAssistantCloud, many: Listener, mapped: list[str]
) -> None:
    before = await cloud.async_fetch()
    mapped.clear()
    assert await cloud.async_fetch() is before
    assert not mapped


async def test_where_icons_or_units_are_others_all_is_mapped(
    remote: Remote, cloud: HomeAssistantCloud, many: Listener, mapped: list[str]
) -> None:
    remote.hass.config.units = US_CUSTOMARY_SYSTEM
    await cloud.async_fetch()
    assert len(set(mapped)) == 61


async def test_a_change_that_is_told_while_the_registries_are_read_anew_is_not_undone(
    cloud: HomeAssistantCloud, many: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home = cloud._home
    monkeypatch.setattr(slices, "SLICE", 0.0)
    assert cloud._follower is not None
    cloud._follower._on_states({"c": {"switch.pump_7": {"+": {"s": "on"}}}})
    # It is told in the next turn of the loop: after the one, and before the other.
    await at_home.async_revise(at_home.registry, {"switch.pump_7": 1, "switch.pump_8": 2}.keys())
    assert is_on(many, "Pump 7") is True
    switch = feature(at_home.snapshot, "Pump 7")
    assert isinstance(switch, Switch)
    assert switch.on


async def test_of_many_changes_in_one_message_only_some_are_told_in_each_turn_of_the_loop(
    remote: Remote, cloud: HomeAssistantCloud, many: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "MAX_BATCH", 10)
    assert cloud._follower is not None
    before = len(many.told)
    changes = {f"switch.pump_{number}": {"+": {"s": "on"}} for number in range(25)}
    cloud._follower._on_states({"c": changes})
    for _ in range(3):
        await asyncio.sleep(0)
    assert [len(told or ()) for told in many.told[before:]] == [10, 10, 5]


async def test_a_room_that_is_renamed_is_so_for_the_robot_that_cleans_it(
    remote: Remote, many: Listener, mapped: list[str]
) -> None:
    area = remote.areas.async_create("Hall")
    remote.add_entity("vacuum.robot", "docked")
    options = {"area_mapping": {area.id: ["1"]}}
    remote.entities.async_update_entity_options("vacuum.robot", "vacuum", options)
    await until(many, lambda: "Robot" in names(many))
    mapped.clear()
    remote.areas.async_update(area.id, name="Corridor")
    await until(many, lambda: many.snapshot.places.get(area.id) == "Corridor")
    assert set(mapped) == {"vacuum.robot"}


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_an_answer_that_holds_no_registry_costs_the_connection_which_is_made_again(
    remote: Remote, many: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, spoilt = Client.async_ask, ["config/area_registry/list"]

    async def ask_or_spoil(client: Client, command: str, **fields: Any) -> Any:
        if command in spoilt:
            spoilt.remove(command)
            return {}
        return await ask(client, command, **fields)

    monkeypatch.setattr(Client, "async_ask", ask_or_spoil)
    area = remote.areas.async_create("Hall")
    await until(many, lambda: many.snapshot.places.get(area.id) == "Hall")
    assert many.losses == ["the answer holds no registry"]


async def test_no_more_entities_are_shown_than_can_be(
    remote: Remote, session: TokenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MAX_SHOWN", 2)
    for number in range(3):
        remote.add_entity(f"switch.pump_{number}", "off")
    snapshot = await HomeAssistantCloud(session, Settings(), url=remote.url).async_fetch()
    assert len(snapshot.devices["instance"].features) == 2
