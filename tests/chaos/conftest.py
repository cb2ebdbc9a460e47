"""Fixtures of small accounts."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from . import small_account
from .small_account import Serving


@pytest.fixture(autouse=True)
def hass_storage() -> None:
    """Let Home Assistant write to its folder."""


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each Home Assistant a folder of its own."""
    return str(tmp_path)


@pytest.fixture
async def vendor(socket_enabled: None) -> AsyncGenerator[Serving]:
    """Serve a vendor, and yield a client that reaches it."""
    async with small_account.serving() as serving:
        yield serving
