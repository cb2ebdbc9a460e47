"""Actions that entities carry out, beyond those of Home Assistant."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

import voluptuous as vol
from homeassistant.components.climate import ATTR_PRESET_MODE
from homeassistant.const import ATTR_STATE, ATTR_TEMPERATURE, STATE_OFF, STATE_ON, Platform
from homeassistant.core import (
    HassJob,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.helpers.service import entity_service_call
from homeassistant.util import dt as dt_util

from ..clouds.model import (
    Climate,
    FollowSchedule,
    OverrideSchedule,
    SetSchedule,
    SetTemporaryPreset,
    WaterHeater,
)
from ..const import DOMAIN
from ..entities.calls import async_answer, async_reject
from ..entities.entity import LatchkeyEntity
from .calls import CALLS_SCHEMA, async_get_calls
from .schedules import SCHEDULE_SCHEMA, describe_schedule, parse_schedule, to_celsius
from .scripts import ATTR_DATA, async_run_script
from .test_rings import async_test_ring
from .timers import CHANGE_SCHEMA, START_SCHEMA, async_change_timer, async_start_timer

ATTR_DURATION = "duration"
ATTR_PERMANENT = "permanent"
ATTR_SCHEDULE = "schedule"
ATTR_UNTIL = "until"

END_SCHEMA: Final = {
    vol.Exclusive(ATTR_DURATION, "end"): cv.positive_time_period,
    vol.Exclusive(ATTR_UNTIL, "end"): cv.datetime,
    vol.Exclusive(ATTR_PERMANENT, "end"): cv.boolean,
}

LONGEST: Final = timedelta(days=1000)
"""Longer than any vendor lets an override last, and no end beyond the calendar's."""

type Scheduled = LatchkeyEntity[Climate] | LatchkeyEntity[WaterHeater]


class EntityAction(NamedTuple):
    """An action that entities carry out."""

    name: str
    platforms: tuple[Platform, ...]
    schema: dict[Any, Any]
    perform: Callable[[LatchkeyEntity[Any], ServiceCall], Awaitable[ServiceResponse]]
    response: SupportsResponse = SupportsResponse.NONE


@callback
def async_setup_entity_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for action in ENTITY_ACTIONS:
        entities = partial(_entities, hass, action.platforms)
        hass.services.async_register(
            DOMAIN,
            action.name,
            partial(entity_service_call, hass, entities, HassJob(action.perform)),
            cv.make_entity_service_schema(action.schema),
            action.response,
        )


def _entities(hass: HomeAssistant, platforms: tuple[Platform, ...]) -> dict[str, Entity]:
    """Return the entities that can be meant, by their ids."""
    return {
        entity_id: entity
        for platform in async_get_platforms(hass, DOMAIN)
        if platform.domain in platforms
        for entity_id, entity in platform.entities.items()
    }


async def _async_answer(entity: LatchkeyEntity[Any], _call: ServiceCall) -> None:
    """Answer who rings at a door."""
    await async_answer(entity)


async def _async_reject(entity: LatchkeyEntity[Any], _call: ServiceCall) -> None:
    """Hang up on who rings at a door, or who was answered here."""
    await async_reject(entity)


async def _async_override_temperature(entity: Scheduled, call: ServiceCall) -> None:
    """Give a zone another target temperature than its schedule says."""
    await entity.async_send(_override(call, to_celsius(call.data[ATTR_TEMPERATURE], _unit(entity))))


async def _async_override_hot_water(entity: Scheduled, call: ServiceCall) -> None:
    """Heat the water or do not, whatever its schedule says."""
    await entity.async_send(_override(call, STATE_ON if call.data[ATTR_STATE] else STATE_OFF))


async def _async_boost_hot_water(entity: Scheduled, call: ServiceCall) -> None:
    """Heat the water, whatever its schedule says."""
    await entity.async_send(_override(call, STATE_ON))


