"""Updates of another Home Assistant: how they are there, and what is done about them from here."""

import asyncio
from typing import Any, override

import pytest
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.components.update import UpdateEntity, UpdateEntityFeature
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_component import DATA_INSTANCES
from pytest_homeassistant_custom_component.common import mock_restore_cache

from custom_components.latchkey.clouds.model import Update

from .home import act, state
from .memory import link
from .mirroring import Mirror

BULB = "update.bulb"


class Bulb(UpdateEntity):
    """The firmware of a bulb, which can do all that an update can."""

    entity_id = BULB
    _attr_unique_id = "bulb"
    _attr_name = "Bulb"
    _attr_should_poll = False
    _attr_title = "Firmware of bulbs"
    _attr_installed_version = "1.0.0"
    _attr_latest_version = "1.2.0"
    _attr_release_summary = "Shines brighter"
    _attr_release_url = "https://www.example.com/release/1.2.0"
    _attr_display_precision = 1
    _attr_supported_features = UpdateEntityFeature(31)

    def __init__(self) -> None:
        self.installed: list[tuple[str | None, bool]] = []
        self.go_on = asyncio.Event()
        self.notes: str | None = "# 1.2.0\n\nShines *brighter*."

    def advance(self, percentage: float) -> None:
        """Get further."""
        self._attr_in_progress = True
        self._attr_update_percentage = percentage
        self.async_write_ha_state()

    @override
    async def async_install(self, version: str | None, backup: bool, **kwargs: Any) -> None:
        self.installed.append((version, backup))
        self.advance(12.5)
        await self.go_on.wait()
        self._attr_installed_version = version or self._attr_latest_version

    @override
    async def async_release_notes(self) -> str | None:
        return self.notes


@pytest.fixture
async def bulb(mirror: Mirror) -> Bulb:
    """Return a bulb there, which is linked by an administrator."""
    bulb = Bulb()
    await mirror.add(bulb)
    await mirror.there.auth.async_update_user(mirror.remote.user, group_ids=[GROUP_ID_ADMIN])
    await mirror.link()
    return bulb


def shown(mirror: Mirror, *names: str) -> tuple[Any, ...]:
    """Return the state of the bulb here, and some of its attributes."""
    now = state(mirror.here, mirror.id(BULB))
    return (now.state, *(now.attributes[name] for name in names))


def entity_here(mirror: Mirror) -> UpdateEntity:
    """Return the entity here."""
    entity = mirror.here.data[DATA_INSTANCES]["update"].get_entity(mirror.id(BULB))
    assert isinstance(entity, UpdateEntity)
    return entity


async def test_an_update_is_here_as_it_is_there(mirror: Mirror, bulb: Bulb) -> None:
    there, here = state(mirror.there, BULB), state(mirror.here, mirror.id(BULB))
    assert here.state == there.state == "on"
    own = {"entity_picture", "friendly_name"}
    assert {key: value for key, value in here.attributes.items() if key not in own} == {
        key: value for key, value in there.attributes.items() if key not in own
    }


async def test_an_update_is_installed_there_and_its_progress_is_shown(mirror: Mirror, bulb: Bulb) -> None:
    installing = mirror.here.async_create_task(act(mirror.here, "update.install", mirror.id(BULB)))
    await mirror.until(lambda: shown(mirror, "in_progress", "update_percentage"), ("on", True, 12.5))
    bulb.advance(99.5)
    await mirror.until(lambda: shown(mirror, "update_percentage"), ("on", 99.5))
    bulb.go_on.set()
    await installing
    await mirror.until(lambda: shown(mirror, "in_progress", "installed_version"), ("off", False, "1.2.0"))
    assert bulb.installed == [(None, False)]


async def test_a_certain_version_is_installed_after_a_backup(mirror: Mirror, bulb: Bulb) -> None:
    bulb.go_on.set()
    await act(mirror.here, "update.install", mirror.id(BULB), version="1.1.0", backup=True)
    assert bulb.installed == [("1.1.0", True)]
    await mirror.until(lambda: shown(mirror, "installed_version"), ("on", "1.1.0"))


async def test_a_version_is_skipped_there(mirror: Mirror, bulb: Bulb) -> None:
    await act(mirror.here, "update.skip", mirror.id(BULB))
    assert state(mirror.there, BULB).attributes["skipped_version"] == "1.2.0"
    await mirror.until(lambda: shown(mirror, "skipped_version"), ("off", "1.2.0"))
    await act(mirror.here, "update.clear_skipped", mirror.id(BULB))
    await mirror.until(lambda: shown(mirror, "skipped_version"), ("on", None))


async def test_what_is_skipped_there_is_skipped_here(mirror: Mirror, bulb: Bulb) -> None:
    await bulb.async_skip()
    await mirror.until(lambda: shown(mirror, "skipped_version"), ("off", "1.2.0"))


async def test_release_notes_are_those_of_the_other_side(mirror: Mirror, bulb: Bulb) -> None:
    assert await entity_here(mirror).async_release_notes() == "# 1.2.0\n\nShines *brighter*."
    bulb.notes = "x" * 1_000_000
    notes = await entity_here(mirror).async_release_notes()
    assert notes is not None
    assert len(notes) == 100_000
    bulb.notes = None
    assert await entity_here(mirror).async_release_notes() is None


async def test_who_is_no_administrator_there_reads_no_release_notes(mirror: Mirror, bulb: Bulb) -> None:
    await mirror.there.auth.async_update_user(mirror.remote.user, group_ids=[GROUP_ID_USER])
    with pytest.raises(HomeAssistantError) as caught:
        await entity_here(mirror).async_release_notes()
    assert caught.value.translation_key == "not_permitted"


async def test_what_was_skipped_before_a_restart_may_not_be_skipped_now(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock_restore_cache(hass, [State("update.thing", "off", {"skipped_version": "2"})])
    await link(hass, monkeypatch, Update(key="it", pending=True, installed_version="1", latest_version="2"))
    assert state(hass, "update.thing").state == "on"
    assert state(hass, "update.thing").attributes["skipped_version"] is None
