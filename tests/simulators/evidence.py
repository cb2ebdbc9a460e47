"""Where what the simulators serve comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How good our knowledge of a shape is."""

    SEEN = "seen"
    """A real sample holds it."""

    LIBRARY = "library"
    """The vendor's library or public SDK reads it."""

    ASSUMED = "assumed"
    """Nobody here has seen it: a first real user should check it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that a simulator serves, and how it is known."""

    serves: str
    """The endpoint or message, as the simulator's routes name it, such as "POST /api/getevents"."""

    what: str
    """What of it, such as "the session id of a call stands in its subevents"."""

    evidence: Evidence
    source: str
    """A sample (such as "bticino/getevents.json"), where the library reads it, or how a first real user
    can check it.
    """
