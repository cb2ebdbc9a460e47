"""A cloud costs one folder: that of the toy is plugged in, and all of Latchkey works with it."""

import json
from pathlib import Path

import pytest
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components import latchkey
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics
from tests.simulators.vendors import EMAIL, PASSWORD

from .toy import CLOUDS, ToySimulator


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each Home Assistant a folder of its own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> None:
    """Let Home Assistant write to its folder: tokens are kept there."""


@pytest.fixture
async def entry(hass: HomeAssistant, enable_custom_integrations: None) -> ConfigEntry:
    """Link an account as a person does."""
    flows = hass.config_entries.flow
    flow = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert "toy" in flow["menu_options"]
    await flows.async_configure(flow["flow_id"], {"next_step_id": "toy"})
    await flows.async_configure(flow["flow_id"], {"username": EMAIL, "password": PASSWORD})
    await hass.async_block_till_done()
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return entry


def state(hass: HomeAssistant, platform: str, feature: str) -> str:
    """Return how a feature is shown, such as "lamp-1:switch"."""
    entity_id = entity(hass, platform, feature)
    shown = hass.states.get(entity_id)
    assert shown is not None
    return shown.state


def entity(hass: HomeAssistant, platform: str, feature: str) -> str:
    """Return the entity of a feature."""
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"toy:account-1:{feature}")
    assert entity_id is not None
    return entity_id


def test_nothing_in_the_product_knows_the_toy() -> None:
    files = [
        path for path in Path(latchkey.__file__).parent.rglob("*") if path.suffix in (".py", ".json", ".yaml")
    ]
    assert files
    assert not [path.name for path in files if "toy" in path.read_text().lower()]
    assert (CLOUDS / "toy" / "cloud.py").is_file()


async def test_what_it_has_is_shown_and_switched(
    hass: HomeAssistant, entry: ConfigEntry, toy: ToySimulator
) -> None:
    assert entry.title == f"Toy – {EMAIL}"
    lamps = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {lamp.name for lamp in lamps} == {"Desk lamp", "Night lamp"}
    assert state(hass, "sensor", "lamp-1:battery") == "80"
    target = {"entity_id": entity(hass, "switch", "lamp-1:switch")}
    await hass.services.async_call("switch", "turn_on", target, blocking=True)
    assert toy.lamps["lamp-1"].on
    assert state(hass, "switch", "lamp-1:switch") == "on"


async def test_an_outage_is_survived_and_a_dead_token_asks_for_a_login(
    hass: HomeAssistant, entry: ConfigEntry, toy: ToySimulator
) -> None:
    toy.faults.answer(toy.API)
    await entry.runtime_data.async_refresh()
    assert state(hass, "switch", "lamp-2:switch") == "unavailable"
    await entry.runtime_data.async_refresh()
    assert state(hass, "switch", "lamp-2:switch") == "on"
    toy.tokens.revoke_all()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    (reauth,) = hass.config_entries.flow.async_progress()
    assert reauth["context"]["source"] == SOURCE_REAUTH
    await hass.config_entries.flow.async_configure(
        reauth["flow_id"], {"username": EMAIL, "password": PASSWORD}
    )
    await hass.async_block_till_done()
    assert state(hass, "switch", "lamp-2:switch") == "on"


async def test_diagnostics_tell_what_it_says_and_nothing_personal(
    hass: HomeAssistant, entry: ConfigEntry, toy: ToySimulator
) -> None:
    text = json.dumps(await async_get_config_entry_diagnostics(hass, entry))
    assert json.loads(text)["raw_words"]["lamps"][0]["battery"] == 80
    hidden = {EMAIL, PASSWORD, "Night lamp", "Playroom", "lamp-1", toy.account.id, *toy.tokens.live()}
    assert {word for word in hidden if word in text} == set()


async def test_an_account_that_is_removed_gives_its_token_back(
    hass: HomeAssistant, entry: ConfigEntry, toy: ToySimulator
) -> None:
    assert entry.data["refresh_token"] in toy.tokens.live()
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert toy.tokens.live() == []
