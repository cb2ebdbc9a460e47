"""Fixtures of those who look and talk at a door."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from tests.simulators.peer import Viewer
from tests.simulators.sound import Sound

from .browser import Browser

type Browsers = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def browsers(
    hass: HomeAssistant,
    webrtc: None,
    loaded_bticino_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> AsyncGenerator[Browsers]:
    """Return what opens a browser of a kind, with a microphone or without one, as some user."""
    opened: list[Browser] = []

    async def open_browser(
        kind: str = "chromium", microphone: Sound | None = None, token: str | None = None
    ) -> Browser:
        socket = await hass_ws_client(hass, token) if token else await hass_ws_client(hass)
        browser = Browser(socket, Viewer(kind, microphone))
        opened.append(browser)
        return browser

    yield open_browser
    for browser in opened:
        await browser.peer.close()
