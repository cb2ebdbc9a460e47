"""Fixtures of the counts: a Home Assistant that has Latchkey, in a folder of its own."""

from pathlib import Path

import pytest


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each Home Assistant a folder of its own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> None:
    """Let Home Assistant write to its folder."""


@pytest.fixture
def latchkey(enable_custom_integrations: None) -> None:
    """Let Home Assistant find this integration."""
