"""A token survives whatever happens at any system call between the vendor's answer and the disk."""

import errno
from collections.abc import AsyncGenerator

import aiohttp
import pytest
from homeassistant.core import HomeAssistant

from ..auth.server import Server
from . import small_account, system_calls
from .small_account import SmallAccount


@pytest.fixture(autouse=True)
def hass_storage() -> None:
    """Let Home Assistant write to its folder."""


@pytest.fixture
def hass_config_dir(tmp_path: object) -> str:
    """Give each Home Assistant a folder of its own."""
    return str(tmp_path)


@pytest.fixture
async def vendor(socket_enabled: None) -> AsyncGenerator[tuple[aiohttp.ClientSession, Server]]:
    """Serve a vendor."""
    async with small_account.serving() as serving:
        yield serving


async def test_an_account_lives(hass: HomeAssistant, vendor: tuple[aiohttp.ClientSession, Server]) -> None:
    account = SmallAccount(hass, *vendor)
    await account.live()
    assert account.tokens_on_disk() == [account.vendor.refresh_token]


async def test_a_kill_before_any_system_call_costs_no_token_that_was_written(
    hass: HomeAssistant, vendor: tuple[aiohttp.ClientSession, Server]
) -> None:
    kills = [kill async for kill in system_calls.kills(hass, *vendor)]
    assert len(kills) > 60
    assert [kill for kill in kills if kill.is_broken] == []


@pytest.mark.parametrize(("code", "times"), [(errno.EIO, 1), (errno.ENOSPC, 2), (errno.EROFS, 10)])
async def test_an_account_works_on_and_is_whole_again_whichever_system_call_fails(
    hass: HomeAssistant, vendor: tuple[aiohttp.ClientSession, Server], code: int, times: int
) -> None:
    failures = [failure async for failure in system_calls.failures(hass, *vendor, code, times=times)]
    assert len(failures) > 60
    assert [failure for failure in failures if failure.is_broken] == []
