"""A talk with those at home, over Home Assistant's own web socket."""

import asyncio

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.simulators.bticino import BticinoSimulator
from tests.simulators.sound import Tone

from .browser import PATIENCE, Browser
from .conftest import Browsers

CALL_HOME = "camera.classe_300x_call_home"
NOTE = 440


@pytest.fixture(autouse=True)
async def wanted(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> None:
    """Have it enabled by a person."""
    er.async_get(hass).async_update_entity(CALL_HOME, disabled_by=None)
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()


async def call(browsers: Browsers, kind: str, token: str | None = None) -> Browser:
    """Call those at home."""
    browser = await browsers(kind, Tone(NOTE), token)
    browser.camera = CALL_HOME
    await browser.look()
    return browser


@pytest.mark.parametrize("kind", ["chromium", "firefox", "iphone"])
async def test_whoever_calls_hears_those_at_home_and_is_heard(
    browsers: Browsers, bticino: BticinoSimulator, kind: str
) -> None:
    browser = await call(browsers, kind)
    await (browser.connect() if kind == "chromium" else browser.take_answer())
    async with asyncio.timeout(PATIENCE):
        # The panel says again what it hears.
        await browser.peer.until(lambda: abs(browser.peer.frequency() - NOTE) < 10)
    assert browser.peer.seen == 0
    await browser.leave()
    await bticino.until_live(0)


async def test_who_may_not_control_it_calls_nobody(
    browsers: Browsers, bticino: BticinoSimulator, hass_read_only_access_token: str
) -> None:
    browser = await call(browsers, "firefox", hass_read_only_access_token)
    told = await browser.told()
    assert told["message"] == "You are not allowed to control Classe 300X Call home"
    assert bticino.count(bticino.SIGNALLING) == 0
