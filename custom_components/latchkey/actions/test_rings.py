"""Ringing a doorbell as a test."""

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError

from ..clouds.model import Event
from ..const import DOMAIN
from ..entities.entity import LatchkeyEntity
from ..entities.test_rings import CanTestRing


async def async_test_ring(entity: LatchkeyEntity[Event], _call: ServiceCall) -> None:
    """Ring a doorbell as a test; other events cannot be had on request."""
    if not isinstance(entity, CanTestRing):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_supported",
            translation_placeholders={"entity": entity.friendly_name},
        )
    entity.async_test_ring()
