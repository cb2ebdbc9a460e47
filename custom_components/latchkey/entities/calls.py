"""Who rings at the door of an entity is answered, or hung up on."""

from typing import TYPE_CHECKING, Any

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.websocket_api import current_connection

from ..auth.errors import TemporaryError
from ..clouds.base import CommandRefused
from ..clouds.capabilities import AnswersCalls
from ..clouds.model import Camera, FeatureId
from .entity import LatchkeyEntity

if TYPE_CHECKING:
    from ..door_phone.conversations import Conversations


def may_control(entity_id: str) -> bool:
    """Return whether the person who asks over a web socket may control an entity, and not only see it."""
    connection = current_connection.get()
    return connection is not None and connection.user.permissions.check_entity(entity_id, POLICY_CONTROL)


async def async_answer(entity: LatchkeyEntity[Any]) -> None:
    """Answer who rings."""

    async def answer(_cloud: AnswersCalls) -> None:
        await _conversations(entity).async_answer(_camera(entity))

    await entity.async_ask(AnswersCalls, answer)


async def async_reject(entity: LatchkeyEntity[Any]) -> None:
    """Hang up on who rings, or who was answered here."""

    async def reject(_cloud: AnswersCalls) -> None:
        device_id, _ = entity.feature_id
        await _conversations(entity).async_reject(device_id)

    await entity.async_ask(AnswersCalls, reject)


def _conversations(entity: LatchkeyEntity[Any]) -> Conversations:
    door_phone = entity.coordinator.door_phone
    if door_phone is None or door_phone.conversations is None:
        raise TemporaryError("the account is closed", cause="closed")
    return door_phone.conversations


def _camera(entity: LatchkeyEntity[Any]) -> FeatureId:
    """Return the camera of an entity's door."""
    device_id, _ = entity.feature_id
    device = entity.coordinator.data.devices.get(device_id)
    for feature in device.features.values() if device is not None else ():
        if isinstance(feature, Camera):
            return device_id, feature.key
    raise CommandRefused("not_supported")
