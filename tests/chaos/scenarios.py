"""All scenarios, in the order in which they run."""

from typing import Final

from . import crash, delay, disks, power, system_calls
from .scenario import Scenario

ALL: Final[tuple[Scenario, ...]] = (
    *system_calls.SCENARIOS,
    *power.SCENARIOS,
    *disks.SCENARIOS,
    *delay.SCENARIOS,
    *crash.SCENARIOS,
)
