"""The page about the health of the system says how the vendors are reached."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, get_system_health_info

from custom_components import latchkey
from custom_components.latchkey.clouds import load_vendors
from custom_components.latchkey.clouds.capabilities import Pushing
from custom_components.latchkey.const import DOMAIN
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.hubspace import HubspaceSimulator

TEXTS: Final[dict[str, dict[str, Any]]] = json.loads(
    (Path(latchkey.__file__).parent / "translations/en.json").read_text()
)["system_health"]


@pytest.fixture(autouse=True)
async def system_health(hass: HomeAssistant) -> None:
    """Set the page up."""
    assert await async_setup_component(hass, "system_health", {})


async def test_nothing_is_said_without_an_account(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    assert await get_system_health_info(hass, DOMAIN) == {}


async def test_it_says_whether_a_vendor_is_reached_and_how_much_it_is_asked(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    told = await get_system_health_info(hass, DOMAIN)
    assert told["hubspace_reached"] == "1/1"
    assert told["hubspace_requests"] == len(hubspace.requests)
    assert (dt_util.utcnow() - told["hubspace_last_poll"]).total_seconds() < 60


async def test_of_an_account_that_is_away_it_says_when_that_was_reached_last(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    before = await get_system_health_info(hass, DOMAIN)
    hubspace.faults.answer(times=None)
    await loaded_entry.runtime_data.async_refresh()
    told = await get_system_health_info(hass, DOMAIN)
    assert told["hubspace_reached"] == "0/1"
    assert told["hubspace_last_poll"] == before["hubspace_last_poll"]
    assert told["hubspace_requests"] > before["hubspace_requests"]


async def test_an_account_that_is_not_set_up_counts_too(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(times=None)
    await hass.config_entries.async_setup(entry.entry_id)
    assert await get_system_health_info(hass, DOMAIN) == {"hubspace_reached": "0/1", "hubspace_requests": 0}


async def test_it_says_whether_a_vendor_pushes(
    hass: HomeAssistant, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    assert (await get_system_health_info(hass, DOMAIN))["bticino_push"] == "1/1"


@pytest.mark.parametrize(("kind", "vendor"), load_vendors().items())
def test_all_that_it_says_has_a_text(kind: str, vendor: Any) -> None:
    facts = {"reached", "last_poll", "requests"} | (
        {"push"} if issubclass(vendor.load_cloud(), Pushing) else set()
    )
    said = {key for key in TEXTS["info"] if key.startswith(f"{kind}_")}
    assert said == {f"{kind}_{fact}" for fact in facts}
