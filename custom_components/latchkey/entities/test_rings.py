"""Rings that are tests: they show what happens when somebody rings, and nobody has to go to the door."""

from abc import ABC, abstractmethod
from typing import Any, Final

from homeassistant.core import callback
from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from .entity import LatchkeyEntity

ATTR_TEST: Final = "test"
"""Marks an event that is a test."""

TEST_RING_LIFE: Final = 10.0
"""Seconds that a test rings."""


class CanTestRing(ABC):
    """A bell that can be rung as a test."""

    @callback
    @abstractmethod
    def async_test_ring(self) -> None:
        """Ring, although nobody stands at the door."""


def test_ring_signal(entity: LatchkeyEntity[Any]) -> SignalType[bool]:
    """Return what tells, on the device of an entity, whether it rings as a test."""
    device_id, _ = entity.feature_id
    return SignalType(f"{DOMAIN}_test_ring_{entity.coordinator.identifier(device_id)[1]}")
