"""All scenarios, in the order in which they run."""

from typing import Final

from . import backup, cancellation, crash, delay, disks, power, storms, suspension, system_calls
from .scenario import Scenario

ALL: Final[tuple[Scenario, ...]] = (
    *system_calls.SCENARIOS,
    *cancellation.SCENARIOS,
    *power.SCENARIOS,
    *disks.SCENARIOS,
    *delay.SCENARIOS,
    *backup.SCENARIOS,
    *storms.SCENARIOS,
    *suspension.SCENARIOS,
    *crash.SCENARIOS,
)
