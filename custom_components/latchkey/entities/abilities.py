"""What an entity can do, as the bits that Home Assistant has for that."""

from collections.abc import Collection
from enum import IntFlag


def as_flags[FlagT: IntFlag](flags: type[FlagT], abilities: Collection[str]) -> FlagT:
    """Return the bits of these abilities; what this version of Home Assistant does not know has none."""
    known = flags(0)
    for flag in flags:
        if str(flag.name).lower() in abilities:
            known |= flag
    return known
