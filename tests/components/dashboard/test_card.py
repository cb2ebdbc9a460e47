"""The card is served, and known to every dashboard, for as long as there is an account with doors."""

from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.latchkey import dashboard
from tests.components.conftest import linked
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.vendors import EMAIL

PATH: Final = "/latchkey/latchkey-door.js"


async def have_dashboards(hass: HomeAssistant, folder: Path, mode: str = "storage") -> None:
    """Set up Home Assistant's page, of which only what is not on the disk is missing."""
    with patch("homeassistant.components.frontend._frontend_root", return_value=folder):
        assert await async_setup_component(hass, "frontend", {"lovelace": {"resource_mode": mode}})
    await hass.async_block_till_done()


@pytest.fixture
async def dashboards(hass: HomeAssistant, tmp_path: Path) -> ResourceStorageCollection:
    """Return what dashboards load beside their own, as a person keeps it in the page."""
    await have_dashboards(hass, tmp_path)
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_get_info()
    return resources


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an account up."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()


def urls(resources: ResourceStorageCollection) -> list[str]:
    """Return what dashboards load, in the order in which they do."""
    return [item["url"] for item in resources.async_items()]


def paths(resources: ResourceStorageCollection) -> list[str]:
    """Return the same without versions."""
    return [url.split("?")[0] for url in urls(resources)]


async def test_a_browser_gets_the_card_without_a_login(
    hass: HomeAssistant,
    dashboards: ResourceStorageCollection,
    bticino_entry: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    await set_up(hass, bticino_entry)
    (url,) = urls(dashboards)
    answer = await (await hass_client_no_auth()).get(url)
    assert answer.status == 200
    assert answer.content_type == "text/javascript"
    assert "max-age" in answer.headers["Cache-Control"]
    assert await answer.read() == dashboard.CARD.read_bytes()


async def test_dashboards_load_it_as_a_module(
    hass: HomeAssistant, dashboards: ResourceStorageCollection, bticino_entry: MockConfigEntry
) -> None:
    await set_up(hass, bticino_entry)
    (item,) = dashboards.async_items()
    assert (item["type"], item["url"].split("?v=")[0]) == ("module", PATH)


async def test_an_account_that_is_set_up_again_does_not_double_it(
    hass: HomeAssistant, dashboards: ResourceStorageCollection, bticino_entry: MockConfigEntry
) -> None:
    await set_up(hass, bticino_entry)
    assert await hass.config_entries.async_reload(bticino_entry.entry_id)
    await hass.async_block_till_done()
    assert paths(dashboards) == [PATH]


async def test_another_version_of_it_takes_the_place_of_the_one_before(
    hass: HomeAssistant, dashboards: ResourceStorageCollection, bticino_entry: MockConfigEntry
) -> None:
    others = ["/local/first.js", f"{PATH}?v=before", "/local/last.js"]
    for url in others:
        await dashboards.async_create_item({"res_type": "module", "url": url})
    await set_up(hass, bticino_entry)
    assert paths(dashboards) == ["/local/first.js", PATH, "/local/last.js"]
    assert "before" not in urls(dashboards)[1]


async def test_what_is_listed_twice_is_listed_once_then(
    hass: HomeAssistant, dashboards: ResourceStorageCollection, bticino_entry: MockConfigEntry
) -> None:
    for url in (PATH, f"{PATH}?v=before"):
        await dashboards.async_create_item({"res_type": "module", "url": url})
    await set_up(hass, bticino_entry)
    assert paths(dashboards) == [PATH]


async def test_two_accounts_that_are_set_up_at_once_share_it(
    hass: HomeAssistant,
    dashboards: ResourceStorageCollection,
    bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
) -> None:
    other = linked(hass, bticino, bticino.accounts[EMAIL].id)
    hass.config_entries.async_update_entry(other, unique_id="bticino:other")
    assert await async_setup_component(hass, "latchkey", {})
    await hass.async_block_till_done()
    assert paths(dashboards) == [PATH]
    await hass.config_entries.async_remove(other.entry_id)
    assert paths(dashboards) == [PATH]
    await hass.config_entries.async_remove(bticino_entry.entry_id)
    assert paths(dashboards) == []


async def test_it_is_back_with_the_next_account(
    hass: HomeAssistant,
    dashboards: ResourceStorageCollection,
    bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
) -> None:
    await set_up(hass, bticino_entry)
    await hass.config_entries.async_remove(bticino_entry.entry_id)
    next_entry = linked(hass, bticino, bticino.accounts[EMAIL].id)
    await set_up(hass, next_entry)
    assert paths(dashboards) == [PATH]
    await hass.config_entries.async_remove(next_entry.entry_id)


async def test_what_a_person_lists_stays_when_the_account_is_removed(
    hass: HomeAssistant, dashboards: ResourceStorageCollection, bticino_entry: MockConfigEntry
) -> None:
    await dashboards.async_create_item({"res_type": "module", "url": "/local/own.js"})
    await set_up(hass, bticino_entry)
    await hass.config_entries.async_remove(bticino_entry.entry_id)
    assert urls(dashboards) == ["/local/own.js"]


async def test_who_has_no_door_phone_gets_no_card(
    hass: HomeAssistant,
    dashboards: ResourceStorageCollection,
    entry: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    await set_up(hass, entry)
    assert urls(dashboards) == []
    assert (await (await hass_client_no_auth()).get(PATH)).status == 404


async def test_an_account_without_doors_takes_the_card_of_no_other_along(
    hass: HomeAssistant,
    dashboards: ResourceStorageCollection,
    entry: MockConfigEntry,
    bticino_entry: MockConfigEntry,
) -> None:
    await set_up(hass, bticino_entry)
    await hass.config_entries.async_remove(entry.entry_id)
    assert paths(dashboards) == [PATH]


async def test_dashboards_that_are_set_up_later_load_it_too(
    hass: HomeAssistant, tmp_path: Path, bticino_entry: MockConfigEntry
) -> None:
    await set_up(hass, bticino_entry)
    await have_dashboards(hass, tmp_path)
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    assert paths(resources) == [PATH]


async def test_a_home_assistant_without_a_page_has_doors_all_the_same(
    hass: HomeAssistant, bticino_entry: MockConfigEntry
) -> None:
    await set_up(hass, bticino_entry)
    assert hass.states.async_entity_ids("camera")
    assert await hass.config_entries.async_remove(bticino_entry.entry_id) == {"require_restart": False}


async def test_the_page_itself_loads_it_where_a_person_lists_resources_in_yaml(
    hass: HomeAssistant, tmp_path: Path, bticino_entry: MockConfigEntry
) -> None:
    await have_dashboards(hass, tmp_path, "yaml")
    await set_up(hass, bticino_entry)
    assert await hass.config_entries.async_reload(bticino_entry.entry_id)
    await hass.async_block_till_done()
    (url,) = extra_modules(hass)
    assert url.startswith(f"{PATH}?v=")
    await hass.config_entries.async_remove(bticino_entry.entry_id)
    assert not extra_modules(hass)


def extra_modules(hass: HomeAssistant) -> Any:
    """Return what Home Assistant's page loads beside its own."""
    return hass.data[DATA_EXTRA_MODULE_URL].urls
