"""A takeover that is cut off: whatever of it is on the disk, the next start finishes it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from homeassistant.config_entries import ConfigEntry, ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_bytes, save_json
from homeassistant.setup import async_setup_component

from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving import steps
from custom_components.latchkey.moving.journal import Journal
from custom_components.latchkey.moving.taking_over import (
    async_finish_moving,
    async_give_back,
    async_take_over,
)
from tests.components.restarting import restarted

from .world import LIGHT, SIGNAL, World

STEPS = [
    "async_disable",
    "async_take_out",
    "async_unload",
    "show_relays",
    "restyle",
    "take_over",
    "take_over",
]
STEPS_BACK = [
    "async_disable",
    "async_unload",
    "show_relays",
    "async_give_back",
    "async_give_back",
    "restyle",
    "async_enable",
]

ENTRIES, DEVICES, ENTITIES = "core.config_entries", "core.device_registry", "core.entity_registry"
WRITTEN = [(), (ENTRIES,), (ENTITIES,), (ENTRIES, DEVICES, ENTITIES)]
"""Which files are written at the moment of a kill; the others are as they were before: a disk lags behind."""

STORES: dict[str, Callable[[HomeAssistant], Any]] = {
    ENTRIES: lambda hass: hass.config_entries,
    DEVICES: dr.async_get,
    ENTITIES: er.async_get,
}


class Killed(BaseException):
    """The process is gone."""


class Disk:
    """What is on the disk, and what would be on it if the process were killed at one moment or another."""

    def __init__(self, world: World, folder: Path) -> None:
        self._hass = world.hass
        self._folder = folder
        self.kills: dict[frozenset[tuple[str, bytes]], str] = {}
        """Each content that a kill would leave, and the first moment of it: many leave the same."""

    def write(self) -> None:
        """Have all files written, as they are when they are due."""
        for name, content in self._due(STORES).items():
            (self._storage / name).write_bytes(content)

    def keep(self) -> str:
        """Take what is there now to another folder, and return that."""
        return self._lay_out("kept", self._written())

    def follow(self, monkeypatch: pytest.MonkeyPatch, names: list[str]) -> list[str]:
        """Look what a kill would leave right before each of these steps; return those that are taken."""
        taken: list[str] = []
        for name in set(names):
            monkeypatch.setattr(steps, name, self._seen(getattr(steps, name), name, taken))
        return taken

    def _seen(self, step: Callable[..., Any], name: str, taken: list[str]) -> Callable[..., Any]:
        def look_first(*arguments: Any, **options: Any) -> Any:
            taken.append(name)
            self.look(f"before {name}, the step {len(taken)}")
            return step(*arguments, **options)

        return look_first

    def look(self, moment: str) -> None:
        """Look what a kill would leave now, with each of the files written or not."""
        for names in WRITTEN:
            files = {**self._written(), **self._due(names)}
            self.kills.setdefault(frozenset(files.items()), f"{moment}, with {names} written")

    def lay_out_kills(self) -> Iterator[tuple[str, str]]:
        """Yield each moment, and the folder of what a kill would have left."""
        for number, (content, moment) in enumerate(self.kills.items()):
            yield moment, self._lay_out(str(number), dict(content))

    @property
    def _storage(self) -> Path:
        return Path(self._hass.config.path(".storage"))

    def _written(self) -> dict[str, bytes]:
        """Return what is written."""
        return {path.name: path.read_bytes() for path in self._storage.iterdir()}

    def _due(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return what would be written."""
        due = {}
        for name in names:
            registry = STORES[name](self._hass)
            store = registry._store
            content = {"version": store.version, "minor_version": store.minor_version, "key": store.key}
            due[name] = json_bytes({**content, "data": registry._data_to_save()})
        return due

    def _lay_out(self, name: str, files: dict[str, bytes]) -> str:
        """Write a folder that Home Assistant can start with."""
        storage = self._folder / name / ".storage"
        storage.mkdir(parents=True)
        for file, content in files.items():
            (storage / file).write_bytes(content)
        return str(storage.parent)


async def start(hass: HomeAssistant) -> None:
    """Set up what is linked."""
    for domain in ("hubspace", DOMAIN):
        await async_setup_component(hass, domain, {})
    await hass.async_block_till_done()


@pytest.fixture
async def linked(world: World) -> World:
    """Return an account that is linked beside an old integration that has a device with a name."""
    old = await world.have_old_device()
    world.devices.async_update_device(old.id, name_by_user="My lamp")
    world.registry.async_get_or_create(
        "sensor",
        "hubspace",
        "old-signal",
        config_entry=world.old,
        device_id=old.id,
        suggested_object_id="kitchen_lamp_signal",
    )
    await world.link()
    return world