async def _async_set_temporary_preset(entity: Scheduled, call: ServiceCall) -> None:
    """Choose a preset that ends by itself."""
    command = SetTemporaryPreset(preset=call.data[ATTR_PRESET_MODE], duration=call.data[ATTR_DURATION])
    await entity.async_send(command)


async def _async_clear_override(entity: Scheduled, _call: ServiceCall) -> None:
    """Have a schedule followed again."""
    await entity.async_send(FollowSchedule())


async def _async_get_schedule(entity: Scheduled, _call: ServiceCall) -> ServiceResponse:
    """Return a schedule, as `set_schedule` takes it."""
    return {ATTR_SCHEDULE: describe_schedule(await entity.async_get_schedule(), _unit(entity))}


async def _async_set_schedule(entity: Scheduled, call: ServiceCall) -> None:
    """Replace a schedule."""
    await entity.async_send(SetSchedule(parse_schedule(call.data[ATTR_SCHEDULE], _unit(entity))))


def _unit(entity: Scheduled) -> str:
    """Return the unit in which people write temperatures."""
    return entity.hass.config.units.temperature_unit


def _override(call: ServiceCall, value: float | str) -> OverrideSchedule:
    """Return an override that ends when a person wants it to."""
    permanent = call.data.get(ATTR_PERMANENT, False)
    return OverrideSchedule(value=value, until=_end(call), permanent=permanent)


def _end(call: ServiceCall) -> datetime | None:
    """Return when a person wants something to end; None where they did not say."""
    duration: timedelta | None = call.data.get(ATTR_DURATION)
    until: datetime | None = call.data.get(ATTR_UNTIL)
    if duration is not None:
        return dt_util.utcnow() + min(duration, LONGEST)
    return dt_util.as_utc(until) if until is not None else None


_BOTH: Final = (Platform.CLIMATE, Platform.WATER_HEATER)
ENTITY_ACTIONS: Final = (
    EntityAction("answer", (Platform.CAMERA,), {}, _async_answer),
    EntityAction(
        "override_temperature",
        (Platform.CLIMATE,),
        {vol.Required(ATTR_TEMPERATURE): vol.Coerce(float), **END_SCHEMA},
        _async_override_temperature,
    ),
    EntityAction(
        "set_temporary_preset",
        (Platform.CLIMATE,),
        {
            vol.Required(ATTR_PRESET_MODE): cv.string,
            vol.Required(ATTR_DURATION): cv.positive_time_period,
        },
        _async_set_temporary_preset,
    ),
    EntityAction(
        "override_hot_water",
        (Platform.WATER_HEATER,),
        {vol.Required(ATTR_STATE): cv.boolean, **END_SCHEMA},
        _async_override_hot_water,
    ),
    EntityAction("boost_hot_water", (Platform.WATER_HEATER,), END_SCHEMA, _async_boost_hot_water),
    EntityAction("change_timer", (Platform.SENSOR,), CHANGE_SCHEMA, async_change_timer),
    EntityAction("clear_override", _BOTH, {}, _async_clear_override),
    EntityAction("get_calls", (Platform.EVENT,), CALLS_SCHEMA, async_get_calls, SupportsResponse.ONLY),
    EntityAction("get_schedule", _BOTH, {}, _async_get_schedule, SupportsResponse.ONLY),
    EntityAction("reject", (Platform.CAMERA,), {}, _async_reject),
    EntityAction(
        "run_script",
        (Platform.SWITCH,),
        {vol.Optional(ATTR_DATA, default=dict): {cv.string: cv.match_all}},
        async_run_script,
        SupportsResponse.OPTIONAL,
    ),
    EntityAction("set_schedule", _BOTH, {vol.Required(ATTR_SCHEDULE): SCHEDULE_SCHEMA}, _async_set_schedule),
    EntityAction("start_timer", (Platform.SENSOR,), START_SCHEMA, async_start_timer),
    EntityAction("test_ring", (Platform.EVENT,), {}, async_test_ring),
)
