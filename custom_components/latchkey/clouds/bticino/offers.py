"""What a door phone that rings offers, and what names its call wherever it is answered or ended."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

MAX_OFFERS: Final = 16
"""Offers that are kept: more do not ring at a time, and each may be long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What the vendor wants to be told with each signal about a call."""

    session_id: str
    tag_id: str
    correlation_id: str
    bridge_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an answer must fit."""

    address: Address
    unit_id: str | None
    """The external unit that rings; None where the door phone itself does."""

    description: str = field(repr=False)
    """SDP (RFC 8866)."""


class Offers:
    """The offers of the calls that ring."""

    def __init__(self) -> None:
        """Know of none."""
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def put(self, session_id: str, offer: Offer) -> None:
        """Take the offer of a call, which may have changed; the oldest is forgotten where there are many."""
        self._offers[session_id] = offer
        self._offers.move_to_end(session_id)
        if len(self._offers) > MAX_OFFERS:
            self._offers.popitem(last=False)

    def get(self, session_id: str) -> Offer | None:
        """Return the offer of a call; None where it has none that can be answered."""
        return self._offers.get(session_id)

    def drop(self, session_id: str) -> None:
        """Take that a call rings no more."""
        self._offers.pop(session_id, None)
