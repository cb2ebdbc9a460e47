"""Whoever is cancelled, and at whatever moment, takes no token along."""

from itertools import count
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant

from .cancellation import SITUATIONS, cancellations
from .endings import ACTS, ENDS, cancelled_ends, ends, serving
from .small_account import Serving


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_whoever_is_cancelled_at_any_moment_takes_no_token_along(
    hass: HomeAssistant, vendor: Serving, situation: str
) -> None:
    outcomes = [outcome async for outcome in cancellations(hass, *vendor, situation)]
    assert len(outcomes) > 1
    assert [outcome for outcome in outcomes if outcome.is_broken] == []


@pytest.mark.parametrize("expected_lingering_timers", [True])  # of Home Assistant's own files
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("act", ACTS)
async def test_whenever_an_account_ends_no_token_is_lost_and_a_removed_one_leaves_nothing(
    tmp_path: Path, socket_enabled: None, act: str, end: str
) -> None:
    async with serving() as small:
        outcomes = [outcome async for outcome in ends(tmp_path, small, act, end, count(0, 16))]
    assert [outcome for outcome in outcomes if outcome.is_broken] == []


@pytest.mark.parametrize("expected_lingering_timers", [True])
@pytest.mark.parametrize("end", ENDS)
async def test_an_end_that_is_cancelled_loses_no_token(
    tmp_path: Path, socket_enabled: None, end: str
) -> None:
    async with serving() as small:
        outcomes = [
            outcome async for outcome in cancelled_ends(tmp_path, small, "a command", end, count(0, 256))
        ]
    assert [outcome for outcome in outcomes if outcome.is_broken] == []
