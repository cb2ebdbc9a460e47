"""A token that was said to be safe survives a power cut, whatever else that takes away."""

from pathlib import Path
from random import Random

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.account import token_store

from . import power
from .small_account import Serving


async def broken_promises(hass: HomeAssistant, vendor: Serving, folder: Path) -> tuple[int, list[str]]:
    """Return how many disks a power cut may leave, and what is wrong with some of them."""
    recorder, entry_id = await power.record(hass, *vendor)
    folder.mkdir()
    disks = list(power.cuts(recorder.events, Random(1), subsets=64))
    return len(disks), [found for disk in disks if (found := power.check(*disk, entry_id, folder))]


async def test_whatever_a_power_cut_takes_away_a_token_that_was_safe_is_there(
    hass: HomeAssistant, vendor: Serving, tmp_path: Path
) -> None:
    disks, broken = await broken_promises(hass, vendor, tmp_path / "cut")
    assert disks > 500
    assert broken == []


async def test_a_journal_that_goes_before_the_entry_is_there_to_stay_is_noticed(
    hass: HomeAssistant, vendor: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_store, "sync_folder", lambda _folder: None)
    _disks, broken = await broken_promises(hass, vendor, tmp_path / "cut")
    assert broken
