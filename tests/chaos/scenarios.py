"""All scenarios, in the order in which they run."""

from typing import Final

from .scenario import Scenario

ALL: Final[tuple[Scenario, ...]] = ()
