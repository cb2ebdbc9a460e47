"""A token survives whatever happens at any system call between the vendor's answer and the disk."""

import errno

import pytest
from homeassistant.core import HomeAssistant

from . import system_calls
from .small_account import Serving, SmallAccount


async def test_an_account_lives(hass: HomeAssistant, vendor: Serving) -> None:
    account = SmallAccount(hass, *vendor)
    await account.live()
    assert account.tokens_on_disk() == [account.vendor.refresh_token]


async def test_a_kill_before_any_system_call_costs_no_token_that_was_written(
    hass: HomeAssistant, vendor: Serving
) -> None:
    kills = [kill async for kill in system_calls.kills(hass, *vendor)]
    assert len(kills) > 60
    assert [kill for kill in kills if kill.is_broken] == []


@pytest.mark.parametrize(("code", "times"), [(errno.EIO, 1), (errno.ENOSPC, 2), (errno.EROFS, 10)])
async def test_an_account_works_on_and_is_whole_again_whichever_system_call_fails(
    hass: HomeAssistant, vendor: Serving, code: int, times: int
) -> None:
    failures = [failure async for failure in system_calls.failures(hass, *vendor, code, times=times)]
    assert len(failures) > 60
    assert [failure for failure in failures if failure.is_broken] == []
