"""The scenarios of bad vendors, of many at once, and of those who listen."""

from functools import partial
from typing import Final

from .hostile import try_hostile_input
from .scenario import Scenario
from .warped import in_own_process

SCENARIOS: Final = (
    Scenario(
        "faults",
        "after whatever a vendor answered, an account works again without a login",
        partial(in_own_process, "faults"),
        short=30,
        long=250,
    ),
    Scenario(
        "gentleness",
        "a vendor that is away for hours is asked seldom, and never to log in",
        partial(in_own_process, "gentleness"),
        short=27,
        long=250,
    ),
    Scenario(
        "leaks",
        "no secret is in a log, a file, a backup or diagnostics",
        partial(in_own_process, "leaks"),
        short=27,
        long=150,
    ),
    Scenario(
        "load",
        "of 50 accounts and 1,000 commands at once nothing is lost, and nothing is done twice",
        partial(in_own_process, "load"),
        short=28,
        long=90,
    ),
    Scenario(
        "hostile",
        "whatever is sent, announced or typed is read or refused",
        try_hostile_input,
        short=22,
        long=90,
    ),
)
