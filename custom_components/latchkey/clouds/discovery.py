"""What may be found on the network: whoever is there may say anything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from yarl import URL

_HOST: Final = re.compile(r"[A-Za-z0-9._:%-]+")
"""A name or a number; yarl takes whole sentences for a host."""


class Announced(Protocol):
    """A service that somebody announces (RFC 6763)."""

    @property
    def type(self) -> str:
        """The type of the service, such as "_home-assistant._tcp.local."."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """What is said of it, by keys."""

    @property
    def addresses(self) -> Sequence[str]:
        """The IP addresses from which it was heard."""

    @property
    def port(self) -> int | None:
        """Where it is reached there."""


type Place = tuple[str | None, int | None]
"""Host and port: the same service may be reached there with and without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that has an account at a vendor, or that accounts are at."""

    id: str
    """Names it among all that can be found of its vendor, for ever."""

    name: str
    """What is certain of it: not what it calls itself."""

    url: str
    """Where it says that its accounts are."""

    instance_id: str | None = None
    """Which Home Assistant it says it is, if any."""

    places: frozenset[Place] = frozenset()
    """Where it is."""

    def is_at(self, url: str | None) -> bool:
        """Return whether an address is one of its own."""
        return place_of(url) in self.places

    def is_linked(self, url: str | None, instance_id: str | None) -> bool:
        """Return whether an account, at that address and of that instance if any, may be one of its own."""
        is_same = self.instance_id is not None and instance_id == self.instance_id
        return is_same or self.is_at(url)


def find_nothing(_found: object) -> None:
    """Recognize nothing."""


def has_same_host(url: str, other: str) -> bool:
    """Return whether two addresses are of one name or number, whatever the ports."""
    place, other_place = place_of(url), place_of(other)
    return place is not None and other_place is not None and place[0] == other_place[0]


def place_of(url: str | None) -> Place | None:
    """Return where an address leads to; None where it is none."""
    try:
        parsed = URL(url or "")
        place = (parsed.host, parsed.port)
    except ValueError, LookupError, ArithmeticError:  # What yarl says to a host or port that is none.
        return None
    is_plain = parsed.scheme in ("http", "https") and "@" not in parsed.raw_authority
    return place if is_plain and _HOST.fullmatch(parsed.raw_host or "") else None
