"""Old integrations that Home Assistant finds, and an account that can take over from them."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.loader import DATA_CUSTOM_COMPONENTS

import custom_components
from tests.predecessors import FOLDER

from .world import World


@pytest.fixture(autouse=True)
def find_predecessors(find_latchkey: None, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant find the old integrations."""
    monkeypatch.setattr(custom_components, "__path__", [*custom_components.__path__, str(FOLDER)])
    hass.data.pop(DATA_CUSTOM_COMPONENTS, None)


@pytest.fixture
def world(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return an account that can be linked beside an old integration."""
    return World(hass, monkeypatch)
