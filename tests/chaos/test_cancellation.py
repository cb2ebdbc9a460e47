"""Whoever is cancelled, and at whatever moment, takes no token along."""

import pytest
from homeassistant.core import HomeAssistant

from .cancellation import SITUATIONS, cancellations
from .small_account import Serving


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_whoever_is_cancelled_at_any_moment_takes_no_token_along(
    hass: HomeAssistant, vendor: Serving, situation: str
) -> None:
    outcomes = [outcome async for outcome in cancellations(hass, *vendor, situation)]
    assert len(outcomes) > 2
    assert [outcome for outcome in outcomes if outcome.is_broken] == []
