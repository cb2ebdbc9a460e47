"""What is not the same here as there, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

NEVER: Final[Mapping[str, str]] = {
    "conversation": "what is said to one house is none of another's business",
    "stt": "a service for voices, not a thing in the house",
    "tts": "a service for voices, not a thing in the house",
}
"""Domains that are not mirrored, and why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that an entity tells here in another way than there, or that an action does."""

    entity_id: str
    """A pattern."""

    what: str
    """`state`, an attribute, or an action."""

    reason: str

    def explains(self, entity_id: str, what: str) -> bool:
        """Return whether it is this difference."""
        return self.what == what and fnmatchcase(entity_id, self.entity_id)


_IS_A_SENSOR: Final = "here it is a sensor, which tells more"

STATES: Final = (
    Difference("*", "friendly_name", "begins with the name of the house where there is no device"),
    Difference("*", "icon", "here it is the entity's own, as the integration that has it is not here"),
    Difference("sensor.oven", "state", "°F there are °C here, converted by Home Assistant and not rounded"),
    Difference("sensor.oven", "unit_of_measurement", "°F there are °C here"),
    Difference("event.*", "state", "here it is when it was taken"),
    Difference("scene.*", "entity_id", "are the entities there, which here would be taken for others"),
    Difference("input_datetime.guests", "state", "here it is a moment, there the local time of the house"),
    Difference("air_quality.*", "state_class", _IS_A_SENSOR),
    Difference("geo_location.*", "state_class", _IS_A_SENSOR),
    Difference("image_processing.*", "device_class", "sensors have no such class"),
    Difference("zone.*", "state_class", _IS_A_SENSOR),
    Difference("sun.sun", "device_class", _IS_A_SENSOR),
    Difference("sun.sun", "options", _IS_A_SENSOR),
    Difference("timer.*", "device_class", _IS_A_SENSOR),
    Difference("timer.*", "options", _IS_A_SENSOR),
    Difference("counter.*", "min", "here it is a number, which tells more"),
    Difference("counter.*", "max", "here it is a number, which tells more"),
    Difference("counter.*", "mode", "here it is a number, which tells more"),
    Difference("camera.*", "access_token", "each side has keys of its own"),
    Difference("camera.*", "supported_features", "HLS is shown picture by picture here"),
    Difference("*", "entity_picture", "each side has pictures at an address of its own"),
    Difference("device_tracker.*", "in_zones", "trackers of this kind do not tell it there"),
    Difference("device_tracker.*", "tracking_type", "trackers of this kind do not tell it there"),
)
"""What may differ between an entity and its mirror."""

ACTIONS: Final = (
    Difference("input_text.*", "set_value", "what is too short is passed over there, and refused here"),
    Difference("light.*", "turn_on", "an effect that a light does not have is refused here"),
)
"""What may differ between what an action does from here, and what it does there."""
