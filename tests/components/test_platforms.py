"""Which platforms are loaded: those of what an account has, and others once it has something of theirs."""

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_OFF, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import async_get_platforms

from custom_components.latchkey import siren, switch
from custom_components.latchkey.clouds import model
from custom_components.latchkey.clouds.capabilities import Listener
from custom_components.latchkey.clouds.model import Lock, Switch
from custom_components.latchkey.const import DOMAIN, PLATFORMS
from tests.platforms import FOLDER

from .home import act, state
from .memory import MemoryCloud, link

PUMP = Switch(key="pump", name="Pump", on=False)
DOOR = Lock(key="door", name="Door", state="locked")
GATE = Lock(key="gate", name="Gate", state="locked")

OF_ANY_TEST: Final = ("homeassistant.loader", "aiohttp_fast_zlib", "asyncio")
"""The loggers of what Home Assistant says of any custom integration, and of this Python and its machine."""

type WhileLoading = Callable[[Callable[[], Any]], None]


def loaded(hass: HomeAssistant) -> set[str]:
    """Return the platforms that are loaded for accounts."""
    return {platform.domain for platform in async_get_platforms(hass, DOMAIN)}


def linked(hass: HomeAssistant) -> ConfigEntry:
    """Return the account."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return entry


@pytest.fixture(autouse=True)
def nothing_is_complained_about(caplog: pytest.LogCaptureFixture) -> Any:
    """Have Home Assistant find nothing wrong with how platforms are loaded and unloaded."""
    yield
    complaints = [each for each in caplog.get_records("call") if each.levelno >= logging.WARNING]
    assert not [each.getMessage() for each in complaints if each.name not in OF_ANY_TEST]


@pytest.fixture
def while_loading(monkeypatch: pytest.MonkeyPatch) -> WhileLoading:
    """Return what has something happen while switches are being loaded; sirens take longer."""
    switches, sirens = switch.async_setup_entry, siren.async_setup_entry

    def have_happen(happening: Callable[[], Any]) -> None:
        async def set_up_switches(*arguments: Any) -> None:
            happening()
            await asyncio.sleep(0.01)
            await switches(*arguments)

        async def set_up_sirens(*arguments: Any) -> None:
            await asyncio.sleep(0.05)
            await sirens(*arguments)

        monkeypatch.setattr(switch, "async_setup_entry", set_up_switches)
        monkeypatch.setattr(siren, "async_setup_entry", set_up_sirens)

    return have_happen


def test_each_feature_is_added_by_the_platform_that_it_names() -> None:
    pattern = re.compile(r"async_add_features\(entry, async_add_entities, (\w+),")
    added = {
        feature: platform.value
        for platform in PLATFORMS
        for feature in pattern.findall((FOLDER / f"{platform}.py").read_text())
    }
    named = {
        name: found.platform
        for name in dir(model)
        if isinstance(found := getattr(model, name), type) and issubclass(found, model.Feature)
        if found is not model.Feature
    }
    assert added == named


async def test_only_the_platforms_of_what_there_is_are_loaded(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, PUMP, DOOR)
    assert loaded(hass) == {"lock", "switch"}


async def test_what_is_of_a_new_kind_comes_with_its_platform(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP)
    cloud.push_all(PUMP, DOOR)
    await hass.async_block_till_done()
    assert loaded(hass) == {"lock", "switch"}
    assert state(hass, "lock.thing_door").state == "locked"
    cloud.push_all(PUMP, DOOR, GATE)
    await hass.async_block_till_done()
    assert state(hass, "lock.thing_gate").state == "locked"


async def test_an_account_without_anything_gets_what_comes(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch)
    assert not loaded(hass)
    cloud.push_all(PUMP)
    await hass.async_block_till_done()
    assert state(hass, "switch.thing_pump").state == STATE_OFF


async def test_what_comes_while_a_platform_is_loaded_comes_too(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, while_loading: WhileLoading
) -> None:
    cloud = await link(hass, monkeypatch, DOOR)
    pond = Switch(key="pond", name="Pond", on=False)
    chime = model.Siren(key="chime", name="Chime", on=False)
    while_loading(lambda: cloud.push_all(DOOR, PUMP, pond, chime))
    cloud.push_all(DOOR, PUMP)
    await hass.async_block_till_done()
    assert loaded(hass) == {"lock", "siren", "switch"}
    assert {each.entity_id for each in hass.states.async_all()} == {
        "lock.thing_door",
        "siren.thing_chime",
        "switch.thing_pond",
        "switch.thing_pump",
    }


async def test_what_a_command_brings_during_the_set_up_comes_too(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, while_loading: WhileLoading
) -> None:
    await link(hass, monkeypatch, PUMP)
    entry = linked(hass)

    def send() -> None:
        coordinator = entry.runtime_data
        coordinator._cloud.has(PUMP, DOOR)
        hass.async_create_task(coordinator.async_send("thing", "pump", "Pump", model.SetSwitch(on=True)))

    while_loading(send)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "lock.thing_door").state == "locked"


async def test_what_a_vendor_tells_as_soon_as_it_is_listened_to_comes_too(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen = MemoryCloud.async_listen

    async def tell_and_listen(cloud: MemoryCloud, listener: Listener) -> None:
        cloud.has(PUMP, DOOR)
        listener.changed(cloud._home, None)
        await listen(cloud, listener)

    monkeypatch.setattr(MemoryCloud, "async_listen", tell_and_listen)
    await link(hass, monkeypatch, PUMP)
    assert state(hass, "lock.thing_door").state == "locked"


async def test_an_account_is_unloaded_while_a_platform_is_loaded(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, while_loading: WhileLoading
) -> None:
    cloud = await link(hass, monkeypatch, DOOR)
    entry = linked(hass)
    unloading: list[asyncio.Task[bool]] = []
    while_loading(
        lambda: unloading.append(hass.async_create_task(hass.config_entries.async_unload(entry.entry_id)))
    )
    cloud.push_all(DOOR, PUMP)
    await hass.async_block_till_done()
    assert [task.result() for task in unloading] == [True]
    assert not loaded(hass)
    assert {each.state for each in hass.states.async_all()} == {STATE_UNAVAILABLE}
    monkeypatch.undo()


async def test_what_is_gone_when_an_account_is_set_up_is_unavailable_until_it_is_back(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, PUMP, DOOR)
    entry = linked(hass)
    cloud.has(PUMP)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "lock.thing_door").state == STATE_UNAVAILABLE
    entry.runtime_data._cloud.push_all(PUMP, DOOR)
    await hass.async_block_till_done()
    assert state(hass, "lock.thing_door").state == "locked"
    await act(hass, "lock.unlock", "lock.thing_door")
    assert len(entry.runtime_data._cloud.commands) == 1
