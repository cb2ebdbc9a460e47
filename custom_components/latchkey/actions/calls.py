"""The last calls at a door, as an answer."""

from datetime import datetime
from typing import Any, Final

import voluptuous as vol
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ..clouds.model import Event
from ..const import DOMAIN
from ..door_phone.call_history import KeptCall
from ..door_phone.call_pictures import picture_address
from ..entities.entity import LatchkeyEntity

ATTR_SINCE: Final = "since"
CALLS_SCHEMA: Final[dict[Any, Any]] = {vol.Optional(ATTR_SINCE): cv.datetime}


async def async_get_calls(entity: LatchkeyEntity[Event], call: ServiceCall) -> ServiceResponse:
    """Return the calls at a door that are kept, newest first; other events are not."""
    door_phone = entity.coordinator.door_phone
    if door_phone is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_supported",
            translation_placeholders={"entity": entity.friendly_name},
        )
    since: datetime | None = call.data.get(ATTR_SINCE)
    device_id, _ = entity.feature_id
    calls: list[JsonValueType] = [
        _describe(entity.coordinator.config_entry.entry_id, kept)
        for kept in door_phone.history.calls
        if kept.device_id == device_id and (since is None or kept.rang_at >= dt_util.as_utc(since))
    ]
    return {"calls": calls}


def _describe(entry_id: str, kept: KeptCall) -> JsonValueType:
    """Return a call, with the address of its picture for whoever is logged in."""
    picture = picture_address(entry_id, kept.key) if kept.has_picture else None
    media = f"media-source://{DOMAIN}/{entry_id}/{kept.key}" if kept.has_picture else None
    return {
        "door": kept.door,
        "rang_at": dt_util.as_local(kept.rang_at).isoformat(),
        "outcome": kept.ending,
        "picture": picture,
        "media_content_id": media,
    }
