"""Fixtures: a house that is mirrored here, and its twin."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant

from .houses import Comparison, a_house, still

__all__ = ["still"]


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give this Home Assistant a folder of its own."""
    return str(tmp_path / "here")


@pytest.fixture
def hass_storage() -> None:
    """Let each house write to its own folder."""


@pytest.fixture
async def comparison(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    still: None,
    tmp_path: Path,
) -> AsyncGenerator[Comparison]:
    """Build both houses, and mirror the one."""
    async with AsyncExitStack() as houses:
        there, twin = [
            await houses.enter_async_context(a_house(tmp_path / name)) for name in ("there", "twin")
        ]
        comparison = Comparison(hass, there, twin)
        await comparison.link()
        yield comparison
        await comparison.unlink()


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let the houses' timers be: some of the demo's outlive it."""
    return True
