"""A take-over that is cut off: whatever of it is on the disk, the next start finishes it."""

import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import floor_registry as fr
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers import label_registry as lr
from homeassistant.helpers.json import save_json
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.moving import steps
from custom_components.latchkey.moving.journal import Journal
from custom_components.latchkey.moving.taking_over import (
    async_finish_moving,
    async_give_back,
    async_take_over,
)

from .world import LIGHT, SIGNAL, World

STEPS = [
    ("async_disable", 1),
    ("async_take_out", 1),
    ("async_unload", 1),
    ("show_relays", 1),
    ("take_over", 1),
    ("take_over", 2),
    ("restyle", 1),
]
STEPS_BACK = [
    ("async_disable", 1),
    ("async_unload", 1),
    ("show_relays", 1),
    ("async_give_back", 1),
    ("async_give_back", 2),
    ("restyle", 1),
    ("async_enable", 1),
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
    """What would be on the disk if the process were killed."""

    def __init__(self, world: World, folder: Path) -> None:
        self._hass = world.hass
        self.folder = str(folder)

    def write(self, *names: str) -> None:
        """Have these files written, as they are when they are due."""
        for name in names:
            registry = STORES[name](self._hass)
            store = registry._store
            content = {"version": store.version, "minor_version": store.minor_version, "key": store.key}
            path = self._hass.config.path(".storage", name)
            save_json(path, {**content, "data": registry._data_to_save()})

    def keep(self) -> None:
        """Take what is there now to another folder."""
        shutil.copytree(self._hass.config.config_dir, self.folder)


@asynccontextmanager
async def restarted(folder: str) -> AsyncGenerator[HomeAssistant]:
    """Start another Home Assistant with what is on the disk."""
    async with async_test_home_assistant(config_dir=folder, load_registries=False) as hass:
        dr.async_setup(hass)
        for registry in (ar, cr, dr, er, fr, ir, lr):
            await registry.async_load(hass)
        hass.data.pop(DATA_CUSTOM_COMPONENTS, None)
        await hass.config_entries.async_initialize()
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


async def start(hass: HomeAssistant) -> None:
    """Set up what is linked."""
    for domain in ("hubspace", DOMAIN):
        await async_setup_component(hass, domain, {})
    await hass.async_block_till_done()


def kill_at(monkeypatch: pytest.MonkeyPatch, disk: Disk, step: str, number: int, *written: str) -> None:
    """Have the process killed right before a step is taken for the so-manieth time; keep what is written."""
    real, calls = getattr(steps, step), 0

    def killed(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            disk.write(*written)
            disk.keep()
            raise Killed
        return real(*arguments, **options)

    monkeypatch.setattr(steps, step, killed)


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
    disk = Disk(linked, tmp_path_factory.mktemp("disk") / "copy")
    disk.write(*STORES)
    return disk


def platforms(hass: HomeAssistant) -> dict[str, str]:
    """Return whose all entities are."""
    entities = er.async_get(hass).entities.values()
    return {entity.entity_id: entity.platform for entity in entities}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("step", STEPS)
async def test_a_take_over_that_was_cut_off_is_finished_at_the_next_start(
    linked: World,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[str, int],
    written: tuple[str, ...],
) -> None:
    with monkeypatch.context() as patched:
        kill_at(patched, disk, *step, *written)
        with pytest.raises(Killed):
            await async_take_over(linked.hass, linked.entry)

    async with restarted(disk.folder) as hass2:
        await start(hass2)
        assert platforms(hass2) == {LIGHT: DOMAIN, SIGNAL: DOMAIN, "button.thing_reset": DOMAIN}
        assert hass2.states.get(LIGHT).state == "on"  # type: ignore[union-attr]
        old = hass2.config_entries.async_get_entry(linked.old.entry_id)
        assert old is not None
        assert old.disabled_by is ConfigEntryDisabler.USER
        ours = er.async_get(hass2).entities[LIGHT]
        assert ours.id == linked.entity(LIGHT).id
        device = dr.async_get(hass2).async_get(str(ours.device_id))
        assert device is not None
        assert device.name_by_user == "My lamp"


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("step", STEPS_BACK)
async def test_an_undo_that_was_cut_off_is_finished_at_the_next_start(
    linked: World,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
    step: tuple[str, int],
    written: tuple[str, ...],
) -> None:
    await async_take_over(linked.hass, linked.entry)
    disk.write(*STORES)
    with monkeypatch.context() as patched:
        kill_at(patched, disk, *step, *written)
        with pytest.raises(Killed):
            await async_give_back(linked.hass, linked.entry)

    async with restarted(disk.folder) as hass2:
        await start(hass2)
        found = platforms(hass2)
        assert (found[LIGHT], found[SIGNAL], found["light.thing"]) == ("hubspace", "hubspace", DOMAIN)
        assert f"{LIGHT}_2" not in found
        old = hass2.config_entries.async_get_entry(linked.old.entry_id)
        assert old is not None
        assert old.state is ConfigEntryState.LOADED
        assert hass2.states.get(LIGHT).state == "on"  # type: ignore[union-attr]


async def test_what_is_undone_is_forgotten_once_that_is_on_the_disk(
    hass: HomeAssistant, linked: World, disk: Disk
) -> None:
    await async_take_over(hass, linked.entry)
    await async_give_back(hass, linked.entry)
    await hass.async_block_till_done()
    disk.write(*STORES)
    disk.keep()
    async with restarted(disk.folder) as hass2:
        await start(hass2)
        assert await Journal(hass2, linked.entry.entry_id).async_load() is None


async def test_a_take_over_is_undone_after_a_restart(hass: HomeAssistant, linked: World, disk: Disk) -> None:
    await async_take_over(hass, linked.entry)
    disk.write(*STORES)
    disk.keep()
    async with restarted(disk.folder) as hass2:
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
    disk.write(*STORES)
    disk.keep()
    path = Path(disk.folder, ".storage", f"{DOMAIN}.{linked.entry.entry_id}.taken_over")
    save_json(str(path), {"version": 1, "minor_version": 1, "key": path.name, "data": {"intent": "?"}})
    async with restarted(disk.folder) as hass2:
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
