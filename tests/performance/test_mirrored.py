"""What another Home Assistant is asked, and what of it is mapped and woken: no more than changed."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback

from custom_components.latchkey.clouds import reconnecting
from custom_components.latchkey.clouds.home_assistant import follower, home, mapping
from custom_components.latchkey.clouds.home_assistant.client import Client
from tests.clouds.home_assistant.remote import Remote
from tests.components.mirror import another_home, have_linked, until

from .counting import counted

ENTITIES = 100

pytestmark = [
    pytest.mark.usefixtures("latchkey", "hass_storage", "socket_enabled"),
    pytest.mark.parametrize("expected_lingering_timers", [True]),  # the heartbeat of the other side
]


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing longer than it takes."""
    monkeypatch.setattr(follower, "DEBOUNCE", 0.02)
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant with many entities."""
    async with another_home(hass, tmp_path / "there") as remote:
        for number in range(ENTITIES):
            remote.add_entity(f"switch.pump_{number}", "off", device=f"Device {number // 10}")
        yield remote


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often the other side is asked what."""
    asked: Counter[str] = Counter()
    ask: Callable[..., Any] = Client.async_ask

    def note(client: Client, command: str, **fields: Any) -> Any:
        asked[command] += 1
        return ask(client, command, **fields)

    monkeypatch.setattr(Client, "async_ask", note)
    return asked


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often which entity is mapped."""
    mapped: Counter[str] = Counter()
    map_part: Callable[..., Any] = mapping.map_part

    def note(part: Any, *rest: Any) -> Any:
        mapped[part.entity.entity_id] += 1
        return map_part(part, *rest)

    monkeypatch.setattr(home, "map_part", note)
    return mapped


def written(hass: HomeAssistant) -> Counter[str]:
    """Return how often which state changes from now on."""
    written: Counter[str] = Counter()

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        written[event.data["entity_id"]] += 1

    hass.bus.async_listen("state_changed", note)
    return written


async def follow(hass: HomeAssistant, remote: Remote) -> Any:
    """Link an account, wait until changes are told, and return its cloud."""
    entry = await have_linked(hass, remote)
    cloud = entry.runtime_data.link[1]
    await until(lambda: cloud._follower is not None and bool(cloud._follower._subscriptions))
    return cloud


async def test_a_set_up_maps_each_entity_once_and_asks_once_for_each_socket(
    hass: HomeAssistant, remote: Remote, asked: Counter[str], mapped: Counter[str]
) -> None:
    await follow(hass, remote)
    assert len(mapped) == ENTITIES
    assert set(mapped.values()) == {1}
    assert set(asked.values()) == {2}
    assert len(asked) == 7


async def test_a_connection_that_is_made_anew_maps_and_writes_nothing_that_stayed(
    hass: HomeAssistant, remote: Remote, mapped: Counter[str]
) -> None:
    cloud = await follow(hass, remote)
    mapped.clear()
    lost = cloud._follower
    await cloud._connection.client.async_close()
    remote.hass.states.async_set("switch.pump_7", "on")
    await until(lambda: cloud._follower not in (None, lost) and bool(cloud._follower._subscriptions))
    await hass.async_block_till_done()
    pump = hass.states.get("switch.device_0_pump_7")
    assert pump is not None
    assert pump.state == "on"
    assert set(mapped) == {"switch.pump_7"}


async def test_one_change_maps_and_writes_one_entity_by_few_calls(
    hass: HomeAssistant, remote: Remote, asked: Counter[str], mapped: Counter[str]
) -> None:
    cloud = await follow(hass, remote)
    states = written(hass)
    mapped.clear()
    asked.clear()
    with counted() as calls:
        cloud._follower._on_states({"c": {"switch.pump_7": {"+": {"s": "on"}}}})
        await asyncio.sleep(0)
    assert dict(states) == {"switch.device_0_pump_7": 1}
    assert dict(mapped) == {"switch.pump_7": 1}
    assert not asked
    assert calls.all < 900


async def test_a_rename_there_maps_one_entity_and_reads_one(
    hass: HomeAssistant, remote: Remote, asked: Counter[str], mapped: Counter[str]
) -> None:
    cloud = await follow(hass, remote)
    mapped.clear()
    asked.clear()
    remote.entities.async_update_entity("switch.pump_7", name="Well")
    await until(lambda: bool(mapped))
    assert dict(mapped) == {"switch.pump_7": 1}
    assert dict(asked) == {"config/entity_registry/get_entries": 1}
    assert cloud._follower is not None
