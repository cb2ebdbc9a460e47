"""Actions that timers carry out."""

from typing import Final

import voluptuous as vol
from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv

from ..clouds.model import ChangeTimer, StartTimer, Timer
from ..entities.entity import LatchkeyEntity

ATTR_DURATION: Final = "duration"

START_SCHEMA: Final = {vol.Optional(ATTR_DURATION): cv.positive_time_period}
CHANGE_SCHEMA: Final = {vol.Required(ATTR_DURATION): cv.time_period}


async def async_start_timer(entity: LatchkeyEntity[Timer], call: ServiceCall) -> None:
    """Start a timer."""
    await entity.async_send(StartTimer(duration=call.data.get(ATTR_DURATION)))


async def async_change_timer(entity: LatchkeyEntity[Timer], call: ServiceCall) -> None:
    """Let a timer end later, or earlier."""
    await entity.async_send(ChangeTimer(call.data[ATTR_DURATION]))