@pytest.fixture
def disk(linked: World, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """Return a disk that holds what there is before anything is moved."""
    disk = Disk(linked, tmp_path_factory.mktemp("disk"))
    disk.write()
    return disk


def is_on(hass: HomeAssistant) -> bool:
    """Return whether the light is there, and on."""
    state = hass.states.get(LIGHT)
    return state is not None and state.state == "on"


def old_entry(hass: HomeAssistant, world: World) -> ConfigEntry:
    """Return the config entry of the old integration."""
    return hass.config_entries.async_get_known_entry(world.old.entry_id)


def platforms(hass: HomeAssistant) -> dict[str, str]:
    """Return whose all entities are."""
    entities = er.async_get(hass).entities.values()
    return {entity.entity_id: entity.platform for entity in entities}


async def test_a_take_over_that_was_cut_off_is_finished_at_the_next_start(
    linked: World, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        taken = disk.follow(patched, STEPS)
        await async_take_over(linked.hass, linked.entry)
    assert taken == STEPS
    disk.look("at the end")

    for moment, folder in disk.lay_out_kills():
        async with restarted(folder) as hass2:
            await start(hass2)
            assert platforms(hass2) == {LIGHT: DOMAIN, SIGNAL: DOMAIN, "button.thing_reset": DOMAIN}, moment
            assert is_on(hass2), moment
            assert old_entry(hass2, linked).disabled_by is ConfigEntryDisabler.USER, moment
            ours = er.async_get(hass2).entities[LIGHT]
            assert ours.id == linked.entity(LIGHT).id, moment
            device = dr.async_get(hass2).async_get(str(ours.device_id))
            assert device is not None, moment
            assert device.name_by_user == "My lamp", moment


async def test_an_undo_that_was_cut_off_is_finished_at_the_next_start(
    linked: World, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_take_over(linked.hass, linked.entry)
    disk.write()
    with monkeypatch.context() as patched:
        taken = disk.follow(patched, STEPS_BACK)
        await async_give_back(linked.hass, linked.entry)
    assert taken == STEPS_BACK
    disk.look("at the end")

    for moment, folder in disk.lay_out_kills():
        async with restarted(folder) as hass2:
            await start(hass2)
            found = platforms(hass2)
            assert (found[LIGHT], found[SIGNAL], found["light.thing"]) == ("hubspace", "hubspace", DOMAIN), (
                moment
            )
            assert f"{LIGHT}_2" not in found, moment
            assert old_entry(hass2, linked).state is ConfigEntryState.LOADED, moment
            assert is_on(hass2), moment


async def test_what_is_undone_is_forgotten_once_that_is_on_the_disk(
    hass: HomeAssistant, linked: World, disk: Disk
) -> None:
    await async_take_over(hass, linked.entry)
    await async_give_back(hass, linked.entry)
    await hass.async_block_till_done()
    disk.write()
    async with restarted(disk.keep()) as hass2:
        await start(hass2)
        assert await Journal(hass2, linked.entry.entry_id).async_load() is None


async def test_a_take_over_is_undone_after_a_restart(hass: HomeAssistant, linked: World, disk: Disk) -> None:
    await async_take_over(hass, linked.entry)
    disk.write()
    async with restarted(disk.keep()) as hass2:
        await start(hass2)
        entry = hass2.config_entries.async_get_entry(linked.entry.entry_id)
        assert entry is not None
        assert await async_give_back(hass2, entry) == 2
        await hass2.async_block_till_done()
        found = platforms(hass2)
        assert (found[LIGHT], found[SIGNAL], found["light.thing"]) == ("hubspace", "hubspace", DOMAIN)


async def test_a_record_that_cannot_be_read_changes_nothing(
    hass: HomeAssistant, linked: World, disk: Disk
) -> None:
    await async_take_over(hass, linked.entry)
    disk.write()
    folder = disk.keep()
    path = Path(folder, ".storage", f"{DOMAIN}.{linked.entry.entry_id}.taken_over")
    save_json(str(path), {"version": 1, "minor_version": 1, "key": path.name, "data": {"intent": "?"}})
    async with restarted(folder) as hass2:
        await start(hass2)
        assert platforms(hass2)[LIGHT] == DOMAIN


async def test_what_cannot_be_finished_keeps_no_account_from_starting(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, None)
    linked.old.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    await async_finish_moving(hass)
    assert linked.entry.state is ConfigEntryState.LOADED
    assert linked.platform(LIGHT) == DOMAIN


async def test_what_the_registry_refuses_keeps_no_account_from_starting(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, None)
    monkeypatch.setattr(steps, "async_remove_fresh", AsyncMock(side_effect=ValueError("already registered")))
    await async_finish_moving(hass)
    assert linked.entry.state is ConfigEntryState.LOADED


async def test_an_old_integration_that_is_enabled_again_later_stays_enabled(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await async_finish_moving(hass)  # The first start after it: all is on the disk.
    await hass.config_entries.async_set_disabled_by(linked.old.entry_id, None)
    await async_finish_moving(hass)
    assert linked.old.disabled_by is None


async def test_an_undo_of_what_was_settled_is_finished_too(
    hass: HomeAssistant, linked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_take_over(hass, linked.entry)
    await async_finish_moving(hass)
    with monkeypatch.context() as patched:
        patched.setattr(steps, "async_give_back", AsyncMock(side_effect=Killed))
        with pytest.raises(Killed):
            await async_give_back(hass, linked.entry)
    assert linked.platform(LIGHT) == DOMAIN
    await async_finish_moving(hass)
    assert linked.platform(LIGHT) == "hubspace"


async def test_an_undo_for_which_nothing_is_there_any_more_forgets_nothing(
    hass: HomeAssistant, linked: World
) -> None:
    await async_take_over(hass, linked.entry)
    await hass.config_entries.async_remove(linked.old.entry_id)
    assert await async_give_back(hass, linked.entry) == 0
    record = await Journal(hass, linked.entry.entry_id).async_load()
    assert record is not None
    assert len(record.moves) == 2
