"""A disk that breaks and mends holds no half file and costs no token."""

from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant

from .disk import BrokenDisk, watching
from .disks import SLOW, live_on, live_slowly
from .scenario import Run
from .small_account import Serving, SmallAccount


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a run that always makes the same choices."""
    return Run("disk", seed=1, seconds=60, is_long=False, directory=tmp_path)


async def test_a_disk_that_breaks_and_mends_in_any_order_costs_no_token(
    hass: HomeAssistant, vendor: Serving, run: Run
) -> None:
    disk = BrokenDisk()
    with watching(disk):
        for _ in range(10):
            await live_on(run, SmallAccount(hass, *vendor), disk)
    assert run.unexplained == []


async def test_the_event_loop_does_not_wait_for_a_slow_disk(
    hass: HomeAssistant, vendor: Serving, run: Run
) -> None:
    disk = BrokenDisk()
    disk.seconds = SLOW / 2
    with watching(disk):
        await live_slowly(run, SmallAccount(hass, *vendor))
    assert run.unexplained == []
