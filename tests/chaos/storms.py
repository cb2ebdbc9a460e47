"""The scenarios of bad vendors, of many at once, and of those who listen."""

from functools import partial
from typing import Final

from .scenario import Scenario
from .warped import in_own_process

SCENARIOS: Final = (
    Scenario(
        "faults",
        "after whatever a vendor answered, an account works again without a login",
        partial(in_own_process, "faults"),
        short=60,
        long=900,
    ),
    Scenario(
        "gentleness",
        "a vendor that is away for hours is asked seldom, and never to log in",
        partial(in_own_process, "gentleness"),
        short=75,
        long=900,
    ),
)
